package wprest

import "testing"

func TestFieldsFilter(t *testing.T) {
	item := func() *Map {
		return MapOf("id", 1, "a", MapOf("b", 2, "c", MapOf("d", 3, "e", "x")), "list", ListOf(MapOf("k", 1, "v", 2), MapOf("k", 3, "v", 4)))
	}
	for _, test := range []struct {
		fields any
		want   string
	}{
		{"id", `{"id":1}`},
		{"id,nope", `{"id":1}`},
		{"id.x", `{"id":1}`},
		{"a.b, id", `{"id":1,"a":{"b":2}}`},
		{"a.c.d", `{"a":{"c":{"d":3}}}`},
		{"a,a.b", `{"a":{"b":2,"c":{"d":3,"e":"x"}}}`},
		{"a.b,a", `{"a":{"b":2,"c":{"d":3,"e":"x"}}}`},
		{"list.0", `{"list":[{"k":1,"v":2}]}`},
		{"list.1", `{"list":{"1":{"k":3,"v":4}}}`},
		{"list.k", `{"list":[]}`},
		{"nope", `[]`},
		{ListOf("id", "a.b"), `{"id":1,"a":{"b":2}}`},
		{"", jsonOf(t, item())},
	} {
		set := parseFields(test.fields)
		got := any(item())
		if !set.All() {
			got = set.filter(got)
		}
		if jsonOf(t, got) != test.want {
			t.Errorf("%v: got %s, want %s", test.fields, jsonOf(t, got), test.want)
		}
	}
}

func TestFieldsFilterOfLists(t *testing.T) {
	set := parseFields("k")
	if got := jsonOf(t, set.filter(ListOf(MapOf("k", 1, "v", 2), MapOf("v", 2)))); got != `[{"k":1},[]]` {
		t.Errorf("got %s", got)
	}
	if got := jsonOf(t, parseFields("p.x").filter(MapOf("p", MapOf("x", 1, "y", 2).AsObject()))); got != `{"p":{"x":1,"y":2}}` {
		t.Errorf("an object was taken apart: %s", got)
	}
}

func TestFieldSetIncludes(t *testing.T) {
	set := parseFields("title.rendered,meta")
	for name, want := range map[string]bool{"title": true, "title.rendered": true, "title.raw": false, "meta": true, "meta.x": true, "id": false, "titles": false} {
		if set.Includes(name) != want {
			t.Errorf("%s: got %v", name, !want)
		}
	}
}

func FuzzFields(f *testing.F) {
	for _, seed := range []string{"id,a.b", "a..b", ".", "a.b.c,a.b,a", "list.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fields string) {
		set := parseFields(fields)
		if set.All() {
			return
		}
		item := MapOf("id", 1, "a", MapOf("b", MapOf("c", 1)), "list", ListOf(1, MapOf("k", 1)))
		once := jsonOf(t, set.filter(item))
		tree, err := DecodeJSON([]byte(once))
		if err != nil {
			t.Fatal(err)
		}
		if twice := jsonOf(t, set.filter(tree)); twice != once {
			t.Errorf("%q: once %s, twice %s", fields, once, twice)
		}
	})
}
