package wpdb

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func TestSplitSearch(t *testing.T) {
	for search, want := range map[string]string{
		"boat":                 "[boat]",
		"the boat":             "[boat]",
		"the":                  "[the]",
		"a b c":                "[a b c]",
		`red "blue boat" x`:    "[red|blue boat]",
		"one,two+three\tfour":  "[one|two|three|four]",
		"-sail boat":           "[!sail|boat]",
		"- boat":               "[boat]",
		`un"closed`:            "[un|closed]",
		`"`:                    `["]`,
		`""`:                   `[""]`,
		"1 2 3 4 5 6 7 8 9":    "[1|2|3|4|5|6|7|8|9]",
		"1 2 3 4 5 6 7 8 9 10": "[1 2 3 4 5 6 7 8 9 10]",
		"back\\slash\nline":    "[backslashline]",
		"é x":                  "[é]",
		"  spaced  ":           "[spaced]",
		"-":                    "[-]",
		"About":                "[About]",
		`"the boat" "of"`:      "[the boat]",
		"rock'n'roll 'quoted'": "[rock'n'roll|quoted]",
	} {
		var got []string
		for _, w := range splitSearch(search).terms {
			got = append(got, map[bool]string{true: "!"}[w.excluded]+w.text)
		}
		if text := "[" + strings.Join(got, "|") + "]"; text != want {
			t.Errorf("%q: %s, want %s", search, text, want)
		}
	}
}

func TestSearchPosts(t *testing.T) {
	db := open(t, Options{})
	ctx := t.Context()
	for i, p := range []wp.Post{
		{Title: "Other", Content: "here the blue boat sails"},
		{Title: "Boat in blue"},
		{Title: "A blue boat"},
		{Title: "Boat", Content: "blue"},
		{Title: "None", Excerpt: "Blue Boat"},
		{Title: "Çâfé 100%", Content: "boat and blue"},
		{Title: "Nothing", Content: "of it"},
	} {
		p.Type, p.Status, p.Date = "post", "publish", hour(i)
		if err := db.Posts().Create(ctx, &p); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Meta().SetMeta(ctx, wp.PostMeta, 7, "_wp_attached_file", "2025/03/panorama-scaled.jpg"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		search string
		in     []string
		want   []int64
	}{
		{"blue boat", nil, []int64{3, 2, 4, 5, 1, 6}},
		{"boat", nil, []int64{4, 3, 2, 6, 5, 1}},
		{`"blue boat"`, nil, []int64{3, 5, 1}},
		{"boat -blue", nil, nil},
		{"-blue", nil, []int64{7}},
		{"cafe", nil, []int64{6}},
		{"100%", nil, []int64{6}},
		{"%", nil, []int64{6}},
		{"blue boat", []string{"title"}, []int64{3, 2}},
		{"blue", []string{"excerpt", "content"}, []int64{6, 5, 4, 1}},
		{"panorama", nil, nil},
		{"panorama", []string{"title", "file"}, []int64{7}},
		{"a b blue boat -z", nil, []int64{3, 2, 4, 6, 5, 1}},
	} {
		q := wprest.Query{Search: test.search, SearchIn: test.in, Order: []wprest.Order{{Field: "relevance"}, {Field: "date", Desc: true}}}
		posts, _, err := db.Posts().List(ctx, q)
		if err != nil || !slices.Equal(idsOf(posts), test.want) {
			t.Errorf("%q in %v: %v, want %v (%v)", test.search, test.in, idsOf(posts), test.want, err)
		}
		q.Limit = 100
		if again, _, err := db.Posts().List(ctx, q); err != nil || !slices.Equal(idsOf(posts), idsOf(again)) {
			t.Errorf("%q with a limit: %v, %v", test.search, idsOf(again), err)
		}
	}
	if _, _, err := db.Posts().List(ctx, wprest.Query{Search: "x", SearchIn: []string{"author"}}); !errors.Is(err, wprest.ErrUnsupported) {
		t.Errorf("search in author: %v", err)
	}
}
