package wp

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

func (s *Site) titleValue(_ context.Context, r *wprest.Request, p *Post) (any, error) {
	m := &wprest.Map{}
	if r.Context() == "edit" && r.Wants("title.raw") {
		m.Set("raw", p.Title)
	}
	if r.Wants("title.rendered") {
		m.Set("rendered", s.renderTitle(p.Title))
	}
	return m, nil
}

// hasPassword reports whether readers need a password for the texts of a post.
func hasPassword(p *Post) bool { return p.Password != "" && p.Password != "0" }

// locked reports whether the texts of a post are hidden behind its password.
func (s *Site) locked(ctx context.Context, r *wprest.Request, p *Post) (bool, error) {
	if !hasPassword(p) || r.String("password") == p.Password {
		return false, nil
	}
	if r.Context() != "edit" {
		return true, nil
	}
	ok, err := s.mayPost(ctx, "edit_post", p)
	return !ok, err
}

// unlessLocked renders a text of a post, or nothing if that is hidden.
func (s *Site) unlessLocked(ctx context.Context, r *wprest.Request, p *Post, render func() string) (string, error) {
	if locked, err := s.locked(ctx, r, p); locked || err != nil {
		return "", err
	}
	return render(), nil
}

func (s *Site) contentValue(ctx context.Context, r *wprest.Request, p *Post) (any, error) {
	m := &wprest.Map{}
	edit := r.Context() == "edit"
	if edit && r.Wants("content.raw") {
		m.Set("raw", p.Content)
	}
	if r.Wants("content.rendered") {
		rendered, err := s.unlessLocked(ctx, r, p, func() string { return s.renderContent(ctx, p) })
		if err != nil {
			return nil, err
		}
		m.Set("rendered", rendered)
	}
	m.Set("protected", hasPassword(p))
	if edit {
		m.Set("block_version", boolInt(strings.Contains(p.Content, blockOpener)))
	}
	return m, nil
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (s *Site) excerptValue(ctx context.Context, r *wprest.Request, p *Post) (any, error) {
	m := &wprest.Map{}
	if r.Context() == "edit" && r.Wants("excerpt.raw") {
		m.Set("raw", p.Excerpt)
	}
	if r.Wants("excerpt.rendered") {
		rendered, err := s.unlessLocked(ctx, r, p, func() string { return s.renderExcerpt(ctx, r, p) })
		if err != nil {
			return nil, err
		}
		m.Set("rendered", rendered)
	}
	m.Set("protected", hasPassword(p))
	return m, nil
}

// classList is the CSS classes of a post's element. It mirrors get_post_class.
func (s *Site) classList(_ context.Context, _ *wprest.Request, p *Post) (any, error) {
	t := s.postType(p.Type)
	if t == nil {
		return []string{}, nil
	}
	list := make([]string, 0, 12)
	list = append(list, "post-"+strconv.FormatInt(p.ID, 10), p.Type, "type-"+p.Type, "status-"+p.Status)
	if t.supports("post-formats") {
		format, _ := formatOf(p).(string)
		list = append(list, "format-"+format)
	}
	switch {
	case hasPassword(p):
		list = append(list, "post-password-required")
	case t.Name != attachmentType && wprest.Truthy(p.view.first("_thumbnail_id")):
		list = append(list, "has-post-thumbnail")
	}
	list = append(list, "hentry")
	for _, x := range s.taxonomiesOf(t) {
		if !x.Public {
			continue
		}
		prefix := x.Name + "-"
		if x.Name == tagTaxonomy {
			prefix = "tag-"
		}
		for _, term := range p.view.terms[x.Name] {
			class := prefix + text.ClassToken(term.Slug, strconv.FormatInt(term.ID, 10))
			if !slices.Contains(list, class) {
				list = append(list, class)
			}
		}
	}
	return list, nil
}
