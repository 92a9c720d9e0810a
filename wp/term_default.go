package wp

import (
	"cmp"
	"context"
	"strconv"

	"github.com/wprest/wprest"
)

// EnsureDefaultTerms makes the default terms of taxonomies that are not there
// yet, and notes them in the options. A host whose taxonomies have default terms
// calls it before it serves the site.
func (s *Site) EnsureDefaultTerms(ctx context.Context) error {
	for _, x := range s.taxonomies {
		if x.DefaultTerm == "" {
			continue
		}
		if err := s.inTransaction(ctx, func(ctx context.Context) error { return s.ensureDefaultTerm(ctx, x) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) inTransaction(ctx context.Context, change func(ctx context.Context) error) error {
	if s.stores.Atomic == nil {
		return change(ctx)
	}
	return s.stores.Atomic(ctx, change)
}

func (s *Site) ensureDefaultTerm(ctx context.Context, x *Taxonomy) error {
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	if id := o.number(x.defaultOption()); id != 0 {
		if exists, err := s.termExists(ctx, x.Name, id); exists || err != nil {
			return err
		}
	}
	found, _, err := s.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", x.Name), wprest.Where("slug", x.DefaultTerm)}, Limit: 1, NoTotal: true,
	})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		store, ok := s.stores.Terms.(wprest.Creator[Term])
		if !ok {
			return wprest.ErrUnsupported
		}
		found = []Term{{Taxonomy: x.Name, Name: cmp.Or(x.DefaultTermName, x.DefaultTerm), Slug: x.DefaultTerm}}
		if err := store.Create(ctx, &found[0]); err != nil {
			return err
		}
	}
	return s.stores.Options.SetOption(ctx, x.defaultOption(), strconv.FormatInt(found[0].ID, 10))
}
