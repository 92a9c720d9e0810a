package phpvalue_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// nearly3 is the sum of 0.1 and 0.2.
const nearly3 = 0.30000000000000004

func TestDecode(t *testing.T) {
	m := wprest.MapOf
	for _, test := range []struct {
		in   string
		want any
	}{
		{"N;", nil}, {"b:1;", true}, {"b:0;", false}, {"i:-12;", int64(-12)}, {"d:0.5;", 0.5}, {"d:1.0E+25;", 1e25},
		{"d:INF;", math.Inf(1)}, {`s:0:"";`, ""}, {`s:6:"Ünï"";`, `Ünï"`}, {`s:5:"Ünï";`, "Ünï"}, {`s:3:"a";";`, "a\";"},
		{`a:0:{}`, &wprest.Map{}}, {`a:2:{i:0;s:1:"a";s:1:"k";a:1:{i:5;N;}}`, m("0", "a", "k", m("5", nil))},
		{`O:8:"stdClass":1:{s:1:"a";i:1;}`, m("a", int64(1)).AsObject()},
		{"O:1:\"X\":2:{s:4:\"\x00*\x00a\";i:1;s:4:\"\x00X\x00b\";i:2;}", m("a", int64(1), "b", int64(2)).AsObject()},
		{`E:11:"Suit:Hearts";`, "Suit:Hearts"},
		{`a:2:{i:1;i:1;i:1;i:2;}`, m("1", int64(2))},
	} {
		got, err := phpvalue.Decode(test.in)
		if test.want == nil && test.in != "N;" {
			if err == nil {
				t.Errorf("Decode(%q) = %v, want an error", test.in, got)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("Decode(%q) = %#v, %v", test.in, got, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, in := range []string{"", "N", "x", "i:;", "i:1", "i:1.5;", "b:2;", "d:;", "d:nan;", "d:0x1p4;", `s:5:"abc";`, `s:-1:"";`,
		`s:99999999999999999999:"";`, `s:3:"abc"`, `s:3:abc;`, `a:1:{i:0;}`, `a:1:{i:0;i:1;`, `a:1:{N;i:1;}`, `a:1:{b:1;i:1;}`, `a:2147483648:{}`,
		`a:2147483647:{`, `R:1;`, `r:1;`, `C:1:"X":0:{}`, "i:1;i:2;", `O:8:"stdClass":1:{}`, strings.Repeat("a:1:{i:0;", 300),
	} {
		if v, err := phpvalue.Decode(in); err == nil {
			t.Errorf("Decode(%q) = %v, want an error", in, v)
		}
	}
}

func TestEncode(t *testing.T) {
	for _, test := range []struct {
		in   any
		want string
	}{
		{nil, "N;"}, {true, "b:1;"}, {false, "b:0;"}, {int64(7), "i:7;"}, {7, "i:7;"}, {"é", `s:2:"é";`},
		{0.5, "d:0.5;"}, {1.0, "d:1;"}, {nearly3, "d:0.30000000000000004;"}, {1e25, "d:1.0E+25;"}, {1.5e-7, "d:1.5E-7;"},
		{-0.0001, "d:-0.0001;"}, {0.00001, "d:1.0E-5;"}, {math.Copysign(0, -1), "d:-0;"}, {math.Inf(-1), "d:-INF;"}, {math.NaN(), "d:NAN;"},
		{123456789012345680.0, "d:1.2345678901234568E+17;"}, {1e15, "d:1000000000000000;"}, {1e17, "d:1.0E+17;"},
		{wprest.MapOf("a", 1, "2", wprest.ListOf("x")), `a:2:{s:1:"a";i:1;i:2;a:1:{i:0;s:1:"x";}}`},
		{wprest.MapOf("01", 1, "-5", 2), `a:2:{s:2:"01";i:1;i:-5;i:2;}`},
		{(&wprest.Map{}).AsObject(), "a:0:{}"}, {(*wprest.Map)(nil), "a:0:{}"}, {[]string{"a"}, `a:1:{i:0;s:1:"a";}`},
		{[]int64{3}, "a:1:{i:0;i:3;}"}, {[]any{nil}, "a:1:{i:0;N;}"}, {errors.New("x"), `s:1:"x";`},
	} {
		if got := phpvalue.Encode(test.in); got != test.want {
			t.Errorf("Encode(%v) = %s, want %s", test.in, got, test.want)
		}
	}
}

func TestIsSerialized(t *testing.T) {
	for in, want := range map[string]bool{
		"N;": true, " N;\n": true, "": false, "a": false, "i:5;": true, "i:5": false, "d:1.0E+25;": true, "i:x;": false, "b:1;": true,
		`s:1:"a";`: true, `s:1:"a"`: false, `s:x:"a";`: false, `a:0:{}`: true, "a:0:{": false, `O:1:"X":0:{}`: true, `a::{}`: false,
		"plain; text}": false, "x:1;}": false, `E:3:"A:B";`: true, "i:5; and": false,
	} {
		if got := phpvalue.IsSerialized(in); got != want {
			t.Errorf("IsSerialized(%q) = %v", in, got)
		}
	}
}

func TestMaybe(t *testing.T) {
	for _, test := range []struct {
		in   any
		want string
		back any
	}{
		{"text", "text", "text"}, {"", "", ""}, {nil, "", ""}, {true, "1", "1"}, {false, "", ""}, {int64(5), "5", "5"},
		{nearly3, "0.3", "0.3"}, {1.0, "1", "1"}, {1e15, "1.0E+15", "1.0E+15"}, {2.50, "2.5", "2.5"},
		{"i:5;", `s:4:"i:5;";`, "i:5;"}, {"a:0:{}", `s:6:"a:0:{}";`, "a:0:{}"}, {"i:5; and", `s:8:"i:5; and";`, "i:5; and"},
		{wprest.ListOf(int64(1)), "a:1:{i:0;i:1;}", wprest.ListOf(int64(1))},
	} {
		got := phpvalue.MaybeEncode(test.in)
		if got != test.want {
			t.Errorf("MaybeEncode(%v) = %q, want %q", test.in, got, test.want)
		}
		if back := phpvalue.MaybeDecode(got); !reflect.DeepEqual(back, test.back) {
			t.Errorf("MaybeDecode(%q) = %#v", got, back)
		}
	}
	if got := phpvalue.MaybeDecode("a:1:{}"); got != false {
		t.Errorf("a broken value is %v, want false", got)
	}
}

// TestRecorded decodes and encodes all that WordPress stored.
func TestRecorded(t *testing.T) {
	n := 0
	for _, name := range []string{"wp_options", "wp_postmeta", "wp_usermeta"} {
		f, err := os.Open("../../conformance/site/tables/" + name + ".jsonl")
		if errors.Is(err, os.ErrNotExist) {
			t.Skip("the conformance site is not here")
		} else if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			row := map[string]any{}
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			for _, v := range row {
				text, ok := v.(string)
				if !ok || !phpvalue.IsSerialized(text) || strings.Contains(text, `O:8:"std`) {
					continue
				}
				v, err := phpvalue.Decode(text)
				if err != nil || phpvalue.Encode(v) != text {
					t.Errorf("%s: %v: %q", name, err, text)
				}
				n++
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d serialized values found", n)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"N;", "b:1;", "i:-5;", "d:0.1;", `s:1:"a";`, `a:2:{i:0;N;s:1:"k";a:0:{}}`, `O:8:"stdClass":1:{s:1:"a";d:1.0E+25;}`, "i:5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := phpvalue.Decode(s)
		if err == nil {
			once := phpvalue.Encode(v)
			again, err := phpvalue.Decode(once)
			if err != nil {
				t.Fatalf("%q: encoded as %q: %v", s, once, err)
			}
			if twice := phpvalue.Encode(again); twice != once {
				t.Errorf("%q: %q, then %q", s, once, twice)
			}
		}
		phpvalue.MaybeDecode(s)
		if back := phpvalue.MaybeDecode(phpvalue.MaybeEncode(s)); back != s {
			t.Errorf("%q: comes back as %#v", s, back)
		}
	})
}
