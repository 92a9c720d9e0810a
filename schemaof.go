package wprest

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/invopop/jsonschema"
)

// A SchemaProvider is a type that has a schema of its own, which SchemaOf takes
// instead of one by reflection. WPSchema is called on a new zero value.
type SchemaProvider interface {
	WPSchema() *Schema
}

// SchemaOf returns the schema of the JSON form of a Go type, with a title. The
// fields of a struct are its properties, those of embedded structs among them;
// a pointer may also be null. Two tags of a field say more:
//
//	wp:"view,edit;readonly"                       contexts; flags
//	jsonschema:"required,minimum=1,description=…" keywords, as invopop/jsonschema has them
//
// There, exclusiveMinimum=5 stands for a minimum of 5 that is excluded, and
// nullable for a pointer. What is wrong with a tag or a type is reported when
// the schema is built into a server.
func SchemaOf[T any](title string) *Schema {
	r := reflection{}
	s := r.schema(reflect.TypeFor[T](), nil)
	if title != "" {
		s.Title = title
	}
	s.err = errors.Join(append(r.errs, s.err)...)
	return s
}

// A reflection makes a schema of a type, struct by struct.
type reflection struct {
	open []reflect.Type // the structs that it is in
	errs []error
}

func (r *reflection) report(where, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s: "+format, append([]any{where}, args...)...))
}

// implements reports whether a type that is no interface, or a pointer to it,
// has the methods of M.
func implements[M any](t reflect.Type) bool {
	return t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(reflect.TypeFor[M]())
}

// reflector returns the library's reflector. It is to look at no type that
// reflection looks at itself.
func (r *reflection) reflector(root reflect.Type) *jsonschema.Reflector {
	return &jsonschema.Reflector{
		Anonymous:                  true,
		DoNotReference:             true,
		ExpandedStruct:             true,
		AllowAdditionalProperties:  true,
		RequiredFromJSONSchemaTags: true,
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			switch {
			case t == root:
				return nil
			case implements[SchemaProvider](t):
				return &jsonschema.Schema{Type: providedBy(t).Type}
			case t == reflect.TypeFor[time.Time]():
				return nil
			case t == reflect.TypeFor[json.Number]():
				return &jsonschema.Schema{Type: "number"}
			case implements[json.Marshaler](t): // nobody knows what it writes
				return &jsonschema.Schema{}
			case implements[encoding.TextMarshaler](t):
				return &jsonschema.Schema{Type: "string"}
			}
			switch t.Kind() {
			case reflect.Struct:
				return &jsonschema.Schema{Type: "object"}
			case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer, reflect.Uintptr:
				r.report(t.String(), "has no JSON form")
				return &jsonschema.Schema{}
			}
			return nil
		},
	}
}

func providedBy(t reflect.Type) *Schema {
	if s := reflect.New(t).Interface().(SchemaProvider).WPSchema(); s != nil {
		return s.clone()
	}
	return &Schema{}
}

// schema returns the schema of a type; js is what the library knows of it, or
// nil for it to be asked.
func (r *reflection) schema(t reflect.Type, js *jsonschema.Schema) *Schema {
	nullable := false
	for t.Kind() == reflect.Pointer {
		t, nullable = t.Elem(), true
	}
	if js == nil {
		js = r.reflector(nil).ReflectFromType(t)
	}
	if len(js.OneOf) == 2 && js.OneOf[1].Type == "null" { // its form of nullable
		js, nullable = js.OneOf[0], true
	}
	s := &Schema{}
	isProvider := implements[SchemaProvider](t)
	if isProvider {
		s = providedBy(t)
	}
	r.keywords(s, js, t.String())
	if !isProvider {
		r.parts(s, js, t)
	}
	if nullable && s.Type != "" && !hasType(s.Type, "null") {
		s.Type += "|null"
	}
	return s
}

// parts adds the schemas of what a type is made of.
func (r *reflection) parts(s *Schema, js *jsonschema.Schema, t reflect.Type) {
	switch {
	case js.Items != nil:
		s.Items = r.schema(t.Elem(), js.Items)
	case t.Kind() == reflect.Map:
		for pattern, sub := range js.PatternProperties { // there is one, for integer keys
			p := r.schema(t.Elem(), sub)
			p.Name, s.Closed = pattern, true
			s.PatternProperties = append(s.PatternProperties, p)
		}
		if js.AdditionalProperties != nil && !s.Closed {
			s.AdditionalProperties = r.schema(t.Elem(), js.AdditionalProperties)
		}
	case t.Kind() == reflect.Struct && js.Type == "object":
		s.Properties = r.properties(t)
	}
}

// properties returns the schemas of the fields of a struct.
func (r *reflection) properties(t reflect.Type) []*Schema {
	if slices.Contains(r.open, t) {
		r.report(t.String(), "is within itself; give it a WPSchema method")
		return nil
	}
	r.open = append(r.open, t)
	defer func() { r.open = r.open[:len(r.open)-1] }()

	// The library reads the tags of a struct of these fields alone.
	fields := jsonFields(t)
	flat := make([]reflect.StructField, len(fields))
	for i, f := range fields {
		flat[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: f.Type, Tag: f.tag()}
	}
	root := reflect.StructOf(flat)
	js := r.reflector(root).ReflectFromType(root)

	properties := make([]*Schema, 0, len(fields))
	for _, f := range fields {
		where := t.String() + "." + f.Name
		sub, ok := js.Properties.Get(f.json)
		if !ok {
			continue // jsonschema:"-"
		}
		p := r.schema(f.Type, sub)
		p.Name = f.json
		p.Required = slices.Contains(js.Required, f.json)
		r.wpTag(p, f.Tag.Get("wp"), where)
		r.checkTag(sub, f.Tag.Get("jsonschema"), where)
		properties = append(properties, p)
	}
	return properties
}

// wpTag reads the tag wp: contexts, then flags.
func (r *reflection) wpTag(s *Schema, tag, where string) {
	contexts, flags, _ := strings.Cut(tag, ";")
	for context := range strings.SplitSeq(contexts, ",") {
		switch context {
		case "":
		case "view", "edit", "embed":
			s.Context = append(s.Context, context)
		default:
			r.report(where, "wp tag: unknown context %q", context)
		}
	}
	for flag := range strings.SplitSeq(flags, ";") {
		switch flag {
		case "":
		case "readonly":
			s.Readonly = true
		default:
			r.report(where, "wp tag: unknown flag %q", flag)
		}
	}
}

// checkTag reports what the library passed over in silence.
func (r *reflection) checkTag(js *jsonschema.Schema, tag, where string) {
	if len(js.OneOf) == 2 && js.OneOf[1].Type == "null" {
		js = js.OneOf[0]
	}
	for word := range strings.SplitSeq(strings.ReplaceAll(tag, `\,`, ""), ",") {
		key, value, hasValue := strings.Cut(word, "=")
		switch {
		case !hasValue && (key == "" || key == "required" || key == "nullable"):
		case !hasValue:
			r.report(where, "jsonschema tag: unknown word %q", key)
		case !took(js, key) && (js.Items == nil || !took(js.Items, key)):
			r.report(where, "jsonschema tag: %s=%s does not fit", key, value)
		}
	}
}

// took reports whether the library made something of a keyword.
func took(js *jsonschema.Schema, key string) bool {
	switch key {
	case "title", "description", "type":
		return true
	case "default":
		return js.Default != nil
	case "enum":
		return js.Enum != nil
	case "format":
		return js.Format != ""
	case "pattern":
		return js.Pattern != ""
	case "minimum":
		return js.Minimum != ""
	case "maximum":
		return js.Maximum != ""
	case "exclusiveMinimum":
		return js.ExclusiveMinimum != ""
	case "exclusiveMaximum":
		return js.ExclusiveMaximum != ""
	case "multipleOf":
		return js.MultipleOf != ""
	case "minLength":
		return js.MinLength != nil
	case "maxLength":
		return js.MaxLength != nil
	case "minItems":
		return js.MinItems != nil
	case "maxItems":
		return js.MaxItems != nil
	case "uniqueItems":
		return js.UniqueItems
	}
	return false
}

// keywords copies the keywords that the library found over those of s.
func (r *reflection) keywords(s *Schema, js *jsonschema.Schema, where string) {
	text := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	count := func(to **int, from *uint64) {
		if from != nil && *from <= math.MaxInt32 {
			*to = new(int(*from))
		}
	}
	num := func(from json.Number) *float64 {
		f, err := from.Float64()
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			r.report(where, "%q is no number", from)
			return nil
		}
		return &f
	}
	bound := func(to **float64, from json.Number, exclusive *bool) {
		if from != "" {
			*to = num(from)
			if exclusive != nil {
				*exclusive = true
			}
		}
	}
	text(&s.Type, js.Type)
	text(&s.Title, js.Title)
	text(&s.Description, js.Description)
	text(&s.Format, js.Format)
	text(&s.Pattern, js.Pattern)
	bound(&s.Minimum, js.Minimum, nil)
	bound(&s.Maximum, js.Maximum, nil)
	bound(&s.Minimum, js.ExclusiveMinimum, &s.ExclusiveMinimum)
	bound(&s.Maximum, js.ExclusiveMaximum, &s.ExclusiveMaximum)
	bound(&s.MultipleOf, js.MultipleOf, nil)
	count(&s.MinLength, js.MinLength)
	count(&s.MaxLength, js.MaxLength)
	count(&s.MinItems, js.MinItems)
	count(&s.MaxItems, js.MaxItems)
	s.UniqueItems = s.UniqueItems || js.UniqueItems
	if js.Default != nil {
		s.Default = defaultOf(js)
	}
	if js.Enum != nil {
		s.Enum = normalize(js.Enum).(*Map).Values()
	}
}

// defaultOf returns the default of a tag. That of an array has items of text.
func defaultOf(js *jsonschema.Schema) any {
	value := normalize(js.Default)
	items, ok := value.(*Map)
	if !ok || js.Items == nil {
		return value
	}
	array := &Schema{Type: "array", Items: &Schema{Type: js.Items.Type}}
	typed, _ := array.sanitizeArray(items)
	return typed
}
