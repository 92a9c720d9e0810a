package wp

import (
	"context"
	"strings"

	"github.com/wprest/wprest"
)

// postView is what Load brings along for the values of a post.
type postView struct {
	options   options
	terms     map[string][]Term   // by taxonomy
	meta      map[string][]string // by key
	revisions []int64             // ids, newest first
}

// loadPosts loads what the wanted properties of a page of posts need, with one
// query each for terms, meta and revisions.
func (s *Site) loadPosts(t *PostType) func(ctx context.Context, r *wprest.Request, items []*Post) error {
	return func(ctx context.Context, r *wprest.Request, items []*Post) error {
		o, err := s.options(ctx)
		if err != nil {
			return err
		}
		ids := make([]int64, len(items))
		for i, p := range items {
			ids[i] = p.ID
			p.view = &postView{options: o}
		}
		if err := s.loadTerms(ctx, t, r, ids, items); err != nil {
			return err
		}
		if s.wantsMeta(t, r) {
			all, err := s.stores.Meta.Meta(ctx, PostMeta, ids)
			if err != nil {
				return err
			}
			for _, p := range items {
				p.view.meta = all[p.ID]
			}
		}
		if t.supports("revisions") && wantsLinks(r) {
			return s.loadRevisions(ctx, ids, items)
		}
		return nil
	}
}

func wantsLinks(r *wprest.Request) bool {
	return r.Wants("_links") || r.Query.Has("_embed") && r.Wants("_embedded")
}

func (s *Site) wantsMeta(t *PostType, r *wprest.Request) bool {
	if t.supports("thumbnail") && (r.Wants("featured_media") || wantsLinks(r)) || r.Wants("meta") {
		return true
	}
	return r.Context() != "embed" && (r.Wants("template") || r.Wants("class_list"))
}

func (s *Site) loadTerms(ctx context.Context, t *PostType, r *wprest.Request, ids []int64, items []*Post) error {
	var wanted []string
	for _, x := range s.taxonomiesOf(t) {
		shown := x.ShowInREST && r.Wants(x.base()) || x.Name == formatTaxonomy && r.Wants("format")
		if r.Context() != "embed" && (shown || x.Public && t.viewable() && r.Wants("class_list")) {
			wanted = append(wanted, x.Name)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	all, err := s.stores.PostTerms.PostTerms(ctx, ids, wanted)
	if err != nil {
		return err
	}
	for _, p := range items {
		p.view.terms = map[string][]Term{}
		for _, term := range all[p.ID] {
			p.view.terms[term.Taxonomy] = append(p.view.terms[term.Taxonomy], term)
		}
	}
	return nil
}

// loadRevisions finds the revisions of posts, newest first.
func (s *Site) loadRevisions(ctx context.Context, ids []int64, items []*Post) error {
	list, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("type", "revision"), wprest.Where("parent", ids...)},
		Order:   []wprest.Order{{Field: "date", Desc: true}, {Field: "id", Desc: true}},
		NoTotal: true, Fields: []string{"id", "parent"},
	})
	if err != nil {
		return err
	}
	byID := make(map[int64]*Post, len(items))
	for _, p := range items {
		byID[p.ID] = p
	}
	for _, revision := range list {
		if p := byID[revision.Parent]; p != nil {
			p.view.revisions = append(p.view.revisions, revision.ID)
		}
	}
	return nil
}

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
		"modified_gmt":   plain(modifiedGMT),
		"guid":           rawRendered(func(p *Post) (string, string) { return p.GUID, p.GUID }),
		"title":          s.titleValue,
		"content":        s.contentValue,
		"excerpt":        s.excerptValue,
		"featured_media": plain(func(p *Post) any { return wprest.ToInt(p.view.first("_thumbnail_id")) }),
		"sticky":         plain(func(p *Post) any { return isSticky(p) }),
		"template":       plain(templateOf),
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

func dateGMT(p *Post) any {
	zone := p.view.options.zone()
	if p.DateGMT.IsZero() {
		return formatDate(instant(p.Date, zone), zone)
	}
	return formatDate(p.DateGMT, zone)
}

func modifiedGMT(p *Post) any {
	zone := p.view.options.zone()
	if p.ModifiedGMT.IsZero() {
		return formatDate(instant(p.Modified, zone), zone)
	}
	return formatDate(p.ModifiedGMT, zone)
}

func isSticky(p *Post) bool {
	for _, id := range p.view.options.ids("sticky_posts") {
		if id == p.ID {
			return true
		}
	}
	return false
}

func templateOf(p *Post) any {
	if template := p.view.first("_wp_page_template"); template != "default" {
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
