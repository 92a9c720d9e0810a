package wp

import (
	"context"
	"fmt"
	"net/url"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// maxSlug is how many bytes the column holds.
const maxSlug = 200

// slug takes in the slug, or makes one of the title when the post gets public.
func (c *postChange) slug(ctx context.Context) error {
	given := c.r.Sent("slug")
	if given {
		c.p.Slug = c.r.String("slug")
	}
	if c.p.Status == StatusPending {
		ok, err := wprest.May(ctx, c.t.caps().PublishPosts)
		if err != nil {
			return err
		}
		if !ok {
			c.p.Slug = ""
		}
	}
	draft := c.p.Status == StatusDraft || c.p.Status == StatusPending || c.p.Status == StatusAutoDraft
	if c.p.Slug == "" {
		if draft {
			return nil
		}
		c.p.Slug = text.Slug(c.p.Title)
	}
	if draft && !(given && (!c.isNew || c.r.Sent("status"))) {
		return nil
	}
	var err error
	c.p.Slug, err = c.site.uniqueSlug(ctx, c.t, c.p, c.p.Slug)
	return err
}

// uniqueSlug returns the slug, or the first of slug-2, slug-3 … that no other
// post has. It mirrors wp_unique_post_slug.
func (s *Site) uniqueSlug(ctx context.Context, t *PostType, p *Post, slug string) (string, error) {
	if slug == "" {
		return "", nil
	}
	o, err := s.options(ctx)
	if err != nil {
		return "", err
	}
	return text.UniqueSlug(slug, maxSlug, func(candidate string) (bool, error) {
		if text.ReservedSlug(candidate, t.Hierarchical) || t.Name == "post" && text.DateSlug(candidate, o.text("permalink_structure")) {
			return true, nil
		}
		where := []wprest.Condition{wprest.Where("slug", candidate), {Field: "id", Op: wprest.NotIn, Values: []any{p.ID}}}
		if t.Hierarchical {
			where = append(where, wprest.Where("type", t.Name, "attachment"), wprest.Where("parent", p.Parent))
		} else {
			where = append(where, wprest.Where("type", t.Name))
		}
		found, _, err := s.stores.Posts.List(ctx, wprest.Query{Where: where, Limit: 1, NoTotal: true, Fields: []string{"id"}})
		return len(found) > 0, err
	})
}

// generatedSlug is the slug that the title would give.
func (s *Site) generatedSlug(ctx context.Context, _ *wprest.Request, p *Post) (any, error) {
	slug := text.Slug(p.Title)
	if slug == "" {
		slug = fmt.Sprint(p.ID)
	}
	t := s.postType(p.Type)
	if t == nil {
		return slug, nil
	}
	slug, err := s.uniqueSlug(ctx, t, p, slug)
	if plain, bad := url.PathUnescape(slug); bad == nil {
		slug = plain
	}
	return text.EscapeHTML(slug), err
}
