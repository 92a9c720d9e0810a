package text

import "strings"

// tagsSeen is what a text has that only some steps look for.
type tagsSeen struct {
	paragraph bool // <p>, <P> or </p>, as typed
	item      bool // <li
	quote     bool // <blockquote in any case, or </blockquote>
	formEnd   bool // </div>, </address> or </form>
	option    bool // <option
	object    bool // </object>
	track     bool // <source or <track
	figure    bool // <figcaption
	hidden    bool // hiddenLine
	preserved bool // preservedLine
	pre       bool // <pre
	br        bool // <br
	spread    bool // markup that may hold a line end or other markup
	kept      bool // what begins like an element whose line ends are kept
}

// opener notes an opening tag, from its name on.
func (t *tagsSeen) opener(tag string) {
	if tag == "" {
		return
	}
	switch tag[0] {
	case 'p', 'P':
		t.paragraph = t.paragraph || len(tag) > 1 && tag[1] == '>'
		t.pre = t.pre || strings.HasPrefix(tag, "pre")
	case 'l':
		t.item = t.item || strings.HasPrefix(tag, "li")
	case 'b', 'B':
		t.br = t.br || strings.HasPrefix(tag, "br")
		t.quote = t.quote || hasFold(tag, 0, "blockquote")
	case '!':
		t.hidden = t.hidden || strings.HasPrefix(tag, hiddenLine[1:])
	case 'W':
		t.preserved = t.preserved || strings.HasPrefix(tag, preservedLine[1:])
	case 'o':
		t.option = t.option || strings.HasPrefix(tag, "option")
	case 's':
		t.track = t.track || strings.HasPrefix(tag, "source")
		t.kept = t.kept || hasAnyPrefix(tag, "script", "style", "svg")
	case 'm':
		t.kept = t.kept || strings.HasPrefix(tag, "math")
	case 't':
		t.track = t.track || strings.HasPrefix(tag, "track")
	case 'f':
		t.figure = t.figure || strings.HasPrefix(tag, "figcaption")
	}
}

// closer notes a closing tag by its name.
func (t *tagsSeen) closer(name string) {
	switch name {
	case "p":
		t.paragraph = true
	case "blockquote":
		t.quote = true
	case "div", "address", "form":
		t.formEnd = true
	case "object":
		t.object = true
	}
}
