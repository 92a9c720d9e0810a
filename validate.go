package wprest

import "strings"

// ValidateValue checks a value by the schema and returns nil or an *Error,
// which names the place within param that is wrong. The value is one of a
// request (see [Map]) or a Go value like it. A schema may be used by several
// goroutines. It mirrors rest_validate_value_from_schema.
func (s *Schema) ValidateValue(value any, param string) error {
	if f := s.validate(s.Type, value); f != nil {
		return f.error(param)
	}
	return nil
}

const codeInvalidType = "rest_invalid_type"

// A failure is why a value was refused. Its path is put together on the way
// out, so that values that pass cost nothing.
type failure struct {
	code   string
	path   string // within the value: [list][0]
	text   string // what is said of the value, after its name
	data   *Map
	reason *failure // of the schema that came nearest
}

// in makes f the failure of a member of the value that it was found in.
func (f *failure) in(key string) *failure {
	for r := f; r != nil; r = r.reason {
		r.path = "[" + key + "]" + r.path
	}
	return f
}

func (f *failure) error(param string) *Error {
	e := &Error{Code: f.code, Message: f.message(param), Data: f.data}
	if f.code == codeInvalidType {
		e.Data = MapOf("param", param+f.path)
	}
	return e
}

func (f *failure) message(param string) string {
	name := param + f.path
	if name == "" {
		name = "The value"
	}
	if f.reason != nil {
		return name + f.text + " " + f.reason.message(param)
	}
	return name + f.text
}

func wrongType(typ string) *failure {
	what := " must be of type "
	if isTypeList(typ) {
		what = " must be one of the types "
	}
	return &failure{code: codeInvalidType, text: what + strings.ReplaceAll(typ, "|", ", ") + "."}
}

// validate checks a value by s, with typ in the place of its type.
func (s *Schema) validate(typ string, value any) (f *failure) {
	value = normalize(value)
	if len(s.AnyOf) > 0 {
		if _, typ, f = s.findAny(typ, value); f != nil {
			return f
		}
	}
	if len(s.OneOf) > 0 {
		if _, typ, f = s.findOne(typ, value); f != nil {
			return f
		}
	}
	best := bestType(typ, value)
	if best == "" && typ != "" {
		return wrongType(typ)
	}
	check := typeCheck(best)
	if check != nil {
		if f := check(s, value); f != nil {
			return f
		}
	}
	if len(s.Enum) > 0 {
		if f := s.checkEnum(best, value); f != nil {
			return f
		}
	}
	if s.Format != "" && (best == "string" || check == nil) {
		return s.checkFormat(value)
	}
	return nil
}

// checkEnum compares the sanitised value with the allowed ones.
func (s *Schema) checkEnum(typ string, value any) *failure {
	value, f := s.sanitize(typ, value)
	if f != nil {
		return f
	}
	for _, allowed := range s.Enum {
		if equalValues(value, allowed) {
			return nil
		}
	}
	names := make([]string, len(s.Enum))
	for i, allowed := range s.Enum {
		names[i] = toString(allowed)
	}
	return &failure{code: "rest_not_in_enum", text: " must be one of: " + strings.Join(names, ", ") + "."}
}
