package wpconfig

import (
	"fmt"
	"strings"
)

// prefixVariable is the one variable that counts.
const prefixVariable = "$table_prefix"

// A setting is what a file says of a constant or the variable.
type setting struct {
	value
	line   int
	reason string // why the value is not sure; "": it is
}

// Why a value is not sure.
const (
	isComputed    = "is not a constant"
	isConditional = "depends on a condition"
	isGuarded     = "may come from the file that line %d includes"
)

// parser reads what the statements of a file set. It follows no condition: what
// one may hide is not sure, but for "if it is not defined yet".
type parser struct {
	tokens   []token
	at       int
	depth    int
	file     string
	settings map[string]*setting
	included int  // line of the first other file that is included
	done     bool // nothing below counts
}

// A scope says under which conditions a statement runs.
type scope struct {
	conditional bool
	guard       string // it runs unless this constant is defined
}

func (p *parser) peek() token { return p.tokens[p.at] }

// take returns the next token and goes on, but not past the end.
func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) skip(s string) bool {
	if p.peek().is(s) {
		p.at++
		return true
	}
	return false
}

// parse reads the whole file.
func (p *parser) parse() error {
	for p.peek().kind != end && !p.done {
		if err := p.statement(scope{}); err != nil {
			return err
		}
	}
	return nil
}

// statement reads one statement.
func (p *parser) statement(s scope) error {
	p.depth++
	defer func() { p.depth-- }()
	t := p.peek()
	if p.depth > maxDepth {
		return &syntaxError{"too much is nested", t.line}
	}
	switch {
	case t.is("{"):
		return p.block(s)
	case t.is("}"): // of nothing
		p.at++
		return nil
	}
	if t.kind == word {
		switch strings.ToLower(t.text) {
		case "if":
			return p.branches(s)
		case "while", "for", "foreach", "switch", "declare":
			p.at++
			p.parenthesis()
			return p.body(scope{conditional: true})
		case "do", "try", "finally", "else":
			p.at++
			return p.body(scope{conditional: true})
		case "catch", "elseif":
			p.at++
			p.parenthesis()
			return p.body(scope{conditional: true})
		case "const":
			p.at++
			p.constants(s)
			return nil
		}
	}
	p.simple(s)
	return nil
}

// block reads the statements between braces.
func (p *parser) block(s scope) error {
	p.at++
	for !p.peek().is("}") && p.peek().kind != end && !p.done {
		if err := p.statement(s); err != nil {
			return err
		}
	}
	p.skip("}")
	return nil
}

// parenthesis skips what is in parentheses and returns it.
func (p *parser) parenthesis() []token {
	if !p.skip("(") {
		return nil
	}
	start := p.at
	for nesting := 1; p.peek().kind != end; p.at++ {
		switch t := p.peek(); {
		case t.is("("):
			nesting++
		case t.is(")"):
			nesting--
		}
		if nesting == 0 {
			break
		}
	}
	inner := p.tokens[start:p.at]
	p.skip(")")
	return inner
}

// body reads what a condition or loop runs: a statement, or those after a colon
// up to the word that ends them.
func (p *parser) body(s scope) error {
	if !p.skip(":") {
		return p.statement(s)
	}
	for t := p.peek(); t.kind != end && !p.done; t = p.peek() {
		switch strings.ToLower(t.text) {
		case "endif", "endwhile", "endfor", "endforeach", "endswitch", "enddeclare", "elseif", "else":
			if t.kind == word {
				return nil
			}
		}
		if err := p.statement(s); err != nil {
			return err
		}
	}
	return nil
}

// branches reads an if with all that is else.
func (p *parser) branches(s scope) error {
	p.at++
	condition := p.parenthesis()
	inner := scope{conditional: true}
	if name, ok := notDefined(condition); ok && (!s.conditional || s.guard == name) {
		inner.guard = name
	}
	for {
		if err := p.body(inner); err != nil {
			return err
		}
		inner = scope{conditional: true}
		isElse := p.skip("else")
		switch {
		case isElse && p.skip("if"), !isElse && p.skip("elseif"):
			p.parenthesis()
		case !isElse:
			return nil
		}
	}
}

// notDefined returns X for the condition ! defined( 'X' ).
func notDefined(t []token) (name string, ok bool) {
	if len(t) == 5 && t[0].is("!") {
		return definedCall(t[1:])
	}
	return "", false
}

// definedCall returns X for defined( 'X' ).
func definedCall(t []token) (name string, ok bool) {
	if len(t) >= 4 && t[0].is("defined") && t[1].is("(") && t[2].kind == text && t[3].is(")") {
		return t[2].text, true
	}
	return "", false
}

// simple reads a statement that is an expression or declares something.
func (p *parser) simple(s scope) {
	p.skip("@")
	switch t := p.peek(); {
	case t.is("return"), t.is("exit"), t.is("die"), t.is("__halt_compiler"):
		if !s.conditional {
			p.done = true
			return
		}
	case t.is("define") && p.tokens[p.at+1].is("("):
		p.define(s)
	case t.is("defined"), t.is("!"):
		p.guarded(s)
	case t.kind == variable && t.text == prefixVariable && p.tokens[p.at+1].is("="):
		p.at += 2
		v := p.expression()
		p.assign(v, t.line, s)
	}
	p.skipStatement(s)
}

// guarded reads: defined( 'X' ) or define( 'X', … ), and the like.
func (p *parser) guarded(s scope) {
	rest := p.tokens[p.at:]
	joins := []string{"or", "||"}
	if rest[0].is("!") {
		rest, joins = rest[1:], []string{"and", "&&"}
	}
	name, ok := definedCall(rest)
	if !ok || len(rest) < 6 || !rest[4].is(joins[0]) && !rest[4].is(joins[1]) || !rest[5].is("define") {
		return
	}
	p.at = len(p.tokens) - len(rest) + 5
	if s.conditional && s.guard != name {
		name = ""
	}
	p.define(scope{conditional: true, guard: name})
}

// define reads a call of define.
func (p *parser) define(s scope) {
	line := p.take().line
	if !p.skip("(") {
		return
	}
	name, v := p.expression(), value{}
	if p.skip(",") {
		v = p.expression()
	}
	for p.skip(",") {
		p.expression()
	}
	p.skip(")")
	if name.known {
		p.set(name.string(), v, line, s)
	}
}

// constants reads what follows the word const.
func (p *parser) constants(s scope) {
	for {
		name := p.take()
		if name.kind != word || !p.skip("=") {
			break
		}
		// There is none under a condition, but in classes.
		if v := p.expression(); !s.conditional {
			p.set(name.text, v, name.line, s)
		}
		if !p.skip(",") {
			break
		}
	}
	p.skipStatement(s)
}

// skipStatement goes on behind the statement, and notes what may be set within
// it.
func (p *parser) skipStatement(s scope) {
	declares := p.peek()
	for nesting := 0; p.peek().kind != end; {
		t := p.peek()
		switch {
		case nesting == 0 && t.is("}"): // of the block around
			return
		case t.is("(") || t.is("[") || t.is("{"):
			nesting++
		case t.is(")") || t.is("]") || t.is("}"):
			nesting--
			if nesting == 0 && t.is("}") && isDeclaration(declares) {
				p.at++
				return
			}
		case nesting <= 0 && t.is(";"):
			p.at++
			return
		default:
			if p.within(t, s) {
				continue
			}
		}
		p.at++
	}
}

// isDeclaration reports whether a statement that begins with a word ends with a
// brace.
func isDeclaration(t token) bool {
	switch strings.ToLower(t.text) {
	case "function", "class", "abstract", "final", "readonly", "interface", "trait", "enum", "namespace":
		return t.kind == word
	}
	return false
}

// within notes what a token in the midst of a statement may set. It reports
// whether it has gone on itself.
func (p *parser) within(t token, s scope) bool {
	next := p.tokens[p.at+1]
	switch {
	case t.is("define") && next.is("("):
		p.define(scope{conditional: true})
		return true
	case t.kind == variable && t.text == prefixVariable && next.kind == symbol && strings.HasSuffix(next.text, "=") && !next.is("==") && !next.is("!=") && !next.is("==="):
		p.assign(value{}, t.line, scope{conditional: true})
	case t.is("require"), t.is("require_once"), t.is("include"), t.is("include_once"):
		p.include(s)
	}
	return false
}

// include notes that another file is read. WordPress itself comes last.
func (p *parser) include(s scope) {
	for _, t := range p.tokens[p.at:] {
		switch {
		case t.kind == text && strings.HasSuffix(t.text, "wp-settings.php"):
			p.done = p.done || !s.conditional
			return
		case t.is(";"), t.kind == end:
			if p.included == 0 {
				p.included = p.peek().line
			}
			return
		}
	}
}

// set notes the value of a constant. The first definition of one counts.
func (p *parser) set(name string, v value, line int, s scope) {
	n := &setting{value: v, line: line}
	switch {
	case s.conditional && s.guard != name:
		n.reason = isConditional
	case s.conditional && p.included > 0:
		n.reason = fmt.Sprintf(isGuarded, p.included)
	case !v.known:
		n.reason = isComputed
	}
	old := p.settings[name]
	if old == nil {
		p.settings[name] = n
		return
	}
	if old.reason != isConditional { // it is defined already, somehow
		return
	}
	same := old.known && v.known && old.v == v.v
	if !same {
		old.value = value{}
	} else if n.reason == "" {
		old.reason = ""
	}
}

// assign notes the value of the variable. The last one counts.
func (p *parser) assign(v value, line int, s scope) {
	n := &setting{value: v, line: line}
	old := p.settings[prefixVariable]
	switch {
	case s.conditional && (old == nil || old.reason != "" || !v.known || old.v != v.v):
		n.reason = isConditional
	case !v.known:
		n.reason = isComputed
	}
	p.settings[prefixVariable] = n
}
