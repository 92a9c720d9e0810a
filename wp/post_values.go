package wp

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// first returns the first value of a meta key, or "".
func (v *postView) first(key string) string {
	if values := v.meta[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// postValues makes the properties of posts.
func (s *Site) postValues(t *PostType) map[string]wprest.ValueFunc[Post] {
	values := map[string]wprest.ValueFunc[Post]{
		"id":             plain(func(p *Post) any { return p.ID }),
		"slug":           plain(func(p *Post) any { return p.Slug }),
		"status":         plain(func(p *Post) any { return p.Status }),
		"type":           plain(func(p *Post) any { return p.Type }),
		"password":       plain(func(p *Post) any { return p.Password }),
		"author":         plain(func(p *Post) any { return p.Author }),
		"parent":         plain(func(p *Post) any { return p.Parent }),
		"menu_order":     plain(func(p *Post) any { return p.MenuOrder }),
		"comment_status": plain(func(p *Post) any { return p.CommentStatus }),
		"ping_status":    plain(func(p *Post) any { return p.PingStatus }),
		"date":           plain(func(p *Post) any { return formatDate(p.Date, p.view.options.zone()) }),
		"modified":       plain(func(p *Post) any { return formatDate(p.Modified, p.view.options.zone()) }),
		"date_gmt":       plain(dateGMT),
		"modified_gmt":   plain(s.modifiedGMT),
		"guid":           rawRendered(func(p *Post) (string, string) { return p.GUID, p.GUID }),
		"title":          s.titleValue,
		"content":        s.contentValue,
		"excerpt":        s.excerptValue,
		"featured_media": plain(func(p *Post) any { return wprest.ToInt(p.view.first("_thumbnail_id")) }),
		"sticky":         plain(func(p *Post) any { return isSticky(p) }),
		"template":       plain(func(p *Post) any { return templateOf(p.view.meta) }),
		"format":         plain(formatOf),
		"link":           func(ctx context.Context, _ *wprest.Request, p *Post) (any, error) { return s.permalink(ctx, p) },
		"permalink_template": func(ctx context.Context, _ *wprest.Request, p *Post) (any, error) {
			return s.permalinkTemplate(ctx, p)
		},
		"generated_slug": s.generatedSlug,
		"class_list":     s.classList,
		"meta":           s.metaValue(t),
	}
	for _, x := range s.restTaxonomiesOf(t) {
		values[x.base()] = plain(func(p *Post) any { return termIDs(p.view.terms[x.Name]) })
	}
	return values
}

// plain is a ValueFunc that needs the post alone.
func plain(value func(p *Post) any) wprest.ValueFunc[Post] {
	return func(_ context.Context, _ *wprest.Request, p *Post) (any, error) { return value(p), nil }
}

// rawRendered is a ValueFunc of a text with a stored and a rendered form.
func rawRendered(forms func(p *Post) (raw, rendered string)) wprest.ValueFunc[Post] {
	return func(_ context.Context, r *wprest.Request, p *Post) (any, error) {
		raw, rendered := forms(p)
		m := &wprest.Map{}
		m.Set("rendered", rendered)
		if r.Context() == "edit" {
			m.Set("raw", raw)
		}
		return m, nil
	}
}

// dateGMT is the date as UTC; that of a draft whose date floats is made of its
// local one.
func dateGMT(p *Post) any {
	zone := p.view.options.zone()
	if p.DateGMT.IsZero() {
		return formatDate(instant(p.Date, zone), zone)
	}
	return formatDate(p.DateGMT, zone)
}

func (s *Site) modifiedGMT(p *Post) any {
	zone := p.view.options.zone()
	if p.ModifiedGMT.IsZero() {
		// Quirk: by the offset of now, not by that of the date.
		_, offset := s.now().In(zone).Zone()
		return formatDate(p.Modified.Add(-time.Duration(offset)*time.Second), zone)
	}
	return formatDate(p.ModifiedGMT, zone)
}

func isSticky(p *Post) bool { return slices.Contains(p.view.options.sticky, p.ID) }

const templateKey = "_wp_page_template"

// templateOf is the template that a post has by its meta; "" is the usual one.
func templateOf(meta map[string][]string) string {
	if template := firstOf(meta[templateKey]); template != "default" {
		return template
	}
	return ""
}

func formatOf(p *Post) any {
	for _, term := range p.view.terms[formatTaxonomy] {
		return strings.TrimPrefix(term.Slug, "post-format-")
	}
	return "standard"
}

func termIDs(terms []Term) []int64 {
	ids := make([]int64, 0, len(terms))
	for _, term := range terms {
		ids = append(ids, term.ID)
	}
	return ids
}
