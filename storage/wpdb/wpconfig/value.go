package wpconfig

import (
	"path"
	"strconv"
	"strings"
)

// maxDepth is how deep statements and expressions may nest.
const maxDepth = 100

// A value is what an expression comes to: a string, int64, bool or nil; known is
// false if only running PHP could tell.
type value struct {
	v     any
	known bool
}

// string returns a value as PHP makes a string of it.
func (v value) string() string {
	switch v := v.v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		if v {
			return "1"
		}
	}
	return ""
}

// int returns a value as PHP makes a whole number of it.
func (v value) int() int64 {
	switch v := v.v.(type) {
	case int64:
		return v
	case bool:
		if v {
			return 1
		}
	case string:
		v = strings.TrimLeft(v, " \t\r\n\v\f")
		n := len(v) - len(strings.TrimLeft(v, "+-"))
		for n < len(v) && isDigit(v[n]) {
			n++
		}
		i, _ := strconv.ParseInt(v[:n], 10, 64) // 0 is PHP's answer too
		return i
	}
	return 0
}

// bool returns a value as a condition.
func (v value) bool() bool {
	s := v.string()
	return s != "" && s != "0"
}

// expression evaluates tokens from p.at on up to a symbol that ends it: ",", ";"
// or a closing bracket, which it leaves.
func (p *parser) expression() value {
	p.depth++
	defer func() { p.depth-- }()
	start := p.at
	result := p.term()
	for result.known && p.peek().is(".") {
		p.at++
		next := p.term()
		result = value{result.string() + next.string(), next.known}
	}
	if t := p.peek(); !result.known || t.kind != symbol || !strings.Contains(",;)]}", t.text) {
		p.at = start
		p.skipExpression()
		return value{}
	}
	return result
}

// skipExpression goes on to what ends an expression.
func (p *parser) skipExpression() {
	for nesting := 0; ; p.at++ {
		t := p.peek()
		switch {
		case t.kind == end:
			return
		case nesting == 0 && t.kind == symbol && strings.Contains(",;)]}", t.text):
			return
		case t.is("(") || t.is("[") || t.is("{"):
			nesting++
		case t.is(")") || t.is("]") || t.is("}"):
			nesting--
		}
	}
}

// term evaluates an operand of the concatenation.
func (p *parser) term() value {
	t := p.take()
	switch {
	case p.depth > maxDepth:
	case t.kind == text:
		return value{t.text, true}
	case t.kind == number:
		n, err := strconv.ParseInt(t.text, 10, 64)
		return value{n, err == nil}
	case t.is("-") && p.peek().kind == number:
		n := p.term()
		i, ok := n.v.(int64)
		return value{-i, ok && n.known}
	case t.is("("):
		inner := p.expression()
		return value{inner.v, p.skip(")") && inner.known}
	case t.kind == word && p.peek().is("("):
		return p.call(t.text)
	case t.kind == word && !p.peek().is("::"):
		return p.constant(t.text)
	}
	return value{}
}

// call evaluates dirname, the one function that names of folders are made with.
func (p *parser) call(name string) value {
	if !strings.EqualFold(name, "dirname") {
		return value{}
	}
	p.at++
	of, levels := p.expression(), value{int64(1), true}
	if p.skip(",") {
		levels = p.expression()
	}
	file, isText := of.v.(string)
	n, isInt := levels.v.(int64)
	if !p.skip(")") || !of.known || !levels.known || !isText || !isInt || n < 1 || file == "" {
		return value{}
	}
	for range min(n, maxDepth) {
		file = path.Dir(file)
	}
	return value{file, true}
}

// constant returns what a name stands for.
func (p *parser) constant(name string) value {
	switch strings.ToLower(name) {
	case "true":
		return value{true, true}
	case "false":
		return value{false, true}
	case "null":
		return value{nil, true}
	case "__dir__":
		return value{path.Dir(p.file), true}
	case "__file__":
		return value{p.file, true}
	}
	switch name {
	case "PHP_EOL":
		return value{"\n", true}
	case "DIRECTORY_SEPARATOR":
		return value{"/", true}
	}
	if s := p.settings[name]; s != nil && s.reason == "" {
		return s.value
	}
	return value{}
}
