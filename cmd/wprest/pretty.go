package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A jsonPiece is a stretch of JSON text, ready for a page.
type jsonPiece struct {
	Class string // "key", "string", "number", "word"; "" for what is between
	Text  string
	Href  string // where a string leads to, if anywhere
}

// A jsonStyle says how JSON is laid out.
type jsonStyle struct {
	limit   int // bytes, roughly
	oneLine bool
	// link returns where a string leads to, or "". It may be nil.
	link func(value string) string
}

// prettyJSON lays out JSON text, with its members in their order and its
// strings without needless escapes. It is cut when it is too long, or from
// where on it is no JSON.
func prettyJSON(text []byte, style jsonStyle) (pieces []jsonPiece, cut bool) {
	p := jsonPrinter{decoder: json.NewDecoder(bytes.NewReader(text)), style: style}
	p.decoder.UseNumber()
	err := p.value(0)
	return p.pieces, err != nil
}

type jsonPrinter struct {
	decoder *json.Decoder
	style   jsonStyle
	pieces  []jsonPiece
	size    int
}

var errTooLong = errors.New("too long")

// put adds text; what is between values runs together.
func (p *jsonPrinter) put(class, text string) error {
	if p.size += len(text); p.size > p.style.limit {
		return errTooLong
	}
	if n := len(p.pieces); class == "" && n > 0 && p.pieces[n-1].Class == "" {
		p.pieces[n-1].Text += text
		return nil
	}
	p.pieces = append(p.pieces, jsonPiece{Class: class, Text: text})
	return nil
}

// value writes the next value.
func (p *jsonPrinter) value(depth int) error {
	token, err := p.decoder.Token()
	if err != nil {
		return err
	}
	switch v := token.(type) {
	case json.Delim:
		return p.members(depth, v == '{')
	case string:
		if err := p.put("string", quote(v)); err != nil {
			return err
		}
		if p.style.link != nil {
			p.pieces[len(p.pieces)-1].Href = p.style.link(v)
		}
		return nil
	case json.Number:
		return p.put("number", v.String())
	case nil:
		return p.put("word", "null")
	}
	return p.put("word", fmt.Sprint(token))
}

// members writes the rest of an object or list.
func (p *jsonPrinter) members(depth int, isObject bool) error {
	brackets := "[]"
	if isObject {
		brackets = "{}"
	}
	if err := p.put("", brackets[:1]); err != nil {
		return err
	}
	count := 0
	for ; p.decoder.More(); count++ {
		if err := p.member(depth+1, count > 0, isObject); err != nil {
			return err
		}
	}
	if _, err := p.decoder.Token(); err != nil {
		return err
	}
	end := brackets[1:]
	if count > 0 && !p.style.oneLine {
		end = newLine(depth) + end
	}
	return p.put("", end)
}

// member writes one entry, with what parts it from the one before.
func (p *jsonPrinter) member(depth int, isNext, isObject bool) error {
	gap := newLine(depth)
	if p.style.oneLine {
		gap = " "[:btoi(isNext)]
	}
	if isNext {
		gap = "," + gap
	}
	if err := p.put("", gap); err != nil {
		return err
	}
	if isObject {
		key, err := p.decoder.Token()
		if err != nil {
			return err
		}
		if err := p.put("key", quote(fmt.Sprint(key))); err != nil {
			return err
		}
		if err := p.put("", ": "); err != nil {
			return err
		}
	}
	return p.value(depth)
}

func newLine(depth int) string { return "\n" + strings.Repeat("  ", depth) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quote writes a JSON string.
func quote(s string) string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always can be
	return strings.TrimSuffix(text.String(), "\n")
}
