package wprest

// ToInt casts a parameter to an integer as PHP does: "12abc" is 12, true is 1,
// nil and what is no number are 0.
func ToInt(v any) int64 { return toInt(normalize(v)) }

// ToFloat casts a parameter to a float as PHP does.
func ToFloat(v any) float64 { return toFloat(normalize(v)) }

// ToString casts a parameter to a string as PHP does: true is "1", false and nil
// are "".
func ToString(v any) string { return toString(normalize(v)) }

// ToBool casts a parameter to a boolean: "false", "0", 0 and "" are false. It
// mirrors rest_sanitize_boolean.
func ToBool(v any) bool { return toBool(normalize(v)) }

// Truthy reports whether PHP takes a value for true: all but nil, false, 0, "",
// "0" and an empty Map.
func Truthy(v any) bool {
	if s, ok := v.(string); ok {
		return s != "" && s != "0"
	}
	return toBool(v)
}

// ToList reads a parameter as a list: the values of a Map, or a string cut at
// commas and spaces. It mirrors wp_parse_list.
func ToList(v any) []any {
	list, _ := listFrom(normalize(v))
	return list.Values()
}
