package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// A termName names a term in its taxonomy.
type termName struct{ taxonomy, slug string }

// flushTerms takes in the terms that have come, each behind its parent.
func (r *run) flushTerms(ctx context.Context) error {
	list := r.waiting
	r.waiting = nil
	for _, t := range list {
		t.Slug = cmp.Or(t.Slug, text.Slug(t.Name))
	}
	for _, i := range parentsFirst(len(list), func(i int) any { return termName{list[i].Taxonomy, list[i].Slug} },
		func(i int) any { return termName{list[i].Taxonomy, list[i].Parent} }) {
		if _, err := r.term(ctx, &list[i].Term); err != nil {
			return err
		}
	}
	return nil
}

// parentsFirst returns the order in which each of n things stands behind the one
// that has its parent as name. Those that go round in a circle keep their order.
func parentsFirst(n int, name, parent func(i int) any) []int {
	byName := make(map[any]int, n)
	for i := range n {
		byName[name(i)] = i
	}
	order := make([]int, 0, n)
	seen := make([]bool, n)
	for i := range n {
		var above []int // on the way up
		for j, ok := i, true; ok && !seen[j]; j, ok = byName[parent(j)] {
			seen[j] = true
			above = append(above, j)
		}
		for k := len(above) - 1; k >= 0; k-- {
			order = append(order, above[k])
		}
	}
	return order
}

// term returns the id of a term of the source, which it makes if it is not
// there; 0 if that cannot be done.
func (r *run) term(ctx context.Context, t *wxr.Term) (int64, error) {
	name := termName{t.Taxonomy, t.Slug}
	step := Step{Kind: Terms, Name: t.Taxonomy + " " + t.Slug, Outcome: There}
	if t.Taxonomy == "" || t.Slug == "" {
		r.skip(Terms, fmt.Sprintf("term %d %s", t.ID, t.Name), "there is no taxonomy or no slug")
		return 0, nil
	}
	id, err := r.findTerm(ctx, name)
	if err != nil {
		return 0, err
	}
	if id == 0 {
		if id, err = r.makeTerm(ctx, t); err != nil {
			return 0, err
		}
		if step.Outcome = Made; id == 0 {
			step.Outcome, step.Reason = Skipped, "the site cannot make terms"
		}
	}
	r.terms[name] = id
	if t.ID != 0 && id != 0 {
		r.termIDs[t.ID] = id
	}
	r.tell(step)
	return id, nil
}

// findTerm returns the id of a term, or 0.
func (r *run) findTerm(ctx context.Context, name termName) (int64, error) {
	if id, ok := r.terms[name]; ok {
		return id, nil
	}
	found, _, err := r.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", name.taxonomy), wprest.Where("slug", name.slug)},
		Order: []wprest.Order{{Field: "id"}}, Limit: 1, NoTotal: true,
	})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0].ID, nil
}

func (r *run) makeTerm(ctx context.Context, t *wxr.Term) (int64, error) {
	store, ok := r.stores.Terms.(wprest.Creator[wp.Term])
	if !ok {
		return 0, nil
	}
	made := wp.Term{Taxonomy: cut(t.Taxonomy, 32), Name: cut(cmp.Or(t.Name, t.Slug), 200), Slug: cut(t.Slug, 200), Description: t.Description}
	if t.Parent != "" {
		var err error
		if made.Parent, err = r.findTerm(ctx, termName{t.Taxonomy, t.Parent}); err != nil {
			return 0, err
		}
		if made.Parent == 0 {
			r.skip(Terms, fmt.Sprintf("parent %s of %s %s", t.Parent, t.Taxonomy, t.Slug), "there is no such term")
		}
	}
	err := r.keepID(ctx, Terms, t.ID, func(ctx context.Context, id int64) error {
		made.ID = id
		if err := store.Create(ctx, &made); err != nil {
			return err
		}
		return r.setMeta(ctx, wp.TermMeta, made.ID, t.Meta)
	})
	if errors.Is(err, wprest.ErrUnsupported) {
		return 0, nil
	}
	return made.ID, err
}

// termsOf returns the ids of the terms of a post by taxonomy. Terms that only the
// post tells of are made.
func (r *run) termsOf(ctx context.Context, p *Post) (map[string][]int64, error) {
	byTaxonomy := map[string][]int64{}
	for _, t := range p.Terms {
		name := termName{t.Taxonomy, t.Slug}
		id, ok := r.terms[name]
		if !ok {
			var err error
			if id, err = r.term(ctx, &wxr.Term{Taxonomy: t.Taxonomy, Slug: t.Slug, Name: t.Name}); err != nil {
				return nil, err
			}
		}
		if id != 0 {
			byTaxonomy[t.Taxonomy] = append(byTaxonomy[t.Taxonomy], id)
		}
	}
	return byTaxonomy, nil
}
