package wp

import "testing"

func TestTermArchive(t *testing.T) {
	above := []Term{{ID: 2, Slug: "boats"}, {ID: 1, Slug: "harbor"}}
	term := &Term{ID: 7, Slug: "sail-rope"}
	builtin := func(name string) *Taxonomy {
		for _, x := range builtinTaxonomies() {
			if x.Name == name {
				return &x
			}
		}
		t.Fatal(name)
		return nil
	}
	const dated = "/%year%/%postname%/"
	for _, test := range []struct {
		x       *Taxonomy
		options map[string]string
		want    string
	}{
		{builtin("category"), map[string]string{"permalink_structure": dated}, "/category/harbor/boats/sail-rope/"},
		{builtin("category"), map[string]string{"permalink_structure": "/%postname%"}, "/category/harbor/boats/sail-rope"},
		{builtin("category"), map[string]string{"permalink_structure": dated, "category_base": "/topics/"}, "/topics/harbor/boats/sail-rope/"},
		{builtin("category"), map[string]string{"permalink_structure": "/log/%postname%/"}, "/log/category/harbor/boats/sail-rope/"},
		{builtin("category"), nil, "/?cat=7"},
		{builtin("post_tag"), map[string]string{"permalink_structure": dated}, "/tag/sail-rope/"},
		{builtin("post_tag"), map[string]string{"permalink_structure": dated, "tag_base": "words"}, "/words/sail-rope/"},
		{builtin("post_tag"), nil, "/?tag=sail-rope"},
		{builtin("wp_pattern_category"), map[string]string{"permalink_structure": dated}, "/?taxonomy=wp_pattern_category&term=sail-rope"},
		{&Taxonomy{Name: "genre", Public: true, Hierarchical: true}, map[string]string{"permalink_structure": dated}, "/genre/sail-rope/"},
		{&Taxonomy{Name: "genre", Public: true, Slug: "kind", RewriteHierarchical: true}, map[string]string{"permalink_structure": dated}, "/kind/harbor/boats/sail-rope/"},
		{&Taxonomy{Name: "genre", Public: true}, nil, "/?genre=sail-rope"},
		{&Taxonomy{Name: "genre", Public: true, QueryVar: "g"}, nil, "/?g=sail-rope"},
		{&Taxonomy{Name: "genre", Public: true, NotQueryable: true}, nil, "/?taxonomy=genre&term=sail-rope"},
	} {
		o := options{values: map[string]string{"home": "https://x.test"}}
		for name, v := range test.options {
			o.values[name] = v
		}
		if got := termArchive(o, test.x, term, above); got != "https://x.test"+test.want {
			t.Errorf("%s with %v: %s, want %s", test.x.Name, test.options, got, test.want)
		}
	}
}

func TestTaxonomyLabels(t *testing.T) {
	for _, x := range builtinTaxonomies() {
		labels := x.labels()
		for _, name := range []string{"parent_item", "parent_item_colon", "parent_field_description", "filter_by_item"} {
			if got := labels.Get(name) != nil; got != x.Hierarchical {
				t.Errorf("%s: label %s is there: %v", x.Name, name, got)
			}
		}
		for _, name := range []string{"popular_items", "separate_items_with_commas", "add_or_remove_items", "choose_from_most_used"} {
			if got := labels.Get(name) != nil; got == x.Hierarchical {
				t.Errorf("%s: label %s is there: %v", x.Name, name, got)
			}
		}
	}
	x := Taxonomy{Name: "genre", Label: "Genres", Labels: map[string]string{"singular_name": "Genre", "add_new_item": "Invent a genre"}}
	labels := x.labels()
	for name, want := range map[string]string{"name": "Genres", "edit_item": "Edit Genre", "add_new_item": "Invent a genre", "name_admin_bar": "Genre"} {
		if got := labels.Get(name); got != want {
			t.Errorf("label %s is %v, want %q", name, got, want)
		}
	}
}
