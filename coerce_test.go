package wprest

import (
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestNormalize(t *testing.T) {
	type status string
	tests := []struct {
		in   any
		want string
	}{
		{nil, `null`},
		{int8(-3), `-3`},
		{uint64(math.MaxUint64), `1.8446744073709552e+19`},
		{float32(0.5), `0.5`},
		{status("draft"), `"draft"`},
		{[]string{"a"}, `["a"]`},
		{[]any(nil), `[]`},
		{[2]bool{true}, `[true,false]`},
		{map[status]int{"b": 1, "a": 2}, `{"a":2,"b":1}`},
		{map[string]any{"l": []map[string]int{{"x": 1}}}, `{"l":[{"x":1}]}`},
		{new(7), `7`},
		{(*int)(nil), `null`},
		{json.Number("1.50"), `1.5`},
	}
	for _, test := range tests {
		got := normalize(test.in)
		switch got.(type) {
		case nil, bool, int64, float64, string, *Map:
		default:
			t.Errorf("%#v became a %T", test.in, got)
		}
		if toJSON(got) != test.want {
			t.Errorf("%#v became %s, want %s", test.in, toJSON(got), test.want)
		}
	}
}

func TestNormalizeKeeps(t *testing.T) {
	for _, v := range []any{time.Time{}, struct{ A int }{1}, &struct{ A int }{1}} {
		if normalize(v) != v {
			t.Errorf("%#v became %#v", v, normalize(v))
		}
	}
}

func TestIsNumeric(t *testing.T) {
	yes := []any{0, 1.5, "0", " 1", "1 ", "\v1\f\r\n\t", "+1", "-.5", "5.", "1e5", "1E-5", ".5e1", "00", "1e999", "9223372036854775808"}
	no := []any{nil, true, &Map{}, "", " ", ".", "+", "-", "e5", "1e", "1e+", "0x1", "1_0", "1,5", "Infinity", "NaN", "1 2", "--1", "1.2.3", "\u00a01"}
	for _, v := range yes {
		if !isNumeric(v) {
			t.Errorf("%#v is numeric", v)
		}
	}
	for _, v := range no {
		if isNumeric(v) {
			t.Errorf("%#v is not numeric", v)
		}
	}
}

func TestToInt(t *testing.T) {
	tests := []struct {
		in   any
		want int64
	}{
		{nil, 0}, {true, 1}, {false, 0}, {7, 7}, {3.7, 3}, {-3.7, -3},
		{&Map{}, 0}, {ListOf(0), 1}, {struct{}{}, 0},
		{"-12abc", -12}, {" 7 ", 7}, {"5e0", 5}, {"1e3x", 1000}, {"abc", 0}, {"", 0}, {".9", 0}, {"0x1A", 0}, {" 9kn", 9},
		{"1e", 1}, {"1.5.5", 1}, {"+5", 5}, {"- 5", 0},
		{"9223372036854775807", math.MaxInt64}, {"9223372036854775808", math.MaxInt64},
		{"-9223372036854775809", math.MinInt64}, {"1e999", math.MaxInt64}, {"-1e999", math.MinInt64},
		{math.Inf(1), 0}, {math.NaN(), 0}, {9.3e18, 0}, {-9.3e18, 0},
	}
	for _, test := range tests {
		if got := toInt(test.in); got != test.want {
			t.Errorf("toInt(%#v) = %d, want %d", test.in, got, test.want)
		}
	}
	for _, v := range []any{"x", nil, true, &Map{}} {
		if n, ok := asInt(v); ok {
			t.Errorf("asInt(%#v) = %d", v, n)
		}
	}
	for _, v := range []any{404, uint8(7), 7.9, "7"} {
		if n, ok := asInt(v); !ok || n != toInt(v) {
			t.Errorf("asInt(%#v) = %d, %t", v, n, ok)
		}
	}
}

func TestToFloat(t *testing.T) {
	for in, want := range map[any]float64{nil: 0, true: 1, 5: 5, "1.5x": 1.5, " .5e1": 5, "x": 0, "1e999": math.Inf(1)} {
		if got := toFloat(in); got != want {
			t.Errorf("toFloat(%#v) = %v, want %v", in, got, want)
		}
	}
}

func TestToBool(t *testing.T) {
	for in, want := range map[any]bool{nil: false, true: true, 0: false, 2: true, 0.0: false, "": false, "0": false, "0.0": true, "False": false, " ": true, "no": true} {
		if got := toBool(in); got != want {
			t.Errorf("toBool(%#v) = %t", in, got)
		}
	}
	if toBool(&Map{}) || !toBool(ListOf(0)) {
		t.Error("a map is true unless it is empty")
	}
}

func TestFloatText(t *testing.T) {
	tests := []struct {
		in        float64
		php, json string
	}{
		{0, "0", "0"},
		{math.Copysign(0, -1), "-0", "-0"},
		{1, "1", "1"},
		{-1000, "-1000", "-1000"},
		{0.1, "0.1", "0.1"},
		{0.30000000000000004, "0.3", "0.30000000000000004"},
		{1.0 / 3, "0.33333333333333", "0.3333333333333333"},
		{1e-4, "0.0001", "0.0001"},
		{1.5e-5, "1.5E-5", "1.5e-5"},
		{1e-5, "1.0E-5", "1.0e-5"},
		{99999999999999, "99999999999999", "99999999999999"},
		{1e14, "1.0E+14", "100000000000000"},
		{123456789012345678, "1.2345678901235E+17", "1.2345678901234568e+17"},
		{1e16, "1.0E+16", "10000000000000000"},
		{1e17, "1.0E+17", "1.0e+17"},
		{1e25, "1.0E+25", "1.0e+25"},
		{-1.25e30, "-1.25E+30", "-1.25e+30"},
		{math.MaxFloat64, "1.7976931348623E+308", "1.7976931348623157e+308"},
		{math.SmallestNonzeroFloat64, "4.9406564584125E-324", "5.0e-324"},
		{math.Inf(-1), "-INF", "0"},
		{math.NaN(), "NAN", "0"},
	}
	for _, test := range tests {
		if got := toString(test.in); got != test.php {
			t.Errorf("toString(%v) = %s, want %s", test.in, got, test.php)
		}
		if got := string(appendFloat(nil, test.in)); got != test.json {
			t.Errorf("appendFloat(%v) = %s, want %s", test.in, got, test.json)
		}
	}
}

func TestListFrom(t *testing.T) {
	tests := []struct{ in, want string }{ // JSON; "" for no list
		{`"a, b,,c"`, `["a","b","c"]`},
		{`" a\t\n\r\f\u000bb "`, `["a","b"]`},
		{`","`, `[]`},
		{`true`, `["1"]`},
		{`false`, `[]`},
		{`1.5`, `["1.5"]`},
		{`1.0`, `["1"]`},
		{`null`, ``},
		{`{"2":"x","0":"y"}`, `["x","y"]`},
		{`{"k":"x"}`, ``},
		{`[[1]]`, `[[1]]`},
	}
	for _, test := range tests {
		list, ok := listFrom(fromJSON(t, test.in))
		if ok != (test.want != "") || ok && toJSON(list) != test.want {
			t.Errorf("%s gives %s, %t", test.in, toJSON(list), ok)
		}
		if ok != isList(fromJSON(t, test.in)) {
			t.Errorf("isList(%s) is %t", test.in, !ok)
		}
	}
}

func TestEqualValues(t *testing.T) {
	values := []string{`null`, `false`, `0`, `""`, `"0"`, `[]`, `[0]`, `["0"]`, `{"a":1,"b":[1]}`, `{"a":1}`, `1.5`, `"1.5"`, `true`}
	for i, a := range values {
		for j, b := range values {
			if got := equalValues(fromJSON(t, a), fromJSON(t, b)); got != (i == j) {
				t.Errorf("%s and %s: %t", a, b, got)
			}
			same := string(stableKey(nil, fromJSON(t, a))) == string(stableKey(nil, fromJSON(t, b)))
			if same != (i == j) {
				t.Errorf("keys of %s and %s: %t", a, b, same)
			}
		}
	}
	if !equalValues(fromJSON(t, `{"a":1,"b":2.0}`), fromJSON(t, `{"b":2,"a":1.0}`)) {
		t.Error("neither order nor kind of number counts")
	}
	one, float := string(stableKey(nil, int64(1))), string(stableKey(nil, 1.0))
	if one == float {
		t.Error("1 and 1.0 are not identical")
	}
	if string(stableKey(nil, 0.0)) != string(stableKey(nil, math.Copysign(0, -1))) {
		t.Error("0.0 and -0.0 are")
	}
}
