package wp

import (
	"testing"

	"github.com/wprest/wprest"
)

func TestTypeLabels(t *testing.T) {
	tree := PostType{Label: "Sections", Hierarchical: true}
	flat := PostType{Label: "Books", Labels: map[string]string{"singular_name": "Book", "menu_name": "Library", "parent_item_colon": "Shelf:"}}
	own := PostType{Label: "Posts", ownLabels: true}
	for _, test := range []struct {
		t    PostType
		name string
		want any
	}{
		{tree, "singular_name", "Sections"},
		{tree, "menu_name", "Sections"},
		{tree, "parent_item_colon", "Parent Sections:"},
		{tree, "template_name", "Single item: Sections"},
		{flat, "name", "Books"},
		{flat, "add_new_item", "Add Book"},
		{flat, "all_items", "Library"},
		{flat, "archives", "Library"},
		{flat, "parent_item_colon", "Shelf:"},
		{own, "parent_item_colon", nil},
		{own, "template_name", nil},
	} {
		if got := test.t.labels().Get(test.name); got != test.want {
			t.Errorf("%s of %s = %v, want %v", test.name, test.t.Label, got, test.want)
		}
	}
	if own.labels().Has("template_name") {
		t.Error("WordPress's own types have no template_name")
	}
}

func TestTypeSupports(t *testing.T) {
	notes := map[string]*wprest.Map{"editor": wprest.MapOf("notes", true)}
	for _, test := range []struct {
		t    PostType
		want string
	}{
		{PostType{}, `{"title":true,"editor":true,"autosave":true}`},
		{PostType{Supports: []string{}}, `[]`},
		{PostType{Supports: []string{"title", "author"}}, `{"title":true,"author":true}`},
		{PostType{Supports: []string{"editor"}, SupportArgs: notes}, `{"editor":[{"notes":true}],"autosave":true}`},
		{PostType{Supports: []string{"editor"}, noAutosave: true}, `{"editor":true}`},
	} {
		got, err := wprest.AppendJSON(nil, supportMap(&test.t))
		if err != nil || string(got) != test.want {
			t.Errorf("supports %v: %s, %v; want %s", test.t.Supports, got, err, test.want)
		}
	}
}

func TestTypeCapabilities(t *testing.T) {
	mapped := PostType{CapabilityType: [2]string{"ledger", "ledgers"}, MapMeta: true}
	plain := PostType{CapabilityType: [2]string{"ledger", "ledgers"}}
	if got := capabilityMap(&mapped); got.Get("edit_published_posts") != "edit_published_ledgers" || got.Get("read") != "read" {
		t.Errorf("mapped: %v", got)
	}
	if got := capabilityMap(&plain); got.Has("read") || got.Get("create_posts") != "edit_ledgers" {
		t.Errorf("not mapped: %v", got)
	}
}

func TestStatusValues(t *testing.T) {
	for _, test := range []struct {
		name string
		want string // queryable, show_in_list, date_floating
	}{
		{StatusPublish, "[true,true,false]"}, {StatusDraft, "[false,true,true]"}, {StatusPrivate, "[false,true,false]"},
		{StatusFuture, "[false,true,false]"}, {StatusTrash, "[false,false,false]"},
	} {
		for _, st := range builtinStatuses() {
			if st.Name != test.name {
				continue
			}
			got, err := wprest.AppendJSON(nil, wprest.ListOf(st.value("queryable"), st.value("show_in_list"), st.value("date_floating")))
			if err != nil || string(got) != test.want {
				t.Errorf("%s: %s, %v; want %s", test.name, got, err, test.want)
			}
		}
	}
}
