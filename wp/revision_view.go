package wp

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// revisionView shows the revisions of the posts of a type, and with a preview
// also its autosaves.
func (s *Site) revisionView(t *PostType, item *wprest.Schema, preview bool) *wprest.Controller[int64, Post] {
	schema := s.revisionSchema(t, item)
	if preview {
		schema.Properties = append(schema.Properties, &wprest.Schema{
			Name: "preview_link", Type: "string", Format: "uri", Context: editOnly(), Readonly: true, Description: "Where the change can be seen.",
		})
	}
	return &wprest.Controller[int64, Post]{
		Schema: schema,
		Key:    func(p *Post) int64 { return p.ID },
		Values: s.revisionValues(t, schema),
		Load:   s.loadRevisions(t),
		AllLinks: func(_ context.Context, r *wprest.Request, l *wprest.Links, p *Post) {
			if p.Parent != 0 && r.Wants("parent") {
				l.Add("parent", l.To("%s/%d", t.route(), p.Parent))
			}
		},
	}
}

// revisionSchema is the item schema of revisions: columns of their own, and the
// texts as the schema of the type's items has them.
//
// See https://developer.wordpress.org/rest-api/reference/post-revisions/#schema.
func (s *Site) revisionSchema(t *PostType, item *wprest.Schema) *wprest.Schema {
	property := func(name, kind, format string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Format: format, Context: context, Description: "The " + name + " of the revision."}
	}
	schema := &wprest.Schema{Title: t.Name + "-revision", Type: "object", Properties: []*wprest.Schema{
		property("author", "integer", "", everywhere()),
		property("date", "string", "date-time", everywhere()),
		property("date_gmt", "string", "date-time", viewEdit()),
		item.Property("guid"),
		property("id", "integer", "", everywhere()),
		property("modified", "string", "date-time", viewEdit()),
		property("modified_gmt", "string", "date-time", viewEdit()),
		property("parent", "integer", "", everywhere()),
		property("slug", "string", "", everywhere()),
	}}
	for _, name := range []string{"title", "content", "excerpt"} {
		if p := item.Property(name); p != nil {
			schema.Properties = append(schema.Properties, p)
		}
	}
	schema.Properties = append(schema.Properties, s.metaSchema(t))
	return schema
}

// loadRevisions loads what a list of revisions needs, with a fixed number of
// queries.
func (s *Site) loadRevisions(t *PostType) func(ctx context.Context, r *wprest.Request, items []*Post) error {
	return func(ctx context.Context, r *wprest.Request, items []*Post) error {
		l, err := s.newPostLoader(ctx, t, r, items)
		if err != nil {
			return err
		}
		return inTurn(ctx, l.meta, l.related)
	}
}

// revisionValues makes the properties of revisions.
func (s *Site) revisionValues(t *PostType, schema *wprest.Schema) map[string]wprest.ValueFunc[Post] {
	date := func(of func(p *Post) (shown, gmt time.Time)) wprest.ValueFunc[Post] {
		return plain(func(p *Post) any {
			shown, gmt := of(p)
			if gmt.IsZero() {
				return nil
			}
			return formatDate(shown, p.view.options.zone())
		})
	}
	parts := func(name string, raw func(p *Post) string, render func(ctx context.Context, r *wprest.Request, p *Post) string) wprest.ValueFunc[Post] {
		return textParts(schema.Property(name), raw, render)
	}
	guid := func(p *Post) string { return p.GUID }
	return map[string]wprest.ValueFunc[Post]{
		"author":       plain(func(p *Post) any { return p.Author }),
		"id":           plain(func(p *Post) any { return p.ID }),
		"parent":       plain(func(p *Post) any { return p.Parent }),
		"slug":         plain(func(p *Post) any { return p.Slug }),
		"date":         date(func(p *Post) (time.Time, time.Time) { return p.Date, p.DateGMT }),
		"date_gmt":     date(func(p *Post) (time.Time, time.Time) { return p.DateGMT, p.DateGMT }),
		"modified":     date(func(p *Post) (time.Time, time.Time) { return p.Modified, p.ModifiedGMT }),
		"modified_gmt": date(func(p *Post) (time.Time, time.Time) { return p.ModifiedGMT, p.ModifiedGMT }),
		"guid":         parts("guid", guid, func(_ context.Context, _ *wprest.Request, p *Post) string { return p.GUID }),
		"title": parts("title", func(p *Post) string { return p.Title }, func(_ context.Context, _ *wprest.Request, p *Post) string {
			return s.renderTitle(p.Title)
		}),
		"content": parts("content", func(p *Post) string { return p.Content }, func(ctx context.Context, _ *wprest.Request, p *Post) string {
			return s.renderContent(ctx, p)
		}),
		"excerpt": parts("excerpt", func(p *Post) string { return p.Excerpt }, func(ctx context.Context, r *wprest.Request, p *Post) string {
			if p.Excerpt == "" {
				return "" // it is never made of the content
			}
			return s.renderExcerpt(ctx, r, p)
		}),
		"meta": s.metaValue(t),
		"preview_link": func(ctx context.Context, _ *wprest.Request, p *Post) (any, error) {
			return s.previewLink(ctx, p)
		},
	}
}

// textParts is a ValueFunc of a text with a stored and a rendered form, each
// where the schema shows it.
func textParts(schema *wprest.Schema, raw func(p *Post) string, render func(ctx context.Context, r *wprest.Request, p *Post) string) wprest.ValueFunc[Post] {
	shows := func(r *wprest.Request, name string) bool {
		part := schema.Property(name)
		return (part == nil || part.ShowsIn(r.Context())) && r.Wants(schema.Name+"."+name)
	}
	return func(ctx context.Context, r *wprest.Request, p *Post) (any, error) {
		m := &wprest.Map{}
		if shows(r, "raw") {
			m.Set("raw", raw(p))
		}
		if shows(r, "rendered") {
			m.Set("rendered", render(ctx, r, p))
		}
		return m, nil
	}
}

// previewLink is the address at which a post shows as an autosave has it. An
// autosave that is the post itself, a draft, has no other to name.
func (s *Site) previewLink(ctx context.Context, p *Post) (string, error) {
	of := p
	var query string
	if p.Type == revisionType {
		parent, err := s.post(ctx, p.Parent)
		if err != nil || parent == nil {
			return "", err
		}
		of = parent
		id := wprest.ToString(parent.ID)
		query = "preview_id=" + id + "&preview_nonce=" + url.QueryEscape(s.nonce(ctx, "post_preview_"+id)) + "&"
	}
	if t := s.postType(of.Type); t == nil || !t.viewable() {
		return "", nil
	}
	link, err := s.permalink(ctx, of)
	separator := "?"
	if strings.Contains(link, "?") {
		separator = "&"
	}
	return link + separator + query + "preview=true", err
}

// nonce returns a token that lets the user of a request do an action.
func (s *Site) nonce(ctx context.Context, action string) string {
	var id int64
	token := ""
	if user := wprest.UserFrom(ctx); user != nil {
		id = user.ID
		if user.Via == "cookie" { // the nonces of others know no session
			token = user.Token
		}
	}
	return s.salts.Nonce(action, id, token, s.now())
}
