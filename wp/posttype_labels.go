package wp

import (
	"strings"

	"github.com/wprest/wprest"
)

// typeLabels lists the labels of post types with their defaults, in which %s
// stands for the plural and %1 for the singular.
func typeLabels() []struct{ name, text string } {
	return []struct{ name, text string }{
		{"add_new", "Add %1"},
		{"add_new_item", "Add %1"},
		{"edit_item", "Edit %1"},
		{"new_item", "New %1"},
		{"view_item", "View %1"},
		{"view_items", "View %s"},
		{"search_items", "Search %s"},
		{"not_found", "There are no %s."},
		{"not_found_in_trash", "There are no %s in the trash."},
		{"attributes", "%1 attributes"},
		{"insert_into_item", "Insert into %1"},
		{"uploaded_to_this_item", "Uploaded to this %1"},
		{"featured_image", "Featured image"},
		{"set_featured_image", "Set featured image"},
		{"remove_featured_image", "Remove featured image"},
		{"use_featured_image", "Use as featured image"},
		{"filter_items_list", "Filter the list of %s"},
		{"filter_by_date", "Filter by date"},
		{"items_list_navigation", "Pages of the list of %s"},
		{"items_list", "List of %s"},
		{"item_published", "%1 published."},
		{"item_published_privately", "%1 published privately."},
		{"item_reverted_to_draft", "%1 is a draft again."},
		{"item_trashed", "%1 moved to the trash."},
		{"item_scheduled", "%1 scheduled."},
		{"item_updated", "%1 updated."},
		{"item_link", "Link to %1"},
		{"item_link_description", "A link to a %1."},
		{"name_admin_bar", "%1"},
	}
}

// labels lists the words for the type and its posts. A flat type has no use for
// parent_item_colon, which is nil unless given.
func (t *PostType) labels() *wprest.Map {
	singular := orLabel(t.Labels["singular_name"], t.Label)
	menu := orLabel(t.Labels["menu_name"], t.Label)
	all := orLabel(t.Labels["all_items"], menu)
	words := strings.NewReplacer("%s", t.Label, "%1", singular)
	labels := wprest.MapOf("name", t.Label, "singular_name", singular, "menu_name", menu, "all_items", all, "archives", all, "parent_item_colon", nil)
	if t.Hierarchical {
		labels.Set("parent_item_colon", words.Replace("Parent %1:"))
	}
	for _, l := range typeLabels() {
		labels.Set(l.name, words.Replace(l.text))
	}
	if !t.ownLabels {
		labels.Set("template_name", words.Replace("Single item: %1"))
	}
	for name, label := range t.Labels {
		labels.Set(name, label)
	}
	return labels.AsObject()
}

// orLabel returns a label, or another where it is empty.
func orLabel(label, other string) string {
	if label == "" {
		return other
	}
	return label
}
