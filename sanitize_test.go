package wprest

import "testing"

func TestSanitizeQuirks(t *testing.T) {
	integers := &Schema{Type: "integer"}
	open := []*Schema{{Name: "x", Type: "integer"}}
	tests := []struct {
		about  string
		schema Schema
		value  string // JSON
		want   string // JSON, or an outcome
	}{
		{"no type, no change", Schema{}, `{"a":"1"}`, `{"a":"1"}`},
		{"an unknown type", Schema{Type: "file"}, `"1"`, `"1"`},
		{"no type, but a format", Schema{Format: "text-field"}, `5`, `"5"`},
		{"validate-integer-query: spaces", *integers, `" 7 "`, `7`},
		{"validate-integer-query: an exponent", *integers, `"5e0"`, `5`},
		{"integer: true", *integers, `true`, `1`},
		{"integer: null", *integers, `null`, `0`},
		{"integer: text beyond 64 bits", *integers, `"9223372036854775808"`, `9223372036854775807`},
		{"integer: and below", *integers, `"-1e30"`, `-9223372036854775808`},
		{"integer: a float beyond 64 bits", *integers, `1e30`, `0`},
		{"params-json-null: string", Schema{Type: "string"}, `null`, `""`},
		{"params-json-null: boolean", Schema{Type: "boolean"}, `null`, `false`},
		{"params-json-null: array", Schema{Type: "array"}, `null`, `[]`},
		{"params-json-null: object", Schema{Type: "object"}, `null`, `[]`},
		{"null", Schema{Type: "null"}, `"x"`, `null`},
		{"string: a map", Schema{Type: "string"}, `[1]`, `"Array"`},
		{"string: a map with a format", Schema{Type: "string", Format: "uri"}, `[1]`, `""`},
		{"string: a float", Schema{Type: "string"}, `1e25`, `"1.0E+25"`},
		{"number: whole", Schema{Type: "number"}, `"2.0"`, `2`},
		{"boolean: FALSE", Schema{Type: "boolean"}, `"FALSE"`, `false`},
		{"boolean: all else", Schema{Type: "boolean"}, `"no"`, `true`},
		{"array: keys go", Schema{Type: "array"}, `{"a":1,"b":2}`, `[1,2]`},
		{"array: text", Schema{Type: "array", Items: integers}, `"1, 2"`, `[1,2]`},
		{"array: casting may bring doubles", Schema{Type: "array", Items: integers, UniqueItems: true}, `[1,2,"1"]`, `rest_duplicate_items`},
		{"object: text", Schema{Type: "object"}, `"x"`, `[]`},
		{"object: other members stay", Schema{Type: "object", Properties: open}, `{"x":"1","y":"2"}`, `{"x":1,"y":"2"}`},
		{"object: or go", Schema{Type: "object", Properties: open, Closed: true}, `{"z":0,"x":"1","y":"2"}`, `{"x":1}`},
		{"object: or have a schema", Schema{Type: "object", AdditionalProperties: integers}, `{"x":"1"}`, `{"x":1}`},
		{"object: or a pattern", Schema{Type: "object", Closed: true, PatternProperties: []*Schema{{Name: "^x", Type: "integer"}}}, `{"xx":"1","y":1}`, `{"xx":1}`},
		{"a list of types: none fits", Schema{Type: "integer|boolean"}, `"x"`, `null`},
		{"a list of types: best", Schema{Type: "integer|string"}, `"01"`, `1`},
		{"anyOf: by the match, then the whole", Schema{Type: "string", AnyOf: []*Schema{{Type: "integer"}, {Type: "string"}}}, `"01"`, `"1"`},
		{"anyOf: none", Schema{AnyOf: []*Schema{integers, {Type: "null"}}}, `"x"`, `rest_no_matching_schema`},
		{"oneOf", Schema{OneOf: []*Schema{integers, {Type: "null"}}}, `"7"`, `7`},
		{"oneOf: within an array", Schema{Type: "array", Items: &Schema{OneOf: []*Schema{integers, {Type: "number"}}}}, `[0.5,1]`, `rest_one_of_multiple_matches {"positions":[0,1]}`},
		{"hex-color", Schema{Type: "string", Format: "hex-color"}, `"red"`, `""`},
	}
	for _, test := range tests {
		in := fromJSON(t, test.value)
		v, err := test.schema.SanitizeValue(in, "p")
		got := toJSON(v)
		if err != nil {
			got = outcome(err)
		}
		if got != test.want {
			t.Errorf("%s: %s gives %s, want %s", test.about, test.value, got, test.want)
		}
		if toJSON(in) != test.value && !numberOrNot(in) {
			t.Errorf("%s: the value was changed to %s", test.about, toJSON(in))
		}
	}
}

func numberOrNot(v any) bool { _, isMap := v.(*Map); return !isMap }

// TestSanitizeShares is for speed: what is clean is not copied.
func TestSanitizeShares(t *testing.T) {
	s := &Schema{Type: "object", Properties: []*Schema{{Name: "l", Type: "array", Items: &Schema{Type: "integer"}}}}
	clean := fromJSON(t, `{"l":[1,2],"m":"x"}`)
	if got, err := s.SanitizeValue(clean, "p"); err != nil || got != clean {
		t.Errorf("got a copy, %v", err)
	}
}
