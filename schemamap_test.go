package wprest

import (
	"os"
	"testing"
)

// TestArgMap compares the arguments of /harbor/v1/echo with those of the
// recorded case index-namespace.
func TestArgMap(t *testing.T) {
	want := map[string]string{
		"int":    `{"type":"integer","minimum":1,"maximum":10,"required":false}`,
		"xint":   `{"type":"integer","minimum":1,"maximum":10,"exclusiveMinimum":true,"exclusiveMaximum":true,"required":false}`,
		"num":    `{"type":"number","multipleOf":0.5,"required":false}`,
		"str":    `{"type":"string","minLength":2,"maxLength":5,"required":false}`,
		"pat":    `{"type":"string","pattern":"^[a-z]+$","required":false}`,
		"enum":   `{"default":"red","type":"string","enum":["red","green"],"required":false}`,
		"date":   `{"type":"string","format":"date-time","required":false}`,
		"list":   `{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3,"uniqueItems":true,"required":false}`,
		"obj":    `{"type":"object","properties":{"x":{"type":"integer","required":true},"y":{"type":"string"}},"additionalProperties":false,"required":false}`,
		"obj4":   `{"type":"object","properties":{"x":{"type":"integer"}},"additionalProperties":{"type":"boolean"},"patternProperties":{"^s_":{"type":"string"}},"minProperties":1,"maxProperties":3,"required":true}`,
		"multi":  `{"type":["integer","string","null"],"required":false}`,
		"nul":    `{"type":"null","required":false}`,
		"one":    `{"oneOf":[{"type":"integer","maximum":5},{"type":"integer","minimum":3},{"type":"boolean"}],"required":false}`,
		"anyof":  `{"anyOf":[{"title":"Short","type":"string","maxLength":2},{"title":"Zed","type":"string","pattern":"^z"}],"required":false}`,
		"needed": `{"type":"string","required":true}`,
		"flag":   `{"default":false,"type":"boolean","required":false}`,
	}
	schemas := echoSchemas()
	for name, want := range want {
		if got := toJSON(schemas[name].argMap()); got != want {
			t.Errorf("%s is\n%s, want\n%s", name, got, want)
		}
	}
}

// TestArgMapRecorded reads and writes the recorded schemas of testdata.
func TestArgMapRecorded(t *testing.T) {
	file, err := os.ReadFile("testdata/schema_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range fromJSON(t, string(file)).(*Map).Get("schemas").(*Map).All() {
		s := schemaFrom(name, want)
		got := s.argMap()
		if _, isArg := want.(*Map).Get("required").(bool); !isArg {
			got = s.Map() // a property
		}
		if !equalValues(got, want) {
			t.Errorf("%s is\n%s, want\n%s", name, toJSON(got), toJSON(want))
		}
	}
}

func TestSchemaMap(t *testing.T) {
	tests := []struct {
		about  string
		schema Schema
		want   string
	}{
		{"the zero schema (view-config-others)", Schema{}, `[]`},
		{"a name is no keyword", Schema{Name: "x", Type: "null"}, `{"type":"null"}`},
		{"options-special: properties without any", Schema{Type: "object", Properties: []*Schema{}, Open: true}, `{"type":"object","properties":[],"additionalProperties":true}`},
		{"users-options: context without any", Schema{Context: []string{}}, `{"context":[]}`},
		{"what follows the keywords", Schema{Type: "string", Context: []string{"view"}, Readonly: true, Required: true}, `{"type":"string","context":["view"],"readonly":true,"required":true}`},
		{"font-families-item: required as a list", Schema{Required: true, RequiredProperties: []string{"a"}}, `{"required":["a"]}`},
		{"settings-options: a default of null", Schema{Extra: MapOf("default", nil)}, `{"default":null}`},
		{"block-types-schema: a list of one type", Schema{Type: "array", Extra: MapOf("type", []string{"array"})}, `{"type":["array"]}`},
		{"Go values", Schema{Default: map[string]int{"b": 1, "a": 2}, Enum: []any{[]string{"x"}, 1}}, `{"default":{"a":2,"b":1},"enum":[["x"],1]}`},
		{"navigation-options: links", Schema{Links: []*Map{MapOf("rel", "x")}}, `{"links":[{"rel":"x"}]}`},
		{"a bound that is no whole number", Schema{Minimum: new(0.5), Maximum: new(1e20)}, `{"minimum":0.5,"maximum":1.0e+20}`},
	}
	for _, test := range tests {
		if got := toJSON(test.schema.Map()); got != test.want {
			t.Errorf("%s: got %s, want %s", test.about, got, test.want)
		}
	}
}

func TestExtraOfArgs(t *testing.T) {
	s := &Schema{Type: "object", Required: true, Extra: MapOf("title", "", "required", false, "readonly", false, "context", nil, "default", nil)}
	if got := toJSON(s.argMap()); got != `{"type":"object","title":"","default":null,"required":true}` {
		t.Errorf("got %s", got)
	}
}

// TestDocument is the schema that options-routes has of /harbor/v1/things/7.
func TestDocument(t *testing.T) {
	s := &Schema{Title: "thing", Type: "object", Properties: []*Schema{
		{Name: "id", Type: "integer", Readonly: true},
		{Name: "name", Type: "string"},
	}}
	want := `{"$schema":"http:\/\/json-schema.org\/draft-04\/schema#","title":"thing","type":"object","properties":{"id":{"type":"integer","readonly":true},"name":{"type":"string"}}}`
	if got := toJSON(s.Document()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
