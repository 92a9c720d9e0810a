package wprest

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
)

// TestRecordedCases replays what WordPress made of single arguments:
// testdata/schema_cases.json has them from conformance/cases/rest.
func TestRecordedCases(t *testing.T) {
	file, err := os.ReadFile("testdata/schema_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	data := fromJSON(t, string(file)).(*Map)
	schemas := echoSchemas()
	for name, s := range data.Get("schemas").(*Map).All() {
		_, arg, _ := strings.Cut(name, ":")
		schemas[name] = schemaFrom(arg, s)
	}
	for _, c := range data.Get("cases").(*Map).All() {
		c := c.(*Map)
		s := schemas[toString(c.Get("schema"))]
		if s == nil {
			t.Fatalf("no schema %v", c.Get("schema"))
		}
		in := c.Get("value")
		before := toJSON(in)
		name := toString(c.Get("case")) + " " + toString(c.Get("schema")) + "=" + before
		got, err := checkAndSanitize(s, in)
		switch {
		case c.Has("error"):
			var e *Error
			if !errors.As(err, &e) || e.Code != c.Get("error") || toJSON(e.data()) != toJSON(c.Get("data")) {
				t.Errorf("%s: got %s, %v; want %v %s", name, toJSON(got), err, c.Get("error"), toJSON(c.Get("data")))
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case c.Has("want") && !(equalValues(got, c.Get("want")) && toJSON(got) == toJSON(c.Get("want"))) && !sameMembers(got, c.Get("want")):
			t.Errorf("%s: got %s, want %s", name, toJSON(got), toJSON(c.Get("want")))
		}
		if toJSON(in) != before {
			t.Errorf("%s: the value was changed to %s", name, toJSON(in))
		}
	}
}

// sameMembers compares objects, of which the recordings have lost the order.
func sameMembers(got, want any) bool {
	m, ok := got.(*Map)
	return ok && !m.IsList() && equalValues(got, want)
}

// checkAndSanitize is what happens to an argument that only has a schema.
func checkAndSanitize(s *Schema, v any) (any, error) {
	if err := s.ValidateValue(v, s.Name); err != nil {
		return nil, err
	}
	return s.SanitizeValue(v, s.Name)
}

// outcome is "ok" or the code of an error and its data.
func outcome(err error) string {
	var e *Error
	switch {
	case err == nil:
		return "ok"
	case !errors.As(err, &e):
		return err.Error()
	case e.data() == nil:
		return e.Code
	}
	return e.Code + " " + toJSON(e.data())
}

func TestValidateQuirks(t *testing.T) {
	integer := &Schema{Type: "integer"}
	pair := []*Schema{
		{Name: "a", Type: "object", Properties: []*Schema{{Name: "x", Type: "integer"}}},
		{Name: "b", Type: "object", Properties: []*Schema{{Name: "x", Type: "integer"}, {Name: "y", Type: "integer"}}},
	}
	tests := []struct {
		about  string
		schema Schema
		value  string // JSON
		want   string
	}{
		{"the zero schema takes all", Schema{}, `[1,{"a":null}]`, "ok"},
		{"an unknown type takes all", Schema{Type: "file"}, `{"a":1}`, "ok"},
		{"integer: out of range comes before no integer", Schema{Type: "integer", Minimum: new(6.0)}, `"5.5"`, "rest_out_of_bounds"},
		{"integer: within the range it is the type", Schema{Type: "integer", Minimum: new(5.0)}, `"5.5"`, `rest_invalid_type {"param":"p"}`},
		{"validate-integer-big: digits of any length", *integer, `"123456789012345678901234567890"`, "ok"},
		{"integer: exact at 64 bits", Schema{Type: "integer", Maximum: new(9007199254740992.0)}, `9007199254740993`, "rest_out_of_bounds"},
		{"number: VT and FF are space", Schema{Type: "number"}, `"\u000b1.5\f"`, "ok"},
		{"number: NBSP is none", Schema{Type: "number"}, `"\u00a01"`, `rest_invalid_type {"param":"p"}`},
		{"number: a lone point", Schema{Type: "number"}, `"."`, `rest_invalid_type {"param":"p"}`},
		{"number: an open exponent", Schema{Type: "number"}, `"1e+"`, `rest_invalid_type {"param":"p"}`},
		{"exclusiveMinimum without minimum says nothing", Schema{Type: "number", ExclusiveMinimum: true}, `0`, "ok"},
		{"multipleOf 0.1 of floats", Schema{Type: "number", MultipleOf: new(0.1)}, `0.3`, "rest_invalid_multiple"},
		{"multipleOf comes before bounds", Schema{Type: "number", MultipleOf: new(2.0), Maximum: new(1.0)}, `3`, "rest_invalid_multiple"},
		{"string: $ is before a final line feed", Schema{Type: "string", Pattern: "^a$"}, `"a\n"`, "ok"},
		{"string: but before one only", Schema{Type: "string", Pattern: "^a$"}, `"a\n\n"`, "rest_invalid_pattern"},
		{"string: length, then pattern", Schema{Type: "string", Pattern: "^a$", MinLength: new(2)}, `"b"`, "rest_too_short"},
		{"array: negative keys are integers", Schema{Type: "array"}, `{"-1":1,"7":2}`, "ok"},
		{"array: 01 is none", Schema{Type: "array"}, `{"01":1}`, `rest_invalid_type {"param":"p"}`},
		{"array: items are renumbered in paths", Schema{Type: "array", Items: integer}, `{"5":1,"9":"x"}`, `rest_invalid_type {"param":"p[1]"}`},
		{"array: items, then counts", Schema{Type: "array", Items: integer, MaxItems: new(1)}, `[1,"x"]`, `rest_invalid_type {"param":"p[1]"}`},
		{"uniqueItems: 1 is not \"1\"", Schema{Type: "array", UniqueItems: true}, `[1,"1",1.0,true,null,"",[1],["1"]]`, "ok"},
		{"uniqueItems: the order of keys is nothing", Schema{Type: "array", UniqueItems: true}, `[{"a":1,"b":[2]},{"b":[2],"a":1}]`, "rest_duplicate_items"},
		{"object: a list is one", Schema{Type: "object"}, `[1]`, "ok"},
		{"object: minProperties comes last", Schema{Type: "object", MinProperties: new(2), Properties: []*Schema{{Name: "x", Type: "integer"}}}, `{"x":"a"}`, `rest_invalid_type {"param":"p[x]"}`},
		{"object: too few", Schema{Type: "object", MinProperties: new(2)}, `{"x":"a"}`, "rest_too_few_properties"},
		{"object: required as a list hides that of properties", Schema{Type: "object", RequiredProperties: []string{"y"}, Properties: []*Schema{{Name: "x", Required: true}}}, `{"y":1}`, "ok"},
		{"object: a pattern is looked at before other properties", Schema{Type: "object", Closed: true, PatternProperties: []*Schema{{Name: "^s", Type: "string"}}}, `{"sx":1}`, `rest_invalid_type {"param":"p[sx]"}`},
		{"object: a pattern property may have a pattern", Schema{Type: "object", PatternProperties: []*Schema{{Name: "^s", Type: "string", Pattern: "^b"}}}, `{"sx":"a"}`, "rest_invalid_pattern"},
		{"\"\" is a string if it can be", Schema{Type: "array|string", MinLength: new(1)}, `""`, "rest_too_short"},
		{"a list of types takes any scalar as array", Schema{Type: "array|integer", Items: integer}, `"x"`, `rest_invalid_type {"param":"p[0]"}`},
		{"no type fits", Schema{Type: "integer|null"}, `"x"`, `rest_invalid_type {"param":"p"}`},
		{"a type of its own, when no other fits", Schema{Type: "integer|file"}, `[]`, "ok"},
		{"enum: by the sanitised value", Schema{Type: "integer", Enum: []any{1, 2}}, `"2"`, "ok"},
		{"enum: int and float are equal by value", Schema{Type: "number", Enum: []any{1}}, `1`, "ok"},
		{"enum: 1 is not \"1\"", Schema{Enum: []any{"1"}}, `1`, "rest_not_in_enum"},
		{"enum: maps in any order", Schema{Type: "object", Enum: []any{map[string]any{"b": []int{1}, "a": nil}}}, `{"a":null,"b":[1.0]}`, "ok"},
		{"format: not of a number", Schema{Type: "integer", Format: "email"}, `5`, "ok"},
		{"format: without a type", Schema{Format: "email"}, `"x"`, "rest_invalid_email"},
		{"a format that meets a map", Schema{Format: "ip"}, `[]`, "rest_invalid_ip"},
		{"one schema only: its error", Schema{AnyOf: []*Schema{integer}}, `"x"`, `rest_no_matching_schema {"position":0}`},
		{"a type is inherited", Schema{Type: "integer", OneOf: []*Schema{{Minimum: new(5.0)}, {Type: "string"}}}, `3`, `rest_no_matching_schema {"position":0}`},
		{"most shared properties", Schema{OneOf: pair}, `{"x":"a","y":"b"}`, `rest_no_matching_schema {"position":1}`},
		{"the first of equals", Schema{OneOf: pair}, `{"x":"a"}`, `rest_no_matching_schema {"position":0}`},
		{"several, but not of objects", Schema{AnyOf: []*Schema{{Type: "integer", Minimum: new(9.0)}, {Type: "integer", Maximum: new(1.0)}}}, `5`, "rest_no_matching_schema"},
		{"the type of the match is that of the whole", Schema{AnyOf: []*Schema{{Type: "array"}}, MaxItems: new(1)}, `"a,b"`, "rest_too_many_items"},
		{"validate-untyped would be: both match", *echoSchemas()["one"], `4`, `rest_one_of_multiple_matches {"positions":[0,1]}`},
	}
	for _, test := range tests {
		if got := outcome(test.schema.ValidateValue(fromJSON(t, test.value), "p")); got != test.want {
			t.Errorf("%s: %s gives %s, want %s", test.about, test.value, got, test.want)
		}
	}
}

func TestValidateGoValues(t *testing.T) {
	s := &Schema{Type: "array", Items: &Schema{Type: "integer"}}
	for _, v := range []any{[]int{1}, []any{int8(1), "2"}, [1]uint{3}} {
		if err := s.ValidateValue(v, "p"); err != nil {
			t.Errorf("%v: %v", v, err)
		}
	}
	if got := outcome(s.ValidateValue(struct{}{}, "p")); got != `rest_invalid_type {"param":"p"}` {
		t.Errorf("a struct gives %s", got)
	}
}

// TestInvalidUTF8 has no recording: JSON cannot carry such text.
func TestInvalidUTF8(t *testing.T) {
	s := &Schema{Type: "string", Pattern: "a"}
	if got := outcome(s.ValidateValue("a\xff", "p")); got != "rest_invalid_pattern" {
		t.Errorf("got %s", got)
	}
}

func TestMessages(t *testing.T) {
	tests := []struct {
		schema Schema
		value  any
		want   string
	}{
		{Schema{Type: "integer|null"}, "x", "p must be one of the types integer, null."},
		{Schema{Type: "integer", Minimum: new(1.0), Maximum: new(3.5), ExclusiveMaximum: true}, 0, "p must be at least 1 and less than 3.5."},
		{Schema{AnyOf: []*Schema{{Title: "List", Type: "array", Items: &Schema{Type: "integer"}}}}, "x", "p does not match List. p[0] must be of type integer."},
		{Schema{Type: "array", Items: &Schema{AnyOf: []*Schema{{Type: "integer"}}}}, "x", "p[0] does not match its schema. p[0] must be of type integer."},
		{*echoSchemas()["anyof"], 5, "p matches none of the schemas that it may match: Short, Zed."},
		{*echoSchemas()["one"], 4, "p matches more than one of the schemas that it must match one of."},
	}
	for _, test := range tests {
		err := test.schema.ValidateValue(test.value, "p")
		var e *Error
		if !errors.As(err, &e) || e.Message != test.want {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
	if err := (&Schema{Type: "null"}).ValidateValue(1, ""); err == nil || !strings.Contains(err.Error(), "The value must") {
		t.Errorf("without a name: %v", err)
	}
}

// TestConcurrentUse is for the race detector: neither checking nor preparing
// again writes to a schema that is in use.
func TestConcurrentUse(t *testing.T) {
	prepared, plain := echoSchemas()["obj4"], echoSchemas()["obj4"]
	if errs := prepared.prepare("obj4"); errs != nil {
		t.Fatal(errs)
	}
	v := fromJSON(t, `{"x":1,"s_a":"b"}`)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, s := range []*Schema{prepared, plain} {
				if _, err := checkAndSanitize(s, v); err != nil {
					t.Error(err)
				}
			}
			if errs := prepared.prepare("obj4"); errs != nil {
				t.Error(errs)
			}
		})
	}
	wait.Wait()
}
