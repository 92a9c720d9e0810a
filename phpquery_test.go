package wprest

import (
	"strings"
	"testing"
)

// jsonOf is the JSON of a value, for comparing.
func jsonOf(t testing.TB, v any) string {
	t.Helper()
	text, err := AppendJSON(nil, v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), `\/`, "/")
}

func TestParseQuery(t *testing.T) {
	limits := Limits{}.withDefaults()
	for _, test := range []struct{ query, want string }{
		{"", `[]`},
		{"a=1&b=2", `{"a":"1","b":"2"}`},
		{"a", `{"a":""}`},
		{"=x&a=1", `{"a":"1"}`},
		{"a=1&a=2", `{"a":"2"}`},
		{"a=1+2&b=%41%2&c=%zz", `{"a":"1 2","b":"A%2","c":"%zz"}`},
		{"a[]=1&a[]=2", `{"a":["1","2"]}`},
		{"a[b][c]=1&a[b][d]=2", `{"a":{"b":{"c":"1","d":"2"}}}`},
		{"l[0]=a&l[2]=b", `{"l":{"0":"a","2":"b"}}`},
		{"l[5]=a&l[]=b", `{"l":{"5":"a","6":"b"}}`},
		{"c=1&c[]=2", `{"c":["2"]}`},
		{"c[]=1&c=2", `{"c":"2"}`},
		{"a.b=1&c d=2&%20e=3", `{"a_b":"1","c_d":"2","e":"3"}`},
		{"z[a=1", `{"z_a":"1"}`},
		{"a[b]x[c]=1", `{"a":{"b":{"c":"1"}}}`},
		{"a]=1", `{"a]":"1"}`},
	} {
		if got := jsonOf(t, limits.ParseQuery(test.query)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.query, got, test.want)
		}
	}
}

func TestParseQueryLimits(t *testing.T) {
	limits := Limits{MaxParams: 2, MaxDepth: 2}.withDefaults()
	if got, want := jsonOf(t, limits.ParseQuery("a=1&b=2&c=3")), `{"a":"1","b":"2"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := jsonOf(t, limits.ParseQuery("a[b][c]=1&d[e][f][g]=1")), `{"a":{"b":{"c":"1"}}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBuildQuery(t *testing.T) {
	m := MapOf("q", "a b", "list", ListOf("x", "y"), "deep", MapOf("k", true), "no", nil, "off", false)
	want := "q=a+b&list%5B0%5D=x&list%5B1%5D=y&deep%5Bk%5D=1&off=0"
	if got := BuildQuery(m); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"a[]=1&a[]=2", "a[b][c]=%zz", "z[a", "%5B%5D=1", "a[b]x[c]=1&a.b=2", "[=1", "a[[]]=1"} {
		f.Add(seed)
	}
	limits := Limits{MaxDepth: 8}.withDefaults()
	f.Fuzz(func(t *testing.T, query string) {
		m := limits.ParseQuery(query)
		again := limits.ParseQuery(BuildQuery(m))
		// Names that PHP would change were changed the first time.
		if strings.ContainsAny(query, "[].") || strings.Contains(query, "%") {
			return
		}
		if got, want := jsonOf(t, again), jsonOf(t, m); got != want {
			t.Errorf("%q: %s, and again %s", query, want, got)
		}
	})
}
