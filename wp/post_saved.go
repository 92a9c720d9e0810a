package wp

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// saved stores what belongs to a post besides its row.
func (w *postWriter) saved(ctx context.Context, c wprest.Change[Post]) error {
	if view := c.Item.view; view != nil { // the change has not touched them
		wprest.Memorize(ctx, optionsKey{w.site.stores.Options}, view.options)
	}
	if err := w.rowSaved(ctx, c.Before, c.Item, c.Request); err != nil {
		return err
	}
	step := func(save func(context.Context, wprest.Change[Post]) error) func(context.Context) error {
		return func(ctx context.Context) error { return save(ctx, c) }
	}
	first := []func(context.Context) error{step(w.saveSticky), step(w.saveFeatured), step(w.saveFormat)}
	if !c.New {
		first = []func(context.Context) error{step(w.saveFormat), step(w.saveFeatured), step(w.saveSticky)}
	}
	return inTurn(ctx, append(first, step(w.saveTemplate), step(w.saveTerms), step(w.saveMeta))...)
}

// lastly is the priority of what follows the hooks of a host.
const lastly = math.MaxInt

// keepRevision makes a revision of an updated post, once all of it is stored.
func (w *postWriter) keepRevision(ctx context.Context, c wprest.Change[Post]) (wprest.Change[Post], error) {
	if c.New {
		return c, nil
	}
	return c, w.site.saveRevision(ctx, w.t, c.Item)
}

// rowSaved stores what follows from the row of a post alone, whoever saves it:
// the identifier of a new one, default terms, old addresses, and notes for what
// is published. Before is nil for a new post; terms that r has need no default.
func (w *postWriter) rowSaved(ctx context.Context, before, p *Post, r *wprest.Request) error {
	if before == nil {
		if err := w.saveGUID(ctx, p); err != nil {
			return err
		}
	}
	if err := w.saveDefaultTerms(ctx, p, r); err != nil {
		return err
	}
	if before != nil {
		if err := w.saveOldAddress(ctx, before, p); err != nil {
			return err
		}
	}
	if err := w.site.schedulePost(ctx, before, p); err != nil {
		return err
	}
	return w.site.published(ctx, w.t, p)
}

// saveGUID gives a new post its identifier: its address at that moment.
func (w *postWriter) saveGUID(ctx context.Context, p *Post) error {
	if p.Slug == "" && !hasDraftSlug(p.Status) {
		slug, err := w.site.uniqueSlug(ctx, w.t, p, fmt.Sprint(p.ID))
		if err != nil {
			return err
		}
		p.Slug = slug
	}
	link, err := w.site.permalink(ctx, p)
	if err != nil {
		return err
	}
	p.GUID = link
	_, err = w.store().Update(ctx, p.ID, func(stored *Post) error {
		stored.GUID, stored.Slug = link, p.Slug
		return nil
	})
	return err
}

func (w *postWriter) store() wprest.Updater[int64, Post] {
	store, _ := w.site.stores.Posts.(wprest.Updater[int64, Post])
	return store
}

// saveOldAddress remembers the slug and the day that a published post had.
func (w *postWriter) saveOldAddress(ctx context.Context, before, p *Post) error {
	if p.Status != StatusPublish && (p.Type != attachmentType || p.Status != StatusInherit) || w.t.Hierarchical {
		return nil
	}
	const day = "2006-01-02"
	for _, part := range []struct{ key, old, now string }{
		{"_wp_old_slug", before.Slug, p.Slug}, {"_wp_old_date", before.Date.Format(day), p.Date.Format(day)},
	} {
		if part.old == part.now {
			continue
		}
		all, err := w.site.stores.Meta.Meta(ctx, PostMeta, []int64{p.ID}, part.key)
		if err != nil {
			return err
		}
		values := all[p.ID][part.key]
		if part.old != "" && !slices.Contains(values, part.old) {
			values = append(values, part.old)
		}
		values = slices.DeleteFunc(values, func(v string) bool { return v == part.now })
		if err := w.site.stores.Meta.SetMeta(ctx, PostMeta, p.ID, part.key, values...); err != nil {
			return err
		}
	}
	return nil
}

// published notes what is to be done about a published post: those who read its
// meta ping what it links to, and look for files in it.
func (s *Site) published(ctx context.Context, t *PostType, p *Post) error {
	if p.Status != StatusPublish || t.Name != "post" && t.Name != "page" {
		return nil
	}
	if err := s.notFresh(ctx); err != nil || t.Name != "post" {
		return err
	}
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	if err := s.schedulePings(ctx, o); err != nil {
		return err
	}
	keys := []string{"_encloseme"}
	if o.isOn("default_pingback_flag") {
		keys = []string{"_pingme", "_encloseme"}
	}
	all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{p.ID}, keys...)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if len(all[p.ID][key]) > 0 {
			continue
		}
		if err := s.stores.Meta.SetMeta(ctx, PostMeta, p.ID, key, "1"); err != nil {
			return err
		}
	}
	return nil
}

// notFresh says that the site shows more than a new one.
func (s *Site) notFresh(ctx context.Context) error {
	const option = "fresh_site"
	if s.isUsed.Load() {
		return nil
	}
	stored, err := s.stores.Options.Options(ctx, option)
	if err != nil {
		return err
	}
	if stored[option] == "0" {
		s.isUsed.Store(true)
		return nil
	}
	if apart, ok := s.stores.Options.(ApartOptionStore); ok {
		return apart.SetOptionApart(ctx, option, "0")
	}
	return s.stores.Options.SetOption(ctx, option, "0")
}

func (w *postWriter) saveSticky(ctx context.Context, c wprest.Change[Post]) error {
	if w.t.Name != "post" || !c.Request.Has("sticky") {
		return nil
	}
	return w.site.setSticky(ctx, c.Item.ID, c.Request.Bool("sticky"))
}

// setSticky puts a post on top, or takes it from there.
func (s *Site) setSticky(ctx context.Context, id int64, sticky bool) error {
	stored, err := s.stores.Options.Options(ctx, "sticky_posts") // as it is now: others may have added to it
	if err != nil {
		return err
	}
	ids := options{values: stored}.ids("sticky_posts")
	if slices.Contains(ids, id) == sticky {
		return nil
	}
	ids = slices.DeleteFunc(ids, func(other int64) bool { return other == id })
	if sticky {
		ids = append(ids, id)
	}
	return s.setOption(ctx, "sticky_posts", phpvalue.Encode(wprest.ListOf(anys(ids)...)))
}

// setOption stores an option, and lets the request see it.
func (s *Site) setOption(ctx context.Context, name, value string) error {
	err := s.stores.Options.SetOption(ctx, name, value)
	wprest.ForgetMemo(ctx)
	return err
}

func (w *postWriter) saveFeatured(ctx context.Context, c wprest.Change[Post]) error {
	if !w.t.supports("thumbnail") || !c.Request.Has("featured_media") {
		return nil
	}
	var values []string
	if id := abs(c.Request.Int("featured_media")); id != 0 {
		image, err := w.site.post(ctx, id)
		if err != nil || image == nil {
			return err
		}
		if image.Type == attachmentType && strings.HasPrefix(image.MimeType, "image/") {
			values = append(values, fmt.Sprint(id))
		}
	}
	return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, "_thumbnail_id", values...)
}

func (w *postWriter) saveTemplate(ctx context.Context, c wprest.Change[Post]) error {
	if !c.Request.Has("template") {
		return nil
	}
	return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, templateKey, c.Request.String("template"))
}

func (w *postWriter) saveMeta(ctx context.Context, c wprest.Change[Post]) error {
	if !w.t.supports("custom-fields") || c.Request.Get("meta") == nil {
		return nil
	}
	object, err := w.site.postObject(ctx, c.Item)
	if err != nil {
		return err
	}
	m := &metaWriter{store: w.site.stores.Meta, kind: PostMeta, id: c.Item.ID, object: object}
	return m.write(ctx, w.site.metaOf(w.t), c.Request.Get("meta"))
}
