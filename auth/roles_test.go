package auth

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"
)

// golden reads a file of testdata, which holds what the conformance site's
// WordPress has.
func golden[T any](t *testing.T, name string) (v T) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// roles.json is option wp_user_roles, without what the site added.
func TestDefaultRoles(t *testing.T) {
	t.Parallel()
	want := golden[map[string]struct {
		Name         string
		Capabilities []string
	}](t, "roles.json")
	got := DefaultRoles()
	if len(got) != len(want) {
		t.Errorf("%d roles, want %d", len(got), len(want))
	}
	for name, role := range want {
		if got[name].Name != role.Name {
			t.Errorf("%s is called %q, want %q", name, got[name].Name, role.Name)
		}
		if caps := slices.Sorted(maps.Keys(got[name].Caps)); !slices.Equal(caps, role.Capabilities) {
			t.Errorf("%s has\n%q, want\n%q", name, caps, role.Capabilities)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	roles := Roles{
		"keeper": {Caps: map[string]bool{"read": true, "ring": true, "light": true}},
		"guest":  {Caps: map[string]bool{"read": true, "ring": false}},
	}
	tests := []struct {
		name   string
		stored []Grant
		roles  []string
		caps   map[string]bool
	}{
		{"nothing", nil, nil, map[string]bool{}},
		{"one", []Grant{{"guest", true}}, []string{"guest"}, map[string]bool{"read": true, "ring": false, "guest": true}},
		{"later roles override", []Grant{{"guest", true}, {"keeper", true}}, []string{"guest", "keeper"},
			map[string]bool{"read": true, "ring": true, "light": true, "guest": true, "keeper": true}},
		{"entries override roles, wherever they stand", []Grant{{"light", false}, {"dive", true}, {"keeper", true}}, []string{"keeper"},
			map[string]bool{"read": true, "ring": true, "light": false, "dive": true, "keeper": true}},
		{"a role is had even when it is false", []Grant{{"guest", false}}, []string{"guest"}, map[string]bool{"read": true, "ring": false, "guest": false}},
		{"no role", []Grant{{"pilot", true}}, nil, map[string]bool{"pilot": true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			names, caps := roles.Resolve(test.stored)
			if !slices.Equal(names, test.roles) || !maps.Equal(caps, test.caps) {
				t.Errorf("Resolve = %q, %v", names, caps)
			}
		})
	}
	if got := roles.Caps("guest", "pilot"); !maps.Equal(got, map[string]bool{"read": true, "ring": false, "guest": true}) {
		t.Errorf("Caps = %v", got)
	}
	if len(roles["guest"].Caps) != 2 {
		t.Error("the roles were changed")
	}
}

func TestLevel(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"administrator": 10, "editor": 7, "author": 2, "contributor": 1, "subscriber": 0, "": 0} {
		if got := Level(DefaultRoles().Caps(name)); got != want {
			t.Errorf("Level of %q = %d, want %d", name, got, want)
		}
	}
}

// types.json and taxonomies.json are what cases types-list-edit and
// taxonomies-list-edit answer.
func TestCoreCaps(t *testing.T) {
	t.Parallel()
	for name, want := range golden[map[string]map[string]string](t, "types.json") {
		got, core := CorePostCaps(name)
		switch name {
		case "book", "section":
			got = PostTypeCaps("", "")
		case "ledger":
			got = PostTypeCaps("ledger", "")
			if got.MapMeta {
				t.Error("MapMeta is to be off for words of one's own")
			}
		default:
			if !core || !got.MapMeta {
				t.Errorf("%s: %t, %+v", name, core, got)
			}
		}
		if caps := postCapsMap(got); !maps.Equal(caps, want) {
			t.Errorf("%s has\n%v, want\n%v", name, caps, want)
		}
	}
	for name, want := range golden[map[string]map[string]string](t, "taxonomies.json") {
		c := TaxonomyCaps(name)
		if caps := map[string]string{"manage_terms": c.ManageTerms, "edit_terms": c.EditTerms, "delete_terms": c.DeleteTerms, "assign_terms": c.AssignTerms}; !maps.Equal(caps, want) {
			t.Errorf("%s has\n%v, want\n%v", name, caps, want)
		}
	}
	if _, core := CorePostCaps("book"); core {
		t.Error("book is no type of WordPress's own")
	}
	if c := PostTypeCaps("page", ""); !c.MapMeta || c.EditPosts != "edit_pages" {
		t.Errorf("PostTypeCaps = %+v", c)
	}
}

func postCapsMap(c PostCaps) map[string]string {
	return map[string]string{
		"edit_post": c.EditPost, "read_post": c.ReadPost, "delete_post": c.DeletePost, "edit_posts": c.EditPosts,
		"edit_others_posts": c.EditOthersPosts, "publish_posts": c.PublishPosts, "read_private_posts": c.ReadPrivatePosts,
		"delete_posts": c.DeletePosts, "create_posts": c.CreatePosts, "read": c.Read, "delete_private_posts": c.DeletePrivatePosts,
		"delete_published_posts": c.DeletePublishedPosts, "delete_others_posts": c.DeleteOthersPosts,
		"edit_private_posts": c.EditPrivatePosts, "edit_published_posts": c.EditPublishedPosts,
	}
}
