package auth

import (
	"maps"
	"strconv"
)

// A Role is a named set of capabilities.
type Role struct {
	// Name is for people: "Administrator".
	Name string
	// Caps are the capabilities that the role grants, or with false, denies.
	Caps map[string]bool
}

// Roles are a site's roles by the names that users and requests have for them:
// "administrator".
type Roles map[string]Role

// A Grant is an entry of what is stored as the capabilities of one user: the
// name of a role or of a capability.
type Grant struct {
	Name string
	// Allowed is false where a capability is denied whatever the roles say. A
	// role is had either way.
	Allowed bool
}

// Resolve returns the roles and all capabilities of a user from what is stored
// for her: those of each role in order, later ones overriding, and then the
// stored entries themselves, so that names of roles are among the
// capabilities. The results are those of wprest.User.
func (r Roles) Resolve(stored []Grant) (roles []string, caps map[string]bool) {
	caps = map[string]bool{}
	for _, g := range stored {
		if role, ok := r[g.Name]; ok {
			roles = append(roles, g.Name)
			maps.Copy(caps, role.Caps)
		}
	}
	for _, g := range stored {
		caps[g.Name] = g.Allowed
	}
	return roles, caps
}

// Caps returns all capabilities of a user who has some roles and nothing
// beside them. Names that are no role count for nothing.
func (r Roles) Caps(names ...string) map[string]bool {
	var stored []Grant
	for _, name := range names {
		if _, ok := r[name]; ok {
			stored = append(stored, Grant{Name: name, Allowed: true})
		}
	}
	_, caps := r.Resolve(stored)
	return caps
}

// Level returns the number that WordPress stores as wp_user_level: the highest
// N whose level_N is granted, or 0.
func Level(caps map[string]bool) int {
	for n := maxLevel; n > 0; n-- {
		if caps[levelCap(n)] {
			return n
		}
	}
	return 0
}

const maxLevel = 10

func levelCap(n int) string { return "level_" + strconv.Itoa(n) }

// DefaultRoles returns the roles of a fresh WordPress: administrator, editor,
// author, contributor, subscriber. The result is the caller's own.
func DefaultRoles() Roles {
	subscriber := []string{"read"}
	contributor := []string{"edit_posts", "delete_posts"}
	author := []string{"publish_posts", "edit_published_posts", "delete_published_posts", "upload_files"}
	editor := []string{
		"edit_others_posts", "delete_others_posts", "edit_private_posts", "delete_private_posts", "read_private_posts",
		"edit_pages", "publish_pages", "delete_pages", "edit_others_pages", "delete_others_pages",
		"edit_published_pages", "delete_published_pages", "edit_private_pages", "delete_private_pages", "read_private_pages",
		"manage_categories", "manage_links", "moderate_comments", "unfiltered_html",
	}
	administrator := []string{
		"list_users", "create_users", "edit_users", "delete_users", "promote_users", "remove_users",
		"manage_options", "edit_theme_options", "switch_themes", "edit_themes", "install_themes", "update_themes", "delete_themes",
		"activate_plugins", "edit_plugins", "install_plugins", "update_plugins", "delete_plugins",
		"edit_files", "edit_dashboard", "update_core", "import", "export", "unfiltered_upload",
	}
	return Roles{
		"administrator": newRole("Administrator", 10, subscriber, contributor, author, editor, administrator),
		"editor":        newRole("Editor", 7, subscriber, contributor, author, editor),
		"author":        newRole("Author", 2, subscriber, contributor, author),
		"contributor":   newRole("Contributor", 1, subscriber, contributor),
		"subscriber":    newRole("Subscriber", 0, subscriber),
	}
}

func newRole(name string, level int, lists ...[]string) Role {
	caps := map[string]bool{}
	for n := range level + 1 {
		caps[levelCap(n)] = true
	}
	for _, list := range lists {
		for _, c := range list {
			caps[c] = true
		}
	}
	return Role{Name: name, Caps: caps}
}
