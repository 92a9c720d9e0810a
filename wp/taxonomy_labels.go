package wp

import (
	"strings"

	"github.com/wprest/wprest"
)

// A taxonomyLabel is a label as trees and flat taxonomies have it by default: %s
// stands for the plural, %1 for the singular. "" is no label.
type taxonomyLabel struct{ name, tree, flat string }

func taxonomyLabels() []taxonomyLabel {
	both := func(name, text string) taxonomyLabel { return taxonomyLabel{name, text, text} }
	return []taxonomyLabel{
		both("search_items", "Search %s"),
		{"popular_items", "", "Popular %s"},
		both("all_items", "All %s"),
		{"parent_item", "Parent %1", ""},
		{"parent_item_colon", "Parent %1:", ""},
		both("name_field_description", "The name that the site shows."),
		both("slug_field_description", "The name in addresses: small letters, digits and hyphens."),
		{"parent_field_description", "The %1 that this one is below.", ""},
		both("desc_field_description", "Some themes show the description."),
		both("edit_item", "Edit %1"),
		both("view_item", "View %1"),
		both("update_item", "Update %1"),
		both("add_new_item", "Add %1"),
		both("new_item_name", "New %1"),
		{"separate_items_with_commas", "", "Put commas between %s"},
		{"add_or_remove_items", "", "Add or remove %s"},
		{"choose_from_most_used", "", "Choose among the %s used most"},
		both("not_found", "There are no %s."),
		both("no_terms", "No %s"),
		{"filter_by_item", "Filter by %1", ""},
		both("items_list_navigation", "Pages of the list of %s"),
		both("items_list", "List of %s"),
		both("most_used", "Most used"),
		both("back_to_items", "To all %s"),
		both("item_link", "Link to %1"),
		both("item_link_description", "A link to the archive of a %1."),
	}
}

// labels lists the words for the taxonomy and its terms. What a flat taxonomy or
// a tree has no use for is nil.
func (x *Taxonomy) labels() *wprest.Map {
	singular := x.Labels["singular_name"]
	if singular == "" {
		singular = x.Label
	}
	words := strings.NewReplacer("%s", x.Label, "%1", singular)
	labels := wprest.MapOf("name", x.Label, "singular_name", singular)
	for _, l := range taxonomyLabels() {
		label := l.flat
		if x.Hierarchical {
			label = l.tree
		}
		if label == "" {
			labels.Set(l.name, nil)
			continue
		}
		labels.Set(l.name, words.Replace(label))
	}
	if !x.ownLabels {
		labels.Set("archives", "Archives of "+x.Label)
	}
	labels.Set("menu_name", x.Label)
	labels.Set("name_admin_bar", singular)
	labels.Set("template_name", "Archives of "+singular)
	for name, label := range x.Labels {
		labels.Set(name, label)
	}
	return labels
}
