package wprest

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestArgs(t *testing.T) {
	refuse := func(context.Context, *Request, *Arg, any) error { return errors.New("no") }
	s := &Schema{Properties: []*Schema{
		{Name: "id", Type: "integer", Readonly: true},
		{Name: "name", Type: "string", Required: true, Context: []string{"view"}, Title: "Name"},
		{Name: "size", Type: "integer", Default: 5, Minimum: new(1.0)},
		{Name: "box", Type: "object", RequiredProperties: []string{"x"}, Extra: MapOf("title", "", "default", nil, "readonly", false)},
		{Name: "slug", Type: "string", ArgOptions: &ArgOptions{Validate: refuse, Sanitize: AbsInt, Default: "d", Required: new(true)}},
		{Name: "free", Required: true, ArgOptions: &ArgOptions{Required: new(false)}},
	}}
	tests := []struct {
		creating bool
		want     []string
	}{
		{true, []string{
			`name {"title":"Name","type":"string","required":true}`,
			`size {"default":5,"type":"integer","minimum":1,"required":false}`,
			`box {"type":"object","title":"","required":true}`,
			`slug {"default":"d","type":"string","required":true}`,
			`free {"required":false}`,
		}},
		{false, []string{
			`name {"title":"Name","type":"string","required":false}`,
			`size {"type":"integer","minimum":1,"required":false}`,
			`box {"type":"object","title":"","required":false}`,
			`slug {"type":"string","required":false}`,
			`free {"required":false}`,
		}},
	}
	for _, test := range tests {
		var got []string
		for _, arg := range s.Args(test.creating) {
			got = append(got, arg.Name+" "+toJSON(arg.argMap()))
			if arg.Context != nil || arg.ArgOptions != nil || arg.RequiredProperties != nil {
				t.Errorf("%s has what only a property has", arg.Name)
			}
			value, err := arg.Sanitize(t.Context(), nil, &arg, "-7")
			switch refused := arg.Validate(t.Context(), nil, &arg, "7"); {
			case arg.Name == "slug" && (refused == nil || value != int64(7)):
				t.Errorf("slug does not have its own callbacks: %v, %v", refused, value)
			case arg.Name == "name" && (refused != nil || value != "-7" || err != nil):
				t.Errorf("name is not checked by its schema: %v, %v, %v", refused, value, err)
			}
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("creating %t gives\n%s", test.creating, strings.Join(got, "\n"))
		}
	}
	if s.Properties[1].Context == nil || s.Properties[4].ArgOptions == nil {
		t.Error("the schema was changed")
	}
}

// TestContextParam: index-routes has the contexts sorted downwards.
func TestContextParam(t *testing.T) {
	s := &Schema{Properties: []*Schema{
		{Name: "a", Context: []string{"embed", "view"}},
		{Name: "b", Context: []string{"view", "edit"}},
		{Name: "c"},
	}}
	arg := s.ContextParam("view")
	m := arg.argMap()
	m.Delete("description")
	if got := toJSON(m); got != `{"default":"view","type":"string","enum":["view","embed","edit"],"required":false}` {
		t.Errorf("got %s", got)
	}
	if err := arg.Validate(t.Context(), nil, &arg, "VIEW"); outcome(err) != "rest_not_in_enum" {
		t.Errorf("VIEW: %v", err)
	}
	if v, _ := arg.Sanitize(t.Context(), nil, &arg, "VI EW"); v != "view" {
		t.Errorf("sanitised: %v", v)
	}
	free := (&Schema{}).ContextParam("")
	if free.argMap().Has("default") || free.argMap().Has("enum") {
		t.Errorf("without properties: %s", toJSON(free.argMap()))
	}
}

func TestPrepare(t *testing.T) {
	s := &Schema{
		Pattern: "(",
		Items:   &Schema{Pattern: "[", err: errors.New("bad tag")},
		Properties: []*Schema{
			{Name: "p", Pattern: "^ok$"},
			{Name: "deep", AnyOf: []*Schema{{Type: "x"}, {Pattern: "*"}}},
			nil,
		},
		PatternProperties:    []*Schema{{Name: "(?=x)", Pattern: "+"}, {Name: "^k", Pattern: "^v"}},
		AdditionalProperties: &Schema{Pattern: "\\"},
	}
	s.OneOf = []*Schema{s}
	var got []string
	for _, err := range s.prepare("arg") {
		got = append(got, err.Error()[:strings.Index(err.Error(), ": ")])
	}
	want := "arg arg[items] arg[items] arg[*] arg[deep][1] arg[2] arg[0] arg[(?=x)] arg[(?=x)]"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	p, k := s.Properties[0], s.PatternProperties[1]
	if p.pattern == nil || p.compiled(p.Pattern) != p.pattern {
		t.Error("a pattern was not compiled")
	}
	if k.compiled(k.Name) != k.pattern || k.compiled(k.Pattern).String() != "^v" {
		t.Error("the name of a pattern property was not compiled")
	}
}

func TestClone(t *testing.T) {
	s := echoSchemas()["obj4"]
	s.Items, s.AnyOf = &Schema{Type: "null"}, []*Schema{{Type: "object"}}
	c := s.clone()
	if toJSON(c.Map()) != toJSON(s.Map()) {
		t.Errorf("got %s", toJSON(c.Map()))
	}
	for _, pair := range [][2]*Schema{
		{s, c},
		{s.Items, c.Items},
		{s.Properties[0], c.Properties[0]},
		{s.PatternProperties[0], c.PatternProperties[0]},
		{s.AdditionalProperties, c.AdditionalProperties},
		{s.AnyOf[0], c.AnyOf[0]},
	} {
		if pair[0] == pair[1] {
			t.Error("a schema is shared")
		}
	}
}
