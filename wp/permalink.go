package wp

import (
	"context"
	"fmt"
	"net/url"
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
	st := s.status(p.Status)
	pretty := st != nil && st.Public
	if p.Status == StatusPrivate {
		if pretty, err = s.mayPost(ctx, "read_post", p); err != nil {
			return "", err
		}
	}
	return s.link(ctx, o, p, pretty, "")
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
	place := "%postname%"
	if p.Type != "post" {
		place = "%pagename%"
	}
	return s.link(ctx, o, p, p.Status != StatusTrash, place)
}

// link builds an address. A place, when not empty, stands for the slug.
func (s *Site) link(ctx context.Context, o options, p *Post, pretty bool, place string) (string, error) {
	t := s.postType(p.Type)
	structure := o.text("permalink_structure")
	if !pretty || structure == "" || t == nil {
		return s.plainLink(o, t, p), nil
	}
	slug := p.Slug
	if place != "" {
		slug = place
	}
	if t.Name == "post" {
		return o.home() + s.fillStructure(structure, p, slug), nil
	}
	path := slug
	if t.Hierarchical {
		ancestors, err := s.ancestorSlugs(ctx, p)
		if err != nil {
			return "", err
		}
		path = ancestors + slug
	}
	if t.Name == "page" {
		if o.text("show_on_front") == "page" && o.number("page_on_front") == p.ID && place == "" {
			return o.home() + "/", nil
		}
		return o.home() + "/" + path + "/", nil
	}
	return o.home() + "/" + t.slug() + "/" + path + "/", nil
}

func (s *Site) plainLink(o options, t *PostType, p *Post) string {
	switch {
	case t == nil || t.Name == "post":
		return fmt.Sprintf("%s/?p=%d", o.home(), p.ID)
	case t.Name == "page":
		return fmt.Sprintf("%s/?page_id=%d", o.home(), p.ID)
	}
	return fmt.Sprintf("%s/?post_type=%s&p=%d", o.home(), url.QueryEscape(t.Name), p.ID)
}

// fillStructure puts the parts of a post into a permalink structure.
func (s *Site) fillStructure(structure string, p *Post, slug string) string {
	d := p.Date
	two := func(n int) string { return fmt.Sprintf("%02d", n) }
	return strings.NewReplacer(
		"%year%", strconv.Itoa(d.Year()), "%monthnum%", two(int(d.Month())), "%day%", two(d.Day()),
		"%hour%", two(d.Hour()), "%minute%", two(d.Minute()), "%second%", two(d.Second()),
		"%post_id%", strconv.FormatInt(p.ID, 10), "%postname%", slug,
	).Replace(structure)
}

// maxAncestors bounds how far up a tree is followed, which may hold a circle.
const maxAncestors = 100

// ancestorSlugs returns the slugs above a post, each with a slash behind it.
func (s *Site) ancestorSlugs(ctx context.Context, p *Post) (string, error) {
	path := ""
	for id, n := p.Parent, 0; id != 0 && n < maxAncestors; n++ {
		parent, err := s.post(ctx, id)
		if err != nil || parent == nil {
			return path, err
		}
		path = parent.Slug + "/" + path
		id = parent.Parent
	}
	return path, nil
}

type postKey int64

// post returns a post of any type, once loaded for a request; nil when there is
// none.
func (s *Site) post(ctx context.Context, id int64) (*Post, error) {
	return wprest.Memo(ctx, postKey(id), func() (*Post, error) {
		p, err := s.stores.Posts.Get(ctx, id)
		if isNotExist(err) {
			return nil, nil
		}
		return &p, err
	})
}
