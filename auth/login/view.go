package login

import (
	"bytes"
	_ "embed" // the pages
	"fmt"
	"html/template"
)

//go:embed pages.html
var pagesHTML string

//nolint:gochecknoglobals // parsed once, never changed
var templates = template.Must(template.New("pages").Parse(pagesHTML))

// A problem is an error that a form shows. Its code is a class name of the line.
type problem struct{ Code, Message string }

func newProblem(code, message string) problem { return problem{code, message} }

// A view is what a page shows.
type view struct {
	Site, Title, Notice string
	Errors              []problem
	Class               string // of the body
	LogIn               bool   // show the way to the form
	LoginURL            string

	Login, Redirect string
	Remember        bool
	Interim         bool
	CanReset        bool
	Key             string

	User, App, AppID, Success, Reject, Host, Nonce, Password string
}

// write sends a page.
func (c *call) write(status int, page string, v view) error {
	v.Site, v.LoginURL = c.Title, c.address("wp-login.php")
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, page, v); err != nil {
		return fmt.Errorf("login: page %s: %w", page, err)
	}
	c.w.WriteHeader(status)
	_, _ = b.WriteTo(c.w) // the browser may have gone
	return nil
}
