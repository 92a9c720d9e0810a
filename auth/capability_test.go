package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

// The users of the tables, named by one letter: Administrator, Editor, aUthor,
// Contributor, Subscriber, a Known user without roles, and Nobody.
const everybody = "AEUCSKN"

func roleUser(letter rune) *wprest.User {
	roles := DefaultRoles()
	switch letter {
	case 'A':
		return &wprest.User{ID: 1, Caps: roles.Caps("administrator")}
	case 'E':
		return &wprest.User{ID: 2, Caps: roles.Caps("editor")}
	case 'U':
		return &wprest.User{ID: 3, Caps: roles.Caps("author")}
	case 'C':
		return &wprest.User{ID: 5, Caps: roles.Caps("contributor")}
	case 'S':
		return &wprest.User{ID: 6, Caps: roles.Caps("subscriber")}
	case 'K':
		return &wprest.User{ID: 9}
	}
	return nil
}

// allowed returns the letters of those who may.
func allowed(t *testing.T, c *Capabilities, capability string, on ...any) string {
	t.Helper()
	var who strings.Builder
	for _, letter := range everybody {
		ok, err := c.Can(t.Context(), roleUser(letter), capability, on...)
		if err != nil {
			t.Fatalf("%s%v: %v", capability, on, err)
		}
		if ok {
			who.WriteRune(letter)
		}
	}
	return who.String()
}

func TestPrimitives(t *testing.T) {
	t.Parallel()
	tests := []struct{ capabilities, who string }{
		{"read", "AEUCS"},
		{"level_0", "AEUCS"},
		{"edit_posts delete_posts edit_blocks delete_blocks assign_categories assign_post_tags", "AEUC"},
		{"publish_posts publish_blocks edit_published_posts delete_published_posts upload_files", "AEU"},
		{"edit_others_posts edit_others_blocks read_private_blocks edit_pages read_private_pages moderate_comments", "AE"},
		{"manage_categories manage_post_tags edit_categories edit_post_tags delete_categories delete_post_tags", "AE"},
		{"unfiltered_html edit_css", "AE"},
		{"list_users create_users edit_users delete_users delete_user promote_users promote_user add_users remove_users", "A"},
		{"manage_options manage_privacy_options export_others_personal_data erase_others_personal_data setup_network", "A"},
		{"edit_theme_options customize switch_themes edit_files edit_plugins edit_themes", "A"},
		{"update_plugins delete_plugins install_plugins update_themes delete_themes install_themes update_core", "A"},
		{"upload_plugins upload_themes install_languages update_languages update_php update_https", "A"},
		{"activate_plugins activate_plugin deactivate_plugin deactivate_plugins resume_plugin resume_plugins resume_theme resume_themes", "A"},
		{"view_site_health_checks import export edit_dashboard", "A"},
		{"exist", everybody},
		{"unfiltered_upload manage_links delete_site do_not_allow no_such_thing editor_in_chief edit_block edit_user_metas", ""},
		{"administrator", "A"},
		// Meta capabilities without an object.
		{"edit_post delete_post read_post publish_post edit_page edit_term delete_term assign_term edit_comment edit_post_meta edit_block_binding", ""},
		{"edit_user remove_user create_app_password", "A"},
	}
	for _, test := range tests {
		for capability := range strings.FieldsSeq(test.capabilities) {
			if got := allowed(t, &Capabilities{}, capability); got != test.who {
				t.Errorf("%s: %q may, want %q", capability, got, test.who)
			}
		}
	}
}

func TestSiteSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		capabilities string
		c            Capabilities
		who          string
	}{
		{"unfiltered_html edit_css", Capabilities{NoUnfilteredHTML: true}, ""},
		{"unfiltered_upload", Capabilities{UnfilteredUpload: true}, "A"},
		{"manage_links", Capabilities{LinkManager: true}, "AE"},
		{"edit_files edit_plugins edit_themes", Capabilities{NoFileEdit: true}, ""},
		{"install_plugins update_core activate_plugins", Capabilities{NoFileEdit: true}, "A"},
		{"edit_files edit_plugins edit_themes update_plugins delete_plugins install_plugins update_themes delete_themes " +
			"install_themes update_core upload_plugins upload_themes install_languages update_languages", Capabilities{NoFileChange: true}, ""},
		{"activate_plugins switch_themes view_site_health_checks", Capabilities{NoFileChange: true}, "A"},
	}
	for _, test := range tests {
		for capability := range strings.FieldsSeq(test.capabilities) {
			if got := allowed(t, &test.c, capability); got != test.who {
				t.Errorf("%+v: %s: %q may, want %q", test.c, capability, got, test.who)
			}
		}
	}
}

func TestGrantsAndDenials(t *testing.T) {
	t.Parallel()
	c := &Capabilities{}
	u := &wprest.User{ID: 7, Caps: map[string]bool{"edit_posts": false, "install_themes": true, "switch_themes": true, DoNotAllow: true, "fly": true}}
	for capability, want := range map[string]bool{
		"edit_posts": false, "install_languages": true, "resume_themes": true, "resume_theme": true, "resume_plugins": false,
		"view_site_health_checks": false, DoNotAllow: false, "fly": true,
	} {
		if got, err := c.Can(t.Context(), u, capability); err != nil || got != want {
			t.Errorf("%s: %t, %v", capability, got, err)
		}
	}
	nobody := &wprest.User{Caps: map[string]bool{"fly": true}}
	if got, _ := c.Can(t.Context(), nobody, "fly"); got {
		t.Error("who is nobody has nothing")
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		capabilities string
		on           any
		who          string
	}{
		{"edit_user list_app_passwords create_app_password read_app_password edit_app_password delete_app_password delete_app_passwords", int64(3), "AU"},
		{"edit_user", 3, "AU"},
		{"edit_user", &wprest.User{ID: 9}, "AK"},
		{"edit_user", wprest.User{ID: 6}, "AS"},
		{"edit_user", &Account{User: wprest.User{ID: 6}}, "AS"},
		{"edit_user", int64(0), "A"},
		{"delete_user promote_user", int64(3), "A"},
		{"delete_user promote_user", int64(1), "A"},
		{"remove_user", int64(3), "A"},
		{"remove_user", int64(1), ""},
		{"edit_users", int64(3), "A"},
	}
	for _, test := range tests {
		for capability := range strings.FieldsSeq(test.capabilities) {
			if got := allowed(t, &Capabilities{}, capability, test.on); got != test.who {
				t.Errorf("%s(%v): %q may, want %q", capability, test.on, got, test.who)
			}
		}
	}
}

func TestTerms(t *testing.T) {
	t.Parallel()
	term := func(taxonomy string) TermObject { return TermObject{ID: 4, Caps: TaxonomyCaps(taxonomy)} }
	byDefault := term("category")
	byDefault.Default = true
	tests := []struct {
		capability string
		on         any
		who        string
	}{
		{"edit_term", term("category"), "AE"}, {"delete_term", term("category"), "AE"}, {"assign_term", term("category"), "AEUC"},
		{"edit_term", term("post_tag"), "AE"}, {"delete_term", term("post_tag"), "AE"}, {"assign_term", term("post_tag"), "AEUC"},
		{"edit_term", term("genre"), "AE"}, {"delete_term", term("genre"), "AE"}, {"assign_term", term("genre"), "AEUC"},
		{"edit_term", term("nav_menu"), "A"}, {"delete_term", term("nav_menu"), "A"}, {"assign_term", term("nav_menu"), "A"},
		{"delete_term", byDefault, ""}, {"edit_term", byDefault, "AE"}, {"assign_term", &byDefault, "AEUC"},
		{"edit_term", TermObject{ID: 4}, ""},
		{"edit_term", TermObject{Caps: TermCaps{EditTerms: "edit_term"}}, ""},
		{"edit_term", (*TermObject)(nil), ""},
		{"edit_term", int64(8), "AE"}, {"edit_term", int64(404), ""},
	}
	c := &Capabilities{Terms: func(_ context.Context, id int64) (*TermObject, error) {
		if id == 404 {
			return nil, wprest.ErrNotExist
		}
		found := term("post_tag")
		return &found, nil
	}}
	for _, test := range tests {
		if got := allowed(t, c, test.capability, test.on); got != test.who {
			t.Errorf("%s(%+v): %q may, want %q", test.capability, test.on, got, test.who)
		}
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	post := post(3, "publish")
	c := &Capabilities{
		Posts: func(_ context.Context, id int64) (*PostObject, error) {
			if id != 46 {
				return nil, wprest.ErrNotExist
			}
			return post, nil
		},
		Comments: func(_ context.Context, id int64) (*CommentObject, error) {
			if id == 404 {
				return nil, wprest.ErrNotExist
			}
			return &CommentObject{ID: id, PostID: 46}, nil
		},
	}
	tests := []struct {
		on  any
		who string
	}{
		{&CommentObject{Post: post}, "AEU"},
		{CommentObject{PostID: 46}, "AEU"},
		{CommentObject{PostID: 47}, "AEUC"},
		{CommentObject{}, "AEUC"},
		{int64(1), "AEU"},
		{int64(404), ""},
	}
	for _, test := range tests {
		if got := allowed(t, c, "edit_comment", test.on); got != test.who {
			t.Errorf("edit_comment(%+v): %q may, want %q", test.on, got, test.who)
		}
	}
}

func TestMeta(t *testing.T) {
	t.Parallel()
	onlyAdmins := func(_ context.Context, u *wprest.User, key MetaKey) (allowed, decided bool, err error) {
		switch key.Key {
		case "locked":
			return u.Known() && u.Caps["manage_options"], true, nil
		case "_open":
			return true, true, nil
		case "broken":
			return false, false, errBroken
		}
		return false, false, nil
	}
	draft := post(3, "draft")
	tests := []struct {
		capability string
		on         []any
		who        string
	}{
		{"edit_post_meta", []any{draft, "rating"}, "AEU"},
		{"add_post_meta", []any{draft, "rating"}, "AEU"},
		{"delete_post_meta", []any{draft, "rating"}, "AEU"},
		{"edit_post_meta", []any{draft}, "AEU"},
		{"edit_post_meta", []any{draft, "_hidden"}, ""},
		{"edit_post_meta", []any{draft, "_open"}, "AEU"},
		{"edit_post_meta", []any{draft, "locked"}, "A"},
		{"delete_post_meta", []any{draft, "locked"}, "A"},
		{"edit_user_meta", []any{int64(3), "berth"}, "AU"},
		{"edit_user_meta", []any{int64(3), "_berth"}, ""},
		{"edit_term_meta", []any{TermObject{Caps: TaxonomyCaps("category")}, "depth"}, "AE"},
		{"edit_comment_meta", []any{CommentObject{Post: draft}, "mood"}, "AEU"},
	}
	for _, test := range tests {
		if got := allowed(t, &Capabilities{MetaAuth: onlyAdmins}, test.capability, test.on...); got != test.who {
			t.Errorf("%s%v: %q may, want %q", test.capability, test.on, got, test.who)
		}
	}
	if got := allowed(t, &Capabilities{}, "edit_post_meta", draft, "_hidden"); got != "" {
		t.Errorf("without callbacks %q may", got)
	}
	_, err := (&Capabilities{MetaAuth: onlyAdmins}).Can(t.Context(), roleUser('A'), "edit_post_meta", draft, "broken")
	if !errors.Is(err, errBroken) {
		t.Errorf("broken callback: %v", err)
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	c := &Capabilities{Filter: func(_ context.Context, u *wprest.User, capability string, on []any, needs []string) ([]string, error) {
		switch capability {
		case "ring_bell":
			if u.Known() && on[0] == u.ID {
				return nil, nil
			}
			return []string{"manage_options"}, nil
		case "break_bell":
			return nil, errBroken
		}
		return needs, nil
	}}
	if got := allowed(t, c, "ring_bell", int64(3)); got != "AU" {
		t.Errorf("ring_bell: %q may", got)
	}
	if _, err := c.Can(t.Context(), nil, "break_bell"); !errors.Is(err, errBroken) {
		t.Errorf("break_bell: %v", err)
	}
	if needs, err := c.Needs(t.Context(), nil, "update_https"); err != nil || !slices.Equal(needs, []string{"manage_options", "update_core"}) {
		t.Errorf("Needs = %q, %v", needs, err)
	}
}

func TestCapabilityErrors(t *testing.T) {
	t.Parallel()
	broken := &Capabilities{
		Posts:    func(context.Context, int64) (*PostObject, error) { return nil, errBroken },
		Terms:    func(context.Context, int64) (*TermObject, error) { return nil, errBroken },
		Comments: func(context.Context, int64) (*CommentObject, error) { return nil, errBroken },
	}
	for _, capability := range []string{"edit_post", "delete_page", "read_post", "edit_term", "edit_comment", "edit_post_meta", "edit_ledger", "edit_block_binding"} {
		if _, err := broken.Can(t.Context(), roleUser('A'), capability, int64(1)); !errors.Is(err, errBroken) {
			t.Errorf("%s with a broken store: %v", capability, err)
		}
	}
	if _, err := broken.Can(t.Context(), roleUser('A'), "edit_comment", CommentObject{PostID: 1}); !errors.Is(err, errBroken) {
		t.Errorf("edit_comment with a broken store: %v", err)
	}
	for _, capability := range []string{"edit_post", "edit_term", "edit_comment", "edit_user", "edit_user_meta", "edit_block_binding"} {
		if ok, err := broken.Can(t.Context(), roleUser('A'), capability, 1.5); ok || err == nil {
			t.Errorf("%s of a number: %t, %v", capability, ok, err)
		}
	}
	if _, err := broken.Can(t.Context(), roleUser('A'), "edit_post", roleUser('A')); err == nil {
		t.Error("a user is no post")
	}
	if _, err := broken.Can(t.Context(), roleUser('A'), "edit_user_meta", int64(3), 7); err == nil {
		t.Error("a number is no meta key")
	}
}
