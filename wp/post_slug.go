package wp

import (
	"context"
	"fmt"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// desiredSlugKey is the meta that keeps the slug from before the bin.
const desiredSlugKey = "_wp_desired_post_slug"

// slug takes in the slug, or makes one of the title when the post gets public.
func (c *postChange) slug(ctx context.Context) error {
	if err := c.givenSlug(ctx); err != nil {
		return err
	}
	draft := hasDraftSlug(c.p.Status)
	if c.p.Slug == "0" {
		c.p.Slug = "" // Quirk: as PHP has it.
	}
	if c.p.Slug == "" && !draft {
		c.p.Slug = text.Slug(c.p.Title)
	}
	if err := c.binSlug(ctx); err != nil || draft {
		return err
	}
	if c.p.Slug == "" && !c.isNew {
		c.p.Slug = fmt.Sprint(c.p.ID)
	}
	var err error
	c.p.Slug, err = c.site.uniqueSlug(ctx, c.t, c.p, c.p.Slug)
	return err
}

// hasDraftSlug reports whether posts with a status may be without a slug, or
// with one that another post has.
func hasDraftSlug(status string) bool {
	return status == StatusDraft || status == StatusPending || status == StatusAutoDraft
}

// givenSlug takes in the slug that is sent. Those who may not publish choose none
// for posts that wait for review.
func (c *postChange) givenSlug(ctx context.Context) error {
	if c.r.Sent("slug") {
		c.p.Slug = c.r.String("slug")
		reviewed := c.p.Status == StatusDraft || c.p.Status == StatusPending
		if reviewed && !c.autosave && (!c.isNew || c.r.Sent("status")) {
			p := *c.p
			if !c.r.Has("parent") {
				p.Parent = 0 // Quirk: only a parent that is sent counts.
			}
			var err error
			if c.p.Slug, err = c.site.uniqueSlug(ctx, c.t, &p, c.p.Slug); err != nil {
				return err
			}
		}
	}
	if c.p.Status != StatusPending {
		return nil
	}
	ok, err := wprest.May(ctx, c.t.caps().PublishPosts)
	if err == nil && !ok {
		c.p.Slug = ""
	}
	return err
}

// binSlug changes slugs on the way into the bin and out of it. Posts in the bin
// make way for others.
func (c *postChange) binSlug(ctx context.Context) error {
	meta := c.site.stores.Meta
	was, is := c.before.Status == StatusTrash, c.p.Status == StatusTrash
	switch {
	case c.isNew:
	case was && !is:
		all, err := meta.Meta(ctx, PostMeta, []int64{c.p.ID}, desiredSlugKey)
		if err != nil {
			return err
		}
		if desired := firstOf(all[c.p.ID][desiredSlugKey]); desired != "" {
			c.p.Slug = desired
			if err := meta.SetMeta(ctx, PostMeta, c.p.ID, desiredSlugKey); err != nil {
				return err
			}
		}
	case is && !was:
		c.p.Slug = c.before.Slug
		return c.site.markTrashed(ctx, c.p)
	}
	if is || c.p.Slug == "" {
		return nil
	}
	return c.site.clearSlug(ctx, c.p)
}

// markTrashed gives a post a slug that leaves its own to others, and remembers
// that.
func (s *Site) markTrashed(ctx context.Context, p *Post) error {
	if strings.HasSuffix(p.Slug, text.TrashedSlug("")) {
		return nil
	}
	if err := s.addPostMeta(ctx, p.ID, desiredSlugKey, p.Slug); err != nil {
		return err
	}
	p.Slug = text.TrashedSlug(p.Slug)
	return nil
}

// addPostMeta adds a value to those that a post has of a meta key.
func (s *Site) addPostMeta(ctx context.Context, id int64, key, value string) error {
	all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{id}, key)
	if err != nil {
		return err
	}
	return s.stores.Meta.SetMeta(ctx, PostMeta, id, key, append(all[id][key], value)...)
}

// clearSlug takes the slug of a post from others that are in the bin.
func (s *Site) clearSlug(ctx context.Context, p *Post) error {
	update, ok := s.stores.Posts.(wprest.Updater[int64, Post])
	if !ok {
		return nil
	}
	found, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("slug", p.Slug), wprest.Where("status", StatusTrash)},
		NoTotal: true, Fields: []string{"id"},
	})
	for _, other := range found {
		if err != nil || other.ID == p.ID {
			continue
		}
		_, err = update.Update(ctx, other.ID, func(other *Post) error { return s.markTrashed(ctx, other) })
	}
	return err
}
