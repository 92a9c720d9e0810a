package harborsite

import "github.com/wprest/wprest"

// echoRoute has an argument for every keyword of the schema dialect.
func echoRoute() wprest.Route {
	return wprest.Route{Endpoints: []wprest.Endpoint{
		{Handler: echo, Permission: wprest.Public, Args: args(append(scalarArgs(), compoundArgs()...))},
		{Methods: "POST,PUT", Handler: echo, Permission: wprest.Public, Args: postArgs()},
	}}
}

func args(schemas []wprest.Schema) []wprest.Arg {
	list := make([]wprest.Arg, len(schemas))
	for i, s := range schemas {
		list[i].Schema = s
	}
	return list
}

func scalarArgs() []wprest.Schema {
	return []wprest.Schema{
		{Name: "int", Type: "integer", Minimum: new(1.0), Maximum: new(10.0)},
		{Name: "xint", Type: "integer", Minimum: new(1.0), Maximum: new(10.0), ExclusiveMinimum: true, ExclusiveMaximum: true},
		{Name: "num", Type: "number", MultipleOf: new(0.5)},
		{Name: "bool", Type: "boolean"},
		{Name: "str", Type: "string", MinLength: new(2), MaxLength: new(5)},
		{Name: "pat", Type: "string", Pattern: "^[a-z]+$"},
		{Name: "enum", Type: "string", Enum: []any{"red", "green"}, Default: "red"},
		{Name: "date", Type: "string", Format: "date-time"},
		{Name: "mail", Type: "string", Format: "email"},
		{Name: "ip", Type: "string", Format: "ip"},
		{Name: "uuid", Type: "string", Format: "uuid"},
		{Name: "uri", Type: "string", Format: "uri"},
		{Name: "hex", Type: "string", Format: "hex-color"},
		{Name: "tf", Type: "string", Format: "text-field"},
		{Name: "ta", Type: "string", Format: "textarea-field"},
	}
}

func compoundArgs() []wprest.Schema {
	return []wprest.Schema{
		{Name: "list", Type: "array", Items: &wprest.Schema{Type: "integer"}, MinItems: new(1), MaxItems: new(3), UniqueItems: true},
		{Name: "slist", Type: "array", Items: &wprest.Schema{Type: "string", Enum: []any{"a", "b", "c"}}},
		{Name: "obj", Type: "object", Closed: true, Properties: []*wprest.Schema{
			{Name: "x", Type: "integer", Required: true},
			{Name: "y", Type: "string"},
		}},
		{
			Name: "obj4", Type: "object",
			Properties:           []*wprest.Schema{{Name: "x", Type: "integer"}},
			RequiredProperties:   []string{"x"},
			PatternProperties:    []*wprest.Schema{{Name: "^s_", Type: "string"}},
			AdditionalProperties: &wprest.Schema{Type: "boolean"},
			MinProperties:        new(1), MaxProperties: new(3),
		},
		{Name: "multi", Type: "integer|string|null"},
		{Name: "nul", Type: "null"},
		{Name: "one", OneOf: []*wprest.Schema{
			{Type: "integer", Maximum: new(5.0)},
			{Type: "integer", Minimum: new(3.0)},
			{Type: "boolean"},
		}},
		{Name: "anyof", AnyOf: []*wprest.Schema{
			{Type: "string", MaxLength: new(2), Title: "Short"},
			{Type: "string", Pattern: "^z", Title: "Zed"},
		}},
	}
}

func postArgs() []wprest.Arg {
	return []wprest.Arg{
		{Schema: wprest.Schema{Name: "needed", Type: "string", Required: true}},
		{Schema: wprest.Schema{Name: "count", Type: "integer", Default: 7}, Sanitize: wprest.AbsInt},
		{Schema: wprest.Schema{Name: "even"}, Validate: even},
		{Schema: wprest.Schema{Name: "even2"}, Validate: evenOrOdd},
		{Schema: wprest.Schema{Name: "nested", Type: "object", Properties: []*wprest.Schema{
			{Name: "list", Type: "array", Items: &wprest.Schema{Type: "object", Properties: []*wprest.Schema{{Name: "id", Type: "integer"}}}},
		}}},
		{Schema: wprest.Schema{Name: "strs", Type: "array", Items: &wprest.Schema{Type: "string"}}},
		{Schema: wprest.Schema{Name: "flag", Type: "boolean", Default: false}},
		{Schema: wprest.Schema{Name: "untyped"}},
	}
}
