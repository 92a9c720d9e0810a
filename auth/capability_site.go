package auth

import "strings"

// onSite maps the capabilities that are about no object: some are another's
// second name, some depend on how the site is set up.
func (c *Capabilities) onSite(capability string) (needs []string, ok bool) {
	switch capability {
	case "edit_css", "unfiltered_html":
		return unless(c.NoUnfilteredHTML, "unfiltered_html"), true
	case "unfiltered_upload":
		return unless(!c.UnfilteredUpload, capability), true
	case "edit_files", "edit_plugins", "edit_themes":
		return unless(c.NoFileEdit || c.NoFileChange, capability), true
	case "update_plugins", "delete_plugins", "install_plugins",
		"update_themes", "delete_themes", "install_themes", "update_core":
		return unless(c.NoFileChange, capability), true
	case "upload_plugins":
		return unless(c.NoFileChange, "install_plugins"), true
	case "upload_themes":
		return unless(c.NoFileChange, "install_themes"), true
	case "install_languages", "update_languages":
		return unless(c.NoFileChange, "install_languages"), true
	case "manage_links":
		return unless(!c.LinkManager, capability), true
	case "update_https":
		return []string{"manage_options", "update_core"}, true
	case "delete_site":
		return never(), true
	}
	if name, ok := renamed(capability); ok {
		return []string{name}, true
	}
	return nil, false
}

// unless returns the one capability needed, or that nobody has it.
func unless(forbidden bool, capability string) []string {
	if forbidden {
		return never()
	}
	return []string{capability}
}

// renamed returns the primitive capability behind one of another name.
func renamed(capability string) (string, bool) {
	switch capability {
	case "delete_user", "delete_users":
		return "delete_users", true
	case "promote_user", "promote_users", "add_users":
		return "promote_users", true
	case "manage_post_tags", "edit_categories", "edit_post_tags", "delete_categories", "delete_post_tags":
		return "manage_categories", true
	case "assign_categories", "assign_post_tags":
		return "edit_posts", true
	case "customize":
		return themeOptions, true
	case "activate_plugin", "deactivate_plugin", "deactivate_plugins":
		return "activate_plugins", true
	case "resume_plugin":
		return "resume_plugins", true
	case "resume_theme":
		return "resume_themes", true
	case "update_php":
		return "update_core", true
	case "manage_privacy_options", "export_others_personal_data", "erase_others_personal_data", "setup_network":
		return "manage_options", true
	}
	// Patterns are posts to who edits them.
	if name, ok := strings.CutSuffix(capability, "_blocks"); ok {
		return name + "_posts", true
	}
	return "", false
}
