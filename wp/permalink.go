package wp

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
)

// permalink returns the address of a post.
//
// See https://wordpress.org/documentation/article/customize-permalinks/.
func (s *Site) permalink(ctx context.Context, p *Post) (string, error) {
	o, err := s.options(ctx)
	if err != nil {
		return "", err
	}
	pretty, err := s.showsPretty(ctx, p)
	if err != nil {
		return "", err
	}
	return s.link(ctx, o, p, pretty, "")
}

// showsPretty reports whether the status of a post lets the user see it under an
// address of its own.
func (s *Site) showsPretty(ctx context.Context, p *Post) (bool, error) {
	if p.Status == StatusPrivate {
		return s.mayPost(ctx, "read_post", p)
	}
	st := s.status(p.Status)
	return st != nil && st.Public, nil
}

// alternateLink announces the page of a post beside the answer about it.
func (s *Site) alternateLink(t *PostType) func(ctx context.Context, resp *wprest.Response, p *Post) error {
	if !t.viewable() {
		return nil
	}
	return func(ctx context.Context, resp *wprest.Response, p *Post) error {
		link, err := s.permalink(ctx, p)
		if err == nil {
			resp.SetHeader("Link", "<"+link+`>; rel="alternate"; type=text/html`)
		}
		return err
	}
}

// permalinkTemplate is the address as if the post were published, with a place
// for its slug.
func (s *Site) permalinkTemplate(ctx context.Context, p *Post) (string, error) {
	o, err := s.options(ctx)
	if err != nil {
		return "", err
	}
	place := "%pagename%"
	if p.Type == "post" || p.Type == attachmentType {
		place = "%postname%"
	}
	return s.link(ctx, o, p, p.Status != StatusTrash || p.Type != "post", place)
}

// link builds an address. A place, when not empty, stands for the slug.
func (s *Site) link(ctx context.Context, o options, p *Post, pretty bool, place string) (string, error) {
	t := s.postType(p.Type)
	structure := o.text("permalink_structure")
	switch {
	case p.Type == "page" && o.isFrontPage(p.ID):
		return o.home() + "/", nil // whatever its status
	case p.Type == attachmentType:
		return s.attachmentLink(ctx, o, p, place)
	case !pretty || structure == "" || t == nil:
		return s.plainLink(o, t, p), nil
	case t.Name == "post":
		path, err := s.fillStructure(ctx, o, structure, p, cmp.Or(place, p.Slug))
		return o.home() + path, err
	}
	return s.pathLink(ctx, o, t, p, cmp.Or(place, p.Slug))
}

// pathLink is the address of a post by its slug and those of its ancestors.
func (s *Site) pathLink(ctx context.Context, o options, t *PostType, p *Post, slug string) (string, error) {
	path := slug
	if t.Hierarchical {
		ancestors, err := s.ancestorSlugs(ctx, p)
		if err != nil {
			return "", err
		}
		path = ancestors + slug
	}
	if t.NoRewrite {
		return o.home() + "/?" + cmp.Or(t.QueryVar, t.Name) + "=" + path, nil
	}
	if path += o.slash(); t.Name == "page" {
		return o.home() + "/" + path, nil
	}
	return o.home() + "/" + t.slug() + "/" + path, nil
}

const attachmentType = "attachment"

// attachmentLink is the address of the page of an attachment: below that of its
// parent.
func (s *Site) attachmentLink(ctx context.Context, o options, p *Post, place string) (string, error) {
	plain := o.home() + "/?attachment_id=" + strconv.FormatInt(p.ID, 10)
	structure := o.text("permalink_structure")
	switch {
	case structure == "", p.Parent == p.ID, p.Parent == 0 && place != "":
		return plain, nil
	case p.Parent == 0:
		return o.home() + "/" + p.Slug + o.slash(), nil
	}
	parent, err := s.post(ctx, p.Parent)
	if err != nil || parent == nil {
		return plain, err
	}
	t := s.postType(parent.Type)
	pretty, err := s.showsPretty(ctx, parent)
	if err != nil || t == nil || !t.viewable() || !pretty {
		return plain, err
	}
	var above string
	if t.Name == "page" { // its path, though it may be the front page
		above, err = s.pathLink(ctx, o, t, parent, parent.Slug)
	} else {
		above, err = s.link(ctx, o, parent, true, "")
	}
	if err != nil || strings.Contains(above, "?") {
		return plain, err
	}
	slug := cmp.Or(place, p.Slug)
	if isDigits(p.Slug) || strings.Contains(structure, "%category%") {
		slug = "attachment/" + slug
	}
	return strings.TrimRight(above, "/") + "/" + slug + o.slash(), nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// slash ends pretty addresses where the structure says so.
func (o options) slash() string {
	if strings.HasSuffix(o.text("permalink_structure"), "/") {
		return "/"
	}
	return ""
}

// isFrontPage reports whether a page is the front page of the site.
func (o options) isFrontPage(id int64) bool {
	return id != 0 && o.text("show_on_front") == "page" && o.number("page_on_front") == id
}

func (s *Site) plainLink(o options, t *PostType, p *Post) string {
	id := strconv.FormatInt(p.ID, 10)
	switch {
	case t == nil || t.Name == "post":
		return o.home() + "/?p=" + id
	case t.Name == "page":
		return o.home() + "/?page_id=" + id
	}
	return o.home() + "/?post_type=" + url.QueryEscape(t.Name) + "&p=" + id
}

// fillStructure puts the parts of a post into a permalink structure.
//
// See https://wordpress.org/documentation/article/customize-permalinks/#structure-tags.
func (s *Site) fillStructure(ctx context.Context, o options, structure string, p *Post, slug string) (string, error) {
	out := make([]byte, 0, len(structure)+len(slug))
	for {
		before, rest, found := strings.Cut(structure, "%")
		out = append(out, before...)
		if !found {
			return string(out), nil
		}
		name, after, _ := strings.Cut(rest, "%")
		value, known, err := s.structureTag(ctx, o, p, name, slug)
		if err != nil {
			return "", err
		}
		if structure = after; !known {
			value, structure = "%", rest
		}
		out = append(out, value...)
	}
}

// structureTag is what stands in the place of a tag of a permalink structure.
func (s *Site) structureTag(ctx context.Context, o options, p *Post, name, slug string) (value string, known bool, err error) {
	layout := ""
	switch name {
	case "postname":
		return slug, true, nil
	case "post_id":
		return strconv.FormatInt(p.ID, 10), true, nil
	case "author":
		value, err = s.authorSlug(ctx, p.Author)
		return value, true, err
	case "category":
		value, err = s.categoryPath(ctx, o, p)
		return value, true, err
	case "year":
		layout = "2006"
	case "monthnum":
		layout = "01"
	case "day":
		layout = "02"
	case "hour":
		layout = "15"
	case "minute":
		layout = "04"
	case "second":
		layout = "05"
	default:
		return "", false, nil
	}
	if p.Date.IsZero() {
		return strings.Repeat("0", len(layout)), true, nil
	}
	return p.Date.Format(layout), true, nil
}

type authorSlugKey int64

// authorSlug is the slug of a user, or "".
func (s *Site) authorSlug(ctx context.Context, id int64) (string, error) {
	return wprest.Memo(ctx, authorSlugKey(id), func() (string, error) {
		u, err := s.stores.Users.Get(ctx, id)
		if isNotExist(err) {
			return "", nil
		}
		return u.Slug, err
	})
}

// categoryPath is the slug of the first category of a post, after those of the
// categories above it.
func (s *Site) categoryPath(ctx context.Context, o options, p *Post) (string, error) {
	var of []Term
	if p.view != nil && p.view.terms != nil {
		of = p.view.terms[categoryTaxonomy]
	} else {
		all, err := s.stores.PostTerms.PostTerms(ctx, []int64{p.ID}, []string{categoryTaxonomy})
		if err != nil {
			return "", err
		}
		of = all[p.ID]
	}
	id := o.number("default_category")
	if len(of) > 0 {
		id = slices.MinFunc(of, func(a, b Term) int { return cmp.Compare(a.ID, b.ID) }).ID
	}
	path := ""
	for n := 0; id != 0 && n < maxAncestors; n++ {
		term, err := s.category(ctx, id)
		if err != nil || term == nil {
			return path, err
		}
		if path != "" {
			path = "/" + path
		}
		path, id = term.Slug+path, term.Parent
	}
	return path, nil
}

type categoryKey int64

// category returns a category, or nil.
func (s *Site) category(ctx context.Context, id int64) (*Term, error) {
	return wprest.Memo(ctx, categoryKey(id), func() (*Term, error) {
		term, err := s.stores.Terms.Get(ctx, id)
		if isNotExist(err) {
			return nil, nil
		}
		return &term, err
	})
}

// maxAncestors bounds how far up a tree is followed, which may hold a circle.
const maxAncestors = 100

// ancestorSlugs returns the slugs above a post, each with a slash behind it. An
// ancestor without a slug is left out.
func (s *Site) ancestorSlugs(ctx context.Context, p *Post) (string, error) {
	path := ""
	for id, n := p.Parent, 0; id != 0 && n < maxAncestors; n++ {
		parent, err := s.post(ctx, id)
		if err != nil || parent == nil {
			return path, err
		}
		if parent.Slug != "" {
			path = parent.Slug + "/" + path
		}
		id = parent.Parent
	}
	return path, nil
}
