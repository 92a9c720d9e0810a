package wprest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

type rendered struct{ Raw string }

func (rendered) WPSchema() *Schema {
	return &Schema{Type: "object", Properties: []*Schema{
		{Name: "raw", Type: "string", Context: []string{"edit"}},
		{Name: "rendered", Type: "string", Context: []string{"view"}, Readonly: true},
	}}
}

type size struct {
	Width int `json:"width" wp:"view" jsonschema:"minimum=1"`
}

type base struct {
	ID    int64  `json:"id" wp:"view,edit,embed;readonly" jsonschema:"description=Number of the book."`
	Title string `json:"title"`
}

type custom struct{ A, B int }

func (custom) MarshalJSON() ([]byte, error) { return []byte("1"), nil }

type colour int

func (c *colour) MarshalText() ([]byte, error) { return []byte("red"), nil }

type book struct {
	base
	Title    rendered          `json:"title" wp:"view" jsonschema:"description=Its title."`
	ISBN     string            `json:"isbn" wp:"view,edit" jsonschema:"required,minLength=10,maxLength=17,pattern=^[0-9-]{10\\,}$"`
	Cost     *int64            `json:"cost" wp:"edit"`
	Ratio    float32           `json:"ratio,omitempty" jsonschema:"exclusiveMinimum=0,maximum=1,multipleOf=0.25,default=0.5"`
	Status   string            `json:"status" jsonschema:"enum=draft,enum=publish,default=draft,title=State"`
	Mail     *string           `json:"mail" jsonschema:"format=email"`
	Tags     []int64           `json:"tags" jsonschema:"uniqueItems=true,minItems=1,maxItems=3,minimum=1,default=1,default=2"`
	Sizes    []*size           `json:"sizes"`
	Main     size              `json:"main" wp:"view"`
	Names    map[string]string `json:"names"`
	Counts   map[int]int       `json:"counts"`
	Anything any               `json:"anything"`
	Raw      json.RawMessage   `json:"raw" jsonschema:"type=string|object"`
	Date     time.Time         `json:"date"`
	Gone     *time.Time        `json:"gone"`
	Custom   custom            `json:"custom"`
	Colour   colour            `json:"colour"`
	Exact    json.Number       `json:"exact"`
	Big      uint64            `json:"big,string"`
	Pair     [2]bool           `json:"pair"`
	Bytes    []byte            `json:"bytes"`
	On       bool              `json:"on" jsonschema:"default=false,nullable"`
	Plain    string
	Hidden   string `json:"-"`
	Internal string `json:"internal" jsonschema:"-"`
	_        int
}

func TestSchemaOf(t *testing.T) {
	want := []string{
		`id {"description":"Number of the book.","type":"integer","context":["view","edit","embed"],"readonly":true}`,
		`title {"description":"Its title.","type":"object","properties":{"raw":{"type":"string","context":["edit"]},"rendered":{"type":"string","context":["view"],"readonly":true}},"context":["view"]}`,
		`isbn {"type":"string","minLength":10,"maxLength":17,"pattern":"^[0-9-]{10,}$","context":["view","edit"],"required":true}`,
		`cost {"type":["integer","null"],"context":["edit"]}`,
		`ratio {"default":0.5,"type":"number","minimum":0,"maximum":1,"exclusiveMinimum":true,"multipleOf":0.25}`,
		`status {"title":"State","default":"draft","type":"string","enum":["draft","publish"]}`,
		`mail {"type":["string","null"],"format":"email"}`,
		`tags {"default":[1,2],"type":"array","items":{"type":"integer","minimum":1},"minItems":1,"maxItems":3,"uniqueItems":true}`,
		`sizes {"type":"array","items":{"type":["object","null"],"properties":{"width":{"type":"integer","minimum":1,"context":["view"]}}}}`,
		`main {"type":"object","properties":{"width":{"type":"integer","minimum":1,"context":["view"]}},"context":["view"]}`,
		`names {"type":"object","additionalProperties":{"type":"string"}}`,
		`counts {"type":"object","additionalProperties":false,"patternProperties":{"^[0-9]+$":{"type":"integer"}}}`,
		`anything []`,
		`raw {"type":["string","object"]}`,
		`date {"type":"string","format":"date-time"}`,
		`gone {"type":["string","null"],"format":"date-time"}`,
		`custom []`,
		`colour {"type":"string"}`,
		`exact {"type":"number"}`,
		`big {"type":"string"}`,
		`pair {"type":"array","items":{"type":"boolean"},"minItems":2,"maxItems":2}`,
		`bytes {"type":"string"}`,
		`on {"default":false,"type":["boolean","null"]}`,
		`Plain {"type":"string"}`,
	}
	s := SchemaOf[book]("book")
	if errs := s.prepare("book"); errs != nil {
		t.Fatal(errs)
	}
	if s.Title != "book" || s.Type != "object" || len(s.Properties) != len(want) {
		t.Errorf("got %s", toJSON(s.Document()))
	}
	for i, p := range s.Properties {
		if got := p.Name + " " + toJSON(p.Map()); i < len(want) && got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
}

func TestSchemaOfOthers(t *testing.T) {
	tests := []struct {
		got  *Schema
		want string
	}{
		{SchemaOf[int64](""), `{"type":"integer"}`},
		{SchemaOf[*string]("t"), `{"title":"t","type":["string","null"]}`},
		{SchemaOf[[]int64](""), `{"type":"array","items":{"type":"integer"}}`},
		{SchemaOf[[][]*float64](""), `{"type":"array","items":{"type":"array","items":{"type":["number","null"]}}}`},
		{SchemaOf[map[string][]size](""), `{"type":"object","additionalProperties":{"type":"array","items":{"type":"object","properties":{"width":{"type":"integer","minimum":1,"context":["view"]}}}}}`},
		{SchemaOf[any](""), `[]`},
		{SchemaOf[time.Time](""), `{"type":"string","format":"date-time"}`},
		{SchemaOf[struct{}](""), `{"type":"object","properties":[]}`},
		{SchemaOf[*rendered]("r"), `{"title":"r","type":["object","null"],"properties":{"raw":{"type":"string","context":["edit"]},"rendered":{"type":"string","context":["view"],"readonly":true}}}`},
	}
	for _, test := range tests {
		if got := toJSON(test.got.Map()); got != test.want || test.got.err != nil {
			t.Errorf("got %s, %v, want %s", got, test.got.err, test.want)
		}
	}
}

type badTags struct {
	A int      `json:"a" wp:"view,help;writable"`
	B int      `json:"b" jsonschema:"minimum=x,maxLength=3"`
	C string   `json:"c" jsonschema:"minLenght=3,uniqueitems"`
	D string   `json:"d" jsonschema:"description=One, two"`
	E float64  `json:"e" jsonschema:"maximum=Inf"`
	F bool     `json:"f" jsonschema:"default=yes"`
	G []int    `json:"g" jsonschema:"minItems=-1"`
	H badChild `json:"h"`
}

type badChild struct {
	F func() `json:"f"`
	P *badTags
}

func TestSchemaOfMistakes(t *testing.T) {
	s := SchemaOf[badTags]("bad")
	errs := s.prepare("bad")
	if len(errs) != 1 {
		t.Fatalf("got %d errors: %v", len(errs), errs)
	}
	lines := strings.Split(errs[0].Error(), "\n")
	want := []string{
		`badTags.A: wp tag: unknown context "help"`,
		`badTags.A: wp tag: unknown flag "writable"`,
		`badTags.B: jsonschema tag: minimum=x does not fit`,
		`badTags.B: jsonschema tag: maxLength=3 does not fit`,
		`badTags.C: jsonschema tag: minLenght=3 does not fit`,
		`badTags.C: jsonschema tag: unknown word "uniqueitems"`,
		`badTags.D: jsonschema tag: unknown word " two"`,
		`float64: "Inf" is no number`,
		`badTags.F: jsonschema tag: default=yes does not fit`,
		`badTags.G: jsonschema tag: minItems=-1 does not fit`,
		`func(): has no JSON form`,
		`badTags: is within itself; give it a WPSchema method`,
	}
	if len(lines) != len(want) {
		t.Errorf("got\n%s", errs[0])
	}
	for _, want := range want {
		if !strings.Contains(errs[0].Error(), want) {
			t.Errorf("no %s in\n%s", want, errs[0])
		}
	}
}
