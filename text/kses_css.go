package text

import "strings"

// SafeCSS mirrors safecss_filter_attr: of the declarations of a style
// attribute it keeps those whose property is listed and whose value holds no
// address, function or sign that could do more than style.
func SafeCSS(css string) string {
	css = strings.Trim(dropLines(dropControls(css)), phpTrim)
	var b []byte
	for item := range strings.SplitSeq(css, ";") {
		if item == "" {
			continue
		}
		item = strings.Trim(item, phpTrim)
		if !isSafeDeclaration(item) {
			continue
		}
		if len(b) > 0 {
			b = append(b, ';')
		}
		b = append(b, item...)
	}
	return string(b)
}

// dropLines removes line breaks and tabs.
func dropLines(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '\n' && c != '\r' && c != '\t' {
			b = append(b, c)
		}
	}
	return string(b)
}

// isSafeDeclaration reports whether a trimmed declaration may stay.
func isSafeDeclaration(item string) bool {
	rest := item // what has to be free of dangerous signs
	if name, value, ok := strings.Cut(item, ":"); ok {
		name, value = strings.Trim(name, phpTrim), strings.Trim(value, phpTrim)
		urls, gradients, known := cssProperty(name, value)
		if !known {
			return false
		}
		if urls {
			if rest, ok = cutURLs(rest); !ok {
				return false
			}
		}
		if gradients {
			rest = cutGradients(rest)
		}
	}
	rest = cutCalls(rest)
	return !strings.ContainsAny(rest, `\(&=}`) && !strings.Contains(rest, "/*")
}

// cssProperty reports whether a property may be set, and whether its value may
// hold addresses and gradients.
func cssProperty(name, value string) (urls, gradients, known bool) {
	if custom, ok := strings.CutPrefix(name, "--"); ok {
		for i := 0; i < len(custom); i++ {
			if c := custom[i]; !isAlnum(c) && c != '-' && c != '_' {
				return false, false, false
			}
		}
		return strings.HasPrefix(value, "url("), strings.Contains(value, "-gradient("), custom != ""
	}
	return isURLProperty(name), name == "background" || name == "background-image", isCSSProperty(name)
}

// cutURLs takes the addresses out of a declaration. ok is false when one is
// empty or not allowed.
func cutURLs(s string) (rest string, ok bool) {
	if !strings.Contains(s, "url(") {
		return s, true
	}
	var b []byte
	end := finder{s: s, sep: ")"}
	for pos := 0; ; {
		i := strings.Index(s[pos:], "url(")
		if i < 0 {
			return string(append(b, s[pos:]...)), true
		}
		open := pos + i + len("url(")
		last := end.from(open)
		if last == open || last == len(s) {
			b = append(b, s[pos:open]...)
			pos = open
			continue
		}
		if url := cssURL(s[open:last]); url == "" || safeScheme(url) != url {
			return "", false
		}
		b = append(b, s[pos:pos+i]...)
		pos = last + 1
	}
}

// cssURL is the address between the parentheses of url().
func cssURL(s string) string {
	s = strings.Trim(s, asciiSpace)
	if n := len(s); n > 1 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		s = s[1 : n-1]
	}
	return strings.Trim(s, phpTrim)
}

// cutGradients takes the gradients out of a declaration. One may hold
// parentheses, but those hold no further ones.
func cutGradients(s string) string {
	var b []byte
	for {
		i := strings.Index(s, "-gradient(")
		if i < 0 {
			return string(append(b, s...))
		}
		open := i + len("-gradient(")
		start := gradientStart(s[:i])
		length := shallowLen(s[open:])
		if start < 0 || length < 0 {
			b = append(b, s[:open]...)
			s = s[open:]
			continue
		}
		b = append(b, s[:start]...)
		s = s[open+length:]
	}
}

// gradientStart is where the name of the gradient begins that s ends with, or
// -1 when it is of no known kind.
func gradientStart(s string) int {
	for _, kind := range [...]string{"linear", "radial", "conic"} {
		if before, ok := strings.CutSuffix(s, kind); ok {
			return len(strings.TrimSuffix(before, "repeating-"))
		}
	}
	return -1
}

// shallowLen is the length of s through the closing parenthesis that matches
// one before s, or -1 when there is none or when parentheses nest deeper.
func shallowLen(s string) int {
	inner := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			if inner {
				return -1
			}
			inner = true
		case ')':
			if !inner {
				return i + 1
			}
			inner = false
		}
	}
	return -1
}

// cutCalls takes calls of known functions, whose parentheses balance, out of a
// declaration.
func cutCalls(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	ends := callEnds(s)
	var b []byte
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '(' || ends[i] == 0 {
			continue
		}
		start := i
		for start > from && isAlnum(s[start-1]) {
			start--
		}
		if start > 0 && (isAlnum(s[start-1]) || s[start-1] == '_') || !isCSSFunction(s[start:i]) {
			continue
		}
		b = append(b, s[from:start]...)
		from = ends[i]
		i = from - 1
	}
	return string(append(b, s[from:]...))
}

// callEnds gives for each opening parenthesis that is closed the place behind
// its closing one.
func callEnds(s string) []int {
	ends := make([]int, len(s))
	var open []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			open = append(open, i)
		case ')':
			if n := len(open); n > 0 {
				ends[open[n-1]] = i + 1
				open = open[:n-1]
			}
		}
	}
	return ends
}

// isCSSFunction reports the functions whose calls may stand in a value.
func isCSSFunction(name string) bool {
	switch name {
	case "var", "calc", "min", "max", "minmax", "clamp", "repeat",
		"matrix", "matrix3d", "perspective", "rotate", "rotate3d", "rotateX", "rotateY", "rotateZ",
		"scale", "scale3d", "scaleX", "scaleY", "scaleZ", "skew", "skewX", "skewY",
		"translate", "translate3d", "translateX", "translateY", "translateZ",
		"circle", "ellipse", "inset", "path", "polygon", "rect", "shape", "xywh":
		return true
	}
	return false
}

// isURLProperty reports the properties whose values may hold addresses.
func isURLProperty(name string) bool {
	switch name {
	case "background", "background-image", "cursor", "filter", "list-style", "list-style-image",
		"clip-path", "fill", "marker", "marker-end", "marker-mid", "marker-start", "mask", "stroke":
		return true
	}
	return false
}
