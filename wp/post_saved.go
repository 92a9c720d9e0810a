package wp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/text"
)

// saved stores what belongs to a post besides its row.
func (w *postWriter) saved(ctx context.Context, c wprest.Change[Post]) error {
	steps := []func(context.Context, wprest.Change[Post]) error{
		w.saveGUID, w.saveSticky, w.saveFeatured, w.saveFormat, w.saveTemplate, w.saveTerms,
	}
	for _, step := range steps {
		if err := step(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// saveGUID gives a new post its identifier: its address at that moment.
func (w *postWriter) saveGUID(ctx context.Context, c wprest.Change[Post]) error {
	if !c.New {
		return nil
	}
	if c.Item.Slug == "" && !slices.Contains([]string{StatusDraft, StatusPending, StatusAutoDraft}, c.Item.Status) {
		c.Item.Slug = fmt.Sprint(c.Item.ID)
	}
	link, err := w.site.permalink(ctx, c.Item)
	if err != nil {
		return err
	}
	stored, err := w.store().Update(ctx, c.Item.ID, func(p *Post) error {
		p.GUID, p.Slug = link, c.Item.Slug
		return nil
	})
	if err == nil {
		c.Item.GUID = stored.GUID
	}
	return err
}

func (w *postWriter) store() wprest.Updater[int64, Post] {
	store, _ := w.site.stores.Posts.(wprest.Updater[int64, Post])
	return store
}

func (w *postWriter) saveSticky(ctx context.Context, c wprest.Change[Post]) error {
	if w.t.Name != "post" || !c.Request.Has("sticky") {
		return nil
	}
	return w.site.setSticky(ctx, c.Item.ID, c.Request.Bool("sticky"))
}

func (s *Site) setSticky(ctx context.Context, id int64, sticky bool) error {
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	ids := o.ids("sticky_posts")
	if slices.Contains(ids, id) == sticky {
		return nil
	}
	if sticky {
		ids = append(ids, id)
	} else {
		ids = slices.DeleteFunc(ids, func(other int64) bool { return other == id })
	}
	list := wprest.ListOf(anys(ids)...)
	wprest.ForgetMemo(ctx)
	return s.stores.Options.SetOption(ctx, "sticky_posts", phpvalue.Encode(list))
}

func (w *postWriter) saveFeatured(ctx context.Context, c wprest.Change[Post]) error {
	if !w.t.supports("thumbnail") || !c.Request.Has("featured_media") {
		return nil
	}
	id := abs(c.Request.Int("featured_media"))
	if id == 0 {
		return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, "_thumbnail_id")
	}
	image, err := w.site.post(ctx, id)
	switch {
	case err != nil || image == nil:
		return err
	case image.Type != "attachment" || !strings.HasPrefix(image.MimeType, "image/"):
		return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, "_thumbnail_id")
	}
	return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, "_thumbnail_id", fmt.Sprint(id))
}

// saveFormat sets the term that stands for the format.
func (w *postWriter) saveFormat(ctx context.Context, c wprest.Change[Post]) error {
	format := c.Request.String("format")
	if !w.t.supports("post-formats") || format == "" {
		return nil
	}
	if format == "standard" {
		return w.site.stores.PostTerms.SetPostTerms(ctx, c.Item.ID, formatTaxonomy, nil)
	}
	slug := "post-format-" + format
	found, _, err := w.site.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", formatTaxonomy), wprest.Where("slug", slug)}, NoTotal: true,
	})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		create, ok := w.site.stores.Terms.(wprest.Creator[Term])
		if !ok {
			return wprest.ErrUnsupported
		}
		term := Term{Taxonomy: formatTaxonomy, Name: slug, Slug: slug}
		if err := create.Create(ctx, &term); err != nil {
			return err
		}
		found = []Term{term}
	}
	return w.site.stores.PostTerms.SetPostTerms(ctx, c.Item.ID, formatTaxonomy, []int64{found[0].ID})
}

func (w *postWriter) saveTemplate(ctx context.Context, c wprest.Change[Post]) error {
	if !c.Request.Has("template") {
		return nil
	}
	return w.site.stores.Meta.SetMeta(ctx, PostMeta, c.Item.ID, "_wp_page_template", c.Request.String("template"))
}

// saveTerms gives a post the default terms of taxonomies that it has none of,
// and then those that are sent.
func (w *postWriter) saveTerms(ctx context.Context, c wprest.Change[Post]) error {
	for _, x := range w.site.taxonomiesOf(w.t) {
		if err := w.saveDefaultTerm(ctx, c.Item, x); err != nil {
			return err
		}
	}
	for _, x := range w.site.restTaxonomiesOf(w.t) {
		if !c.Request.Has(x.base()) {
			continue
		}
		var ids []int64
		for _, id := range c.Request.Ints(x.base()) {
			ids = append(ids, abs(id))
		}
		known, err := w.site.knownTerms(ctx, x.Name, ids)
		if err != nil {
			return err
		}
		if err := w.site.stores.PostTerms.SetPostTerms(ctx, c.Item.ID, x.Name, known); err != nil {
			return err
		}
	}
	return nil
}

// knownTerms keeps the ids that are terms of a taxonomy.
func (s *Site) knownTerms(ctx context.Context, taxonomy string, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, _, err := s.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", taxonomy), wprest.Where("id", ids...)}, NoTotal: true,
	})
	known := make([]int64, len(found))
	for i, term := range found {
		known[i] = term.ID
	}
	return known, err
}

func (w *postWriter) saveDefaultTerm(ctx context.Context, p *Post, x *Taxonomy) error {
	o, err := w.site.options(ctx)
	if err != nil {
		return err
	}
	option := "default_term_" + x.Name
	if x.Name == "category" {
		option = "default_category"
	}
	id := o.number(option)
	if id == 0 || x.Name == "category" && w.t.Name != "post" || p.Status == StatusAutoDraft {
		return nil
	}
	has, err := w.site.stores.PostTerms.PostTerms(ctx, []int64{p.ID}, []string{x.Name})
	if err != nil || len(has[p.ID]) > 0 {
		return err
	}
	return w.site.stores.PostTerms.SetPostTerms(ctx, p.ID, x.Name, []int64{id})
}

// trash moves a post to the bin and remembers where it was.
func (w *postWriter) trash(ctx context.Context, p *Post) (Post, error) {
	if p.Status == StatusTrash {
		return *p, wprest.NewError(410, "rest_already_trashed", "The post is in the trash already.")
	}
	meta := w.site.stores.Meta
	status, slug := p.Status, p.Slug
	for _, m := range []struct{ key, value string }{
		{"_wp_trash_meta_status", status}, {"_wp_trash_meta_time", fmt.Sprint(w.site.now().Unix())}, {"_wp_desired_post_slug", slug},
	} {
		if err := meta.SetMeta(ctx, PostMeta, p.ID, m.key, m.value); err != nil {
			return *p, err
		}
	}
	if err := w.site.setSticky(ctx, p.ID, false); err != nil {
		return *p, err
	}
	return w.store().Update(ctx, p.ID, func(p *Post) error {
		p.Status, p.Slug = StatusTrash, text.TrashedSlug(slug)
		now := w.site.now()
		o, err := w.site.options(ctx)
		if err != nil {
			return err
		}
		p.Modified, p.ModifiedGMT = wallClock(now, o.zone()), now.UTC()
		return nil
	})
}
