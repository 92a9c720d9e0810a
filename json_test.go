package wprest

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAppendJSON(t *testing.T) {
	type point struct {
		X int    `json:"x"`
		Y string `json:"y/z"`
	}
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, `null`}, {true, `true`}, {5, `5`}, {int64(-7), `-7`}, {"", `""`},
		{1.0, `1`}, {0.1, `0.1`}, {1e16, `10000000000000000`}, {1e17, `1.0e+17`}, {1e-5, `1.0e-5`}, {math.Copysign(0, -1), `-0`},
		{`a/b "q" \ <b>&'`, `"a\/b \"q\" \\ <b>&'"`},
		{"é🚢\x7f\x01\n", `"\u00e9\ud83d\udea2` + "\x7f" + `\u0001\n"`},
		{"x\xe2\x82y\xff", `"x?y?"`},
		{&Map{}, `[]`}, {MapOf().AsObject(), `{}`}, {ListOf(1, "a"), `[1,"a"]`}, {ListOf(1).AsObject(), `{"0":1}`},
		{MapOf("1", "a"), `{"1":"a"}`}, {MapOf("0", "a"), `["a"]`}, {(*Map)(nil), `[]`},
		{[]string{"a"}, `["a"]`}, {[]any{nil, 1}, `[null,1]`}, {[]point{{1, "/"}}, `[{"x":1,"y\/z":"\/"}]`},
		{json.RawMessage(`{"b":[], "a":{}}`), `{"b":[],"a":{}}`},
		{&Error{Code: "c", Message: "m"}, `{"code":"c","message":"m","data":null}`},
	} {
		got, err := AppendJSON(nil, test.value)
		if err != nil || string(got) != test.want {
			t.Errorf("%#v: got %s (%v), want %s", test.value, got, err, test.want)
		}
	}
	if _, err := AppendJSON(nil, math.NaN()); err == nil {
		t.Error("NaN was written")
	}
}

func TestPretty(t *testing.T) {
	got := string(appendPretty(nil, []byte(`{"a":[1,"x:,{"],"b":{},"c":[]}`)))
	want := "{\n    \"a\": [\n        1,\n        \"x:,{\"\n    ],\n    \"b\": {},\n    \"c\": []\n}"
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestDecodeJSON(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"a":1,"a":2}`, `{"a":2}`}, {`{"0":1,"1":2}`, `[1,2]`}, {`{}`, `[]`}, {` [1 , 2.0, 1e2 ] `, `[1,2,100]`},
		{`TRUE`, `true`}, {`9223372036854775808`, `9.223372036854776e+18`}, {`-0`, `-0`},
		{`"\ud83d\udea2\u00e9\/"`, `"\ud83d\udea2\u00e9/"`},
	} {
		v, err := DecodeJSON([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
		} else if got := jsonOf(t, v); got != test.want {
			t.Errorf("%s: got %s, want %s", test.text, got, test.want)
		}
	}
	for _, test := range []struct {
		text string
		want jsonError
	}{
		{``, jsonErrSyntax}, {` `, jsonErrSyntax}, {`{bad`, jsonErrSyntax}, {`[1,]`, jsonErrSyntax}, {`01`, jsonErrSyntax}, {`NaN`, jsonErrSyntax},
		{"\ufeff{}", jsonErrSyntax}, {"\"a\nb\"", jsonErrCtrlChar}, {"\"\xff\"", jsonErrUTF8}, {`"\ud800"`, jsonErrSurrogate},
		{strings.Repeat("[", 512) + strings.Repeat("]", 512), jsonErrDepth},
	} {
		_, err := DecodeJSON([]byte(test.text))
		if !errors.Is(err, test.want) {
			t.Errorf("%.20s: got %v, want %v", test.text, err, test.want)
		}
	}
	if _, err := DecodeJSON([]byte(strings.Repeat("[", 511) + strings.Repeat("]", 511))); err != nil {
		t.Errorf("511 containers: %v", err)
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,null]}`, `"\ud83d\udea2"`, `[[[]]]`, `{"0":1}`, "\"\xff\"", `1e400`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := DecodeJSON(text)
		if err != nil {
			return
		}
		if !json.Valid(text) && !strings.ContainsAny(strings.ToLower(string(text)), "tfn") { // PHP takes TRUE
			t.Fatalf("%q is no JSON", text)
		}
		out, err := AppendJSON(nil, v)
		if err != nil {
			return // an infinite number
		}
		if !json.Valid(out) || !utf8.Valid(out) {
			t.Fatalf("%q became %q", text, out)
		}
		again, err := DecodeJSON(out)
		if err != nil || jsonOf(t, again) != strings.ReplaceAll(string(out), `\/`, "/") {
			t.Fatalf("%q: %q is read as %v, %v", text, out, again, err)
		}
	})
}
