package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// A namespaceView is the routes of a namespace, as the start page lists them.
type namespaceView struct {
	Name, ID string
	Routes   []routeView
}

type routeView struct {
	Path      string
	Pieces    []piece // of the path
	Methods   []string
	Endpoints []endpointView
	Plain     bool // it can be got as it is
}

// A piece is a part of a pattern: a capture, or what stands between.
type piece struct {
	Text    string
	Capture bool
}

type endpointView struct {
	Methods []string
	Args    []argView
}

type argView struct {
	Name, Type, Description string
	Required                bool
	Default                 string // as JSON; "" for none
	Enum                    []string
	Limits                  string
}

// viewRoutes groups the routes of an API by namespace, and lists those that can
// be got without filling anything in.
func viewRoutes(api *wprest.Server) (views []namespaceView, plain []string) {
	byName := map[string]*namespaceView{}
	names := append([]string{""}, api.Namespaces()...)
	for _, name := range names {
		id := "routes-" + strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(name), "-"), "-")
		byName[name] = &namespaceView{Name: name, ID: strings.TrimSuffix(id, "-")}
	}
	byName[""].Name, byName[""].ID = "without a namespace", "routes-none"
	for _, info := range api.Routes() {
		ns := byName[info.Namespace]
		if ns == nil {
			continue
		}
		rt := viewRoute(info)
		ns.Routes = append(ns.Routes, rt)
		if rt.Plain {
			plain = append(plain, rt.Path)
		}
	}
	for _, name := range names {
		if ns := byName[name]; len(ns.Routes) > 0 {
			views = append(views, *ns)
		}
	}
	return views, plain
}

func viewRoute(info wprest.RouteInfo) routeView {
	rt := routeView{Path: info.Path, Pieces: piecesOf(info.Path)}
	for _, endpoint := range info.Endpoints {
		e := endpointView{Methods: endpoint.Methods}
		for i := range endpoint.Args {
			e.Args = append(e.Args, viewArg(&endpoint.Args[i].Schema))
		}
		rt.Endpoints = append(rt.Endpoints, e)
		for _, m := range endpoint.Methods {
			if !slices.Contains(rt.Methods, m) {
				rt.Methods = append(rt.Methods, m)
			}
		}
	}
	rt.Plain = len(rt.Pieces) == 1 && slices.Contains(rt.Methods, "GET")
	return rt
}

// piecesOf cuts a pattern at its captures, which may hold parentheses.
func piecesOf(pattern string) (pieces []piece) {
	for pattern != "" {
		at := strings.Index(pattern, "(?P<")
		if at < 0 {
			return append(pieces, piece{Text: pattern})
		}
		if at > 0 {
			pieces = append(pieces, piece{Text: pattern[:at]})
		}
		end := captureEnd(pattern[at:]) + at
		pieces = append(pieces, piece{Text: pattern[at:end], Capture: true})
		pattern = pattern[end:]
	}
	return pieces
}

// captureEnd returns how long the group is that a pattern begins with.
func captureEnd(pattern string) int {
	depth, inClass := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '(' && !inClass:
			depth++
		case c == ')' && !inClass:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(pattern)
}

func viewArg(s *wprest.Schema) argView {
	a := argView{Name: s.Name, Type: typeOf(s), Description: s.Description, Required: s.Required, Limits: limitsOf(s)}
	if s.Default != nil {
		a.Default = jsonOf(s.Default)
	}
	enum := s.Enum
	if len(enum) == 0 && s.Items != nil {
		enum = s.Items.Enum
	}
	for _, v := range enum {
		a.Enum = append(a.Enum, jsonOf(v))
	}
	return a
}

// typeOf names the type of an argument in words.
func typeOf(s *wprest.Schema) string {
	name := strings.ReplaceAll(s.Type, "|", " or ")
	if s.Items != nil && s.Items.Type != "" && s.Type == "array" {
		name = "list of " + typeOf(s.Items)
	}
	if s.Format != "" {
		name = strings.TrimSpace(name + " (" + s.Format + ")")
	}
	return name
}

// limitsOf names the bounds of a number or a length.
func limitsOf(s *wprest.Schema) string {
	number := func(n *float64) string { return fmt.Sprint(*n) }
	switch {
	case s.Minimum != nil && s.Maximum != nil:
		return number(s.Minimum) + " to " + number(s.Maximum)
	case s.Minimum != nil:
		return "at least " + number(s.Minimum)
	case s.Maximum != nil:
		return "at most " + number(s.Maximum)
	case s.MaxLength != nil:
		return fmt.Sprintf("at most %d characters", *s.MaxLength)
	case s.Pattern != "":
		return "like " + s.Pattern
	}
	return ""
}

// jsonOf writes a value as people read JSON.
func jsonOf(v any) string {
	text, err := wprest.AppendJSON(nil, v)
	if err != nil {
		return fmt.Sprint(v)
	}
	var line strings.Builder
	pieces, _ := prettyJSON(text, jsonStyle{limit: 200, oneLine: true})
	for _, p := range pieces {
		line.WriteString(p.Text)
	}
	return line.String()
}
