package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
)

// A defaultTerm is what a post without a term of a taxonomy gets.
type defaultTerm struct {
	taxonomy *Taxonomy
	id       int64
}

// defaultTerms lists the default terms that there are for a post. Those that r
// has terms for get these next.
func (w *postWriter) defaultTerms(ctx context.Context, p *Post, r *wprest.Request) ([]defaultTerm, error) {
	if p.Status == StatusAutoDraft {
		return nil, nil
	}
	o, err := w.site.options(ctx)
	if err != nil {
		return nil, err
	}
	var list []defaultTerm
	for _, x := range w.site.taxonomiesOf(w.t) {
		id := o.number(x.defaultOption())
		if id == 0 || x.Name == categoryTaxonomy && w.t.Name != "post" || r != nil && x.ShowInREST && r.Has(x.base()) {
			continue
		}
		list = append(list, defaultTerm{x, id})
	}
	return list, nil
}

// saveDefaultTerms gives a post the default terms of taxonomies that it has none
// of, as far as the user may assign them.
func (w *postWriter) saveDefaultTerms(ctx context.Context, p *Post, r *wprest.Request) error {
	defaults, err := w.defaultTerms(ctx, p, r)
	if err != nil {
		return err
	}
	allowed := defaults[:0]
	for _, d := range defaults {
		ok := d.taxonomy.Name == categoryTaxonomy
		if !ok {
			if ok, err = wprest.May(ctx, d.taxonomy.caps().AssignTerms); err != nil {
				return err
			}
		}
		if ok {
			allowed = append(allowed, d)
		}
	}
	return w.fillTerms(ctx, p, allowed)
}

// fillTerms sets terms of those taxonomies that a post has none of.
func (w *postWriter) fillTerms(ctx context.Context, p *Post, defaults []defaultTerm) error {
	if len(defaults) == 0 {
		return nil
	}
	names := make([]string, len(defaults))
	for i, d := range defaults {
		names[i] = d.taxonomy.Name
	}
	has, err := w.site.stores.PostTerms.PostTerms(ctx, []int64{p.ID}, names)
	if err != nil {
		return err
	}
	for _, d := range defaults {
		if slices.ContainsFunc(has[p.ID], func(t Term) bool { return t.Taxonomy == d.taxonomy.Name }) {
			continue
		}
		if err := w.setKnownTerms(ctx, p.ID, d.taxonomy.Name, []int64{d.id}); err != nil {
			return err
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
	err := w.site.stores.PostTerms.SetPostTerms(ctx, post, taxonomy, ids)
	if !isNotExist(err) {
		return err
	}
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
