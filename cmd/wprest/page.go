package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"html"
	"html/template"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

//go:embed icon.svg
var iconSVG []byte

const (
	stylePath     = "/_wprest/style.css"
	iconPath      = "/_wprest/icon.svg"
	uploadsPath   = "/wp-content/uploads/"
	authorizePath = "/wp-admin/authorize-application.php"
)

// pages serves what is not the API: the start page, its files, uploads, and
// "not found".
type pages struct {
	api       *wprest.Server
	options   wp.OptionStore
	templates *template.Template
	uploads   *uploads
	log       *slog.Logger

	base       string // path of home, without a slash at the end
	uploadBase string // path of the uploads
	start      time.Time
	tags       map[string]string // ETags of the files, by path
	routes     template.HTML     // the part of the start page that never changes
	facts      facts
}

// facts are what every page tells of the site and the server.
type facts struct {
	Address          string // of the site
	Home, Root, Link string
	Style, Icon      string
	Version          string
	Namespaces       []namespaceView
	Plain            []string // routes that can be tried as they are
	Routes           int
}

// A pageView is what a page is made of.
type pageView struct {
	facts
	Title, Tagline string
	Heading        string // of this page; "" on the start page
	RouteList      template.HTML
	Auth           []authView
	Examples       []example
	Try            *tried
}

func newPages(s *site, siteURL string, log *slog.Logger) (*pages, error) {
	templates, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return nil, err
	}
	p := &pages{
		api: s.api, options: s.db.Options(), templates: templates, log: log,
		base: pathOf(s.home), uploadBase: pathOf(siteURL) + uploadsPath, start: time.Now(),
		tags: map[string]string{stylePath: tagOf(styleCSS), iconPath: tagOf(iconSVG)},
	}
	p.uploads = &uploads{files: s.uploads, notFound: http.HandlerFunc(p.notFound), log: log}
	info, _ := debug.ReadBuildInfo()
	p.facts = facts{
		Address: s.home, Home: p.base + "/", Root: s.api.Root(), Link: s.api.DiscoveryLink(),
		Style: p.base + stylePath + "?v=" + p.tags[stylePath], Icon: p.base + iconPath + "?v=" + p.tags[iconPath],
		Version: buildVersion(info),
	}
	p.facts.Namespaces, p.facts.Plain = viewRoutes(s.api)
	for _, ns := range p.facts.Namespaces {
		p.facts.Routes += len(ns.Routes)
	}
	var text bytes.Buffer
	if err := templates.ExecuteTemplate(&text, "routes", p.facts); err != nil {
		return nil, err
	}
	p.routes = template.HTML(text.String()) // made by the template just now
	return p, nil
}

// tagOf names the content of a file.
func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// ServeHTTP implements http.Handler.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only the REST API takes this method: "+p.facts.Root, http.StatusMethodNotAllowed)
		return
	}
	if name, ok := strings.CutPrefix(r.URL.Path, p.uploadBase); ok {
		p.uploads.serve(w, r, name)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, p.base)
	if !ok {
		path = "outside of the site"
	}
	switch path {
	case "", "/", "/index.php":
		p.startPage(w, r)
	case stylePath:
		p.file(w, r, path, "text/css; charset=utf-8", styleCSS)
	case iconPath:
		p.file(w, r, path, "image/svg+xml", iconSVG)
	case "/favicon.ico":
		p.file(w, r, iconPath, "image/svg+xml", iconSVG)
	default:
		p.notFound(w, r)
	}
}

// file serves one of the program's own files.
func (p *pages) file(w http.ResponseWriter, r *http.Request, path, kind string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("ETag", `"`+p.tags[path]+`"`)
	http.ServeContent(w, r, "", p.start, bytes.NewReader(content))
}

func (p *pages) startPage(w http.ResponseWriter, r *http.Request) {
	v := pageView{RouteList: p.routes, Auth: p.authentication(r.Context()), Examples: p.examples()}
	if query := r.URL.Query(); query.Has("try") {
		v.Try = p.try(r, query.Get("try"), query.Get("query"))
	}
	p.render(w, r, http.StatusOK, v)
}

func (p *pages) notFound(w http.ResponseWriter, r *http.Request) {
	p.render(w, r, http.StatusNotFound, pageView{Heading: "Nothing here"})
}

// render sends a page.
func (p *pages) render(w http.ResponseWriter, r *http.Request, status int, v pageView) {
	v.facts = p.facts
	o, err := p.options.Options(r.Context(), "blogname", "blogdescription")
	if err == nil {
		// These are stored with their characters escaped.
		v.Title, v.Tagline = html.UnescapeString(o["blogname"]), html.UnescapeString(o["blogdescription"])
	}
	var text bytes.Buffer
	if err == nil {
		err = p.templates.ExecuteTemplate(&text, "page", v)
	}
	if err != nil {
		p.log.ErrorContext(r.Context(), "page cannot be made", "error", err)
		http.Error(w, "Something went wrong on this site.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=UTF-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Length", strconv.Itoa(text.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // the client may be gone
}

// An authView is a way to say who one is.
type authView struct{ Name, How string }

// authentication lists what the index offers, in words.
func (p *pages) authentication(ctx context.Context) []authView {
	offers := []authView{}
	index, _ := p.api.Do(ctx, wprest.NewRequest(http.MethodGet, "/")).Data.(*wprest.Map)
	offered, _ := index.Get("authentication").(*wprest.Map)
	if offered.Has("application-passwords") {
		offers = append(offers, authView{"Application passwords", "Login and application password, over HTTP Basic."})
	}
	return append(offers, authView{"Login cookie and nonce", "For pages at this site's address, with a nonce in the header X-WP-Nonce."})
}
