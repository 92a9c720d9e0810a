package wp

import "testing"

func TestSameText(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"", "", true},
		{"Low tide", "Low tide", true},
		{"Low tide", "low tide", false},
		{"  Low tide\n", "Low tide", true},
		{"Low  tide", "Low\ttide", true},
		{"Low\r\ntide", "Low\ntide", true},
		{"Low\r\rtide", "Low\n\n\ntide", true},
		{"Low\ntide", "Low tide", false},
		{"Low \n tide", "Low\ntide", false},
		{"Low\u00a0tide", "Low tide", false}, // no blank of ASCII
	} {
		if got := sameText(test.a, test.b); got != test.same {
			t.Errorf("sameText(%q, %q) = %v", test.a, test.b, got)
		}
	}
}

func TestSameMeta(t *testing.T) {
	keys := []string{"signal", "footnotes"}
	for _, test := range []struct {
		name string
		a, b map[string][]string
		same bool
	}{
		{"nothing", nil, nil, true},
		{"another key", map[string][]string{"isbn": {"1"}}, nil, true},
		{"the same", map[string][]string{"signal": {"alpha"}}, map[string][]string{"signal": {"alpha"}}, true},
		{"another value", map[string][]string{"signal": {"alpha"}}, map[string][]string{"signal": {"bravo"}}, false},
		{"no value and an empty one", map[string][]string{"signal": {""}}, nil, false},
		{"two values", map[string][]string{"signal": {"alpha", "alpha"}}, map[string][]string{"signal": {"alpha"}}, false},
	} {
		if got := sameMeta(keys, test.a, test.b); got != test.same {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestIsAutosave(t *testing.T) {
	for slug, want := range map[string]bool{
		"7-autosave-v1": true, "7-autosave": true, "7-revision-v1": false, "8-autosave-v1": false, "": false,
	} {
		if got := isAutosave(&Post{Parent: 7, Slug: slug}); got != want {
			t.Errorf("isAutosave(%q) = %v", slug, got)
		}
	}
}
