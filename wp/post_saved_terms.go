package wp

import (
	"context"

	"github.com/wprest/wprest"
)

// saveDefaultTerms gives a post the default terms of taxonomies that it has none
// of. Those that r has terms for get these next.
func (w *postWriter) saveDefaultTerms(ctx context.Context, p *Post, r *wprest.Request) error {
	if p.Status == StatusAutoDraft {
		return nil
	}
	o, err := w.site.options(ctx)
	if err != nil {
		return err
	}
	defaults := map[string]int64{}
	var names []string
	for _, x := range w.site.taxonomiesOf(w.t) {
		id := o.number(x.defaultOption())
		if id == 0 || x.Name == categoryTaxonomy && w.t.Name != "post" || r != nil && x.ShowInREST && r.Has(x.base()) {
			continue
		}
		if x.Name != categoryTaxonomy {
			if ok, err := wprest.May(ctx, x.caps().AssignTerms); err != nil || !ok {
				if err != nil {
					return err
				}
				continue
			}
		}
		defaults[x.Name] = id
		names = append(names, x.Name)
	}
	if len(names) == 0 {
		return nil
	}
	has, err := w.site.stores.PostTerms.PostTerms(ctx, []int64{p.ID}, names)
	if err != nil {
		return err
	}
	for _, term := range has[p.ID] {
		delete(defaults, term.Taxonomy)
	}
	for _, name := range names {
		if id := defaults[name]; id != 0 {
			if err := w.setKnownTerms(ctx, p.ID, name, []int64{id}); err != nil {
				return err
			}
		}
	}
	return nil
}

// saveTerms sets the terms that are sent.
func (w *postWriter) saveTerms(ctx context.Context, c wprest.Change[Post]) error {
	for _, x := range w.site.restTaxonomiesOf(w.t) {
		if !c.Request.Has(x.base()) {
			continue
		}
		var ids []int64
		for _, id := range c.Request.Ints(x.base()) {
			ids = append(ids, abs(id))
		}
		if err := w.setKnownTerms(ctx, c.Item.ID, x.Name, ids); err != nil {
			return err
		}
	}
	return nil
}

// setKnownTerms sets the terms of a post to those of the ids that are terms of
// the taxonomy.
func (w *postWriter) setKnownTerms(ctx context.Context, post int64, taxonomy string, ids []int64) error {
	if len(ids) > 0 {
		found, _, err := w.site.stores.Terms.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("taxonomy", taxonomy), wprest.Where("id", ids...)}, NoTotal: true,
		})
		if err != nil {
			return err
		}
		ids = make([]int64, len(found))
		for i, term := range found {
			ids[i] = term.ID
		}
	}
	return w.site.stores.PostTerms.SetPostTerms(ctx, post, taxonomy, ids)
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
