package wprest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A jsonField is a field as encoding/json sees it.
type jsonField struct {
	reflect.StructField
	json  string // its name there
	text  bool   // it is written as a string
	depth int    // of embedding
}

// tag returns the tag of the field with its name written out.
func (f jsonField) tag() reflect.StructTag {
	name := f.json
	if f.text {
		name += ",string"
	}
	return reflect.StructTag(`json:` + strconv.Quote(name) + ` ` + string(f.Tag))
}

// jsonFields lists the fields of a struct and of those embedded in it. Of
// fields of one name the outermost counts.
func jsonFields(t reflect.Type) []jsonField {
	var fields []jsonField
	var walk func(t reflect.Type, outer []reflect.Type)
	walk = func(t reflect.Type, outer []reflect.Type) {
		if slices.Contains(outer, t) {
			return
		}
		for i := range t.NumField() {
			f := t.Field(i)
			tag := f.Tag.Get("json")
			name, options, _ := strings.Cut(tag, ",")
			embedded := f.Type
			if embedded.Kind() == reflect.Pointer {
				embedded = embedded.Elem()
			}
			switch {
			case tag == "-" || f.Tag.Get("jsonschema") == "-":
			case f.Anonymous && name == "" && embedded.Kind() == reflect.Struct:
				walk(embedded, append(outer, t))
			case f.IsExported():
				if name == "" {
					name = f.Name
				}
				text := slices.Contains(strings.Split(options, ","), "string")
				fields = addField(fields, jsonField{f, name, text, len(outer)})
			}
		}
	}
	walk(t, nil)
	return fields
}

func addField(fields []jsonField, f jsonField) []jsonField {
	for i := range fields {
		if fields[i].json == f.json {
			if f.depth < fields[i].depth {
				fields[i] = f
			}
			return fields
		}
	}
	return append(fields, f)
}
