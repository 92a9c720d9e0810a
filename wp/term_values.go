package wp

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// termView is what Load brings along for the values of a term.
type termView struct {
	options options
	above   []Term // from the parent to the root
	meta    map[string][]string
}

// loadTermViews loads what the wanted properties of a page of terms need, with
// one query each for the terms above and for meta.
func (s *Site) loadTermViews(x *Taxonomy) func(ctx context.Context, r *wprest.Request, items []*Term) error {
	fields := s.metaFields(TermMeta, x.Name)
	return func(ctx context.Context, r *wprest.Request, items []*Term) error {
		o, err := s.options(ctx)
		if err != nil {
			return err
		}
		for _, t := range items {
			t.view = &termView{options: o}
		}
		if x.RewriteHierarchical && r.Wants("link") || x.Hierarchical && wantsLinks(r) {
			if err := s.loadTermsAbove(ctx, x, items); err != nil {
				return err
			}
		}
		if len(fields) == 0 || r.Context() == "embed" || !r.Fields().Names("meta") {
			return nil
		}
		ids := make([]int64, len(items))
		for i, t := range items {
			ids[i] = t.ID
		}
		all, err := s.stores.Meta.Meta(ctx, TermMeta, ids, metaKeys(fields)...)
		for _, t := range items {
			t.view.meta = all[t.ID]
		}
		return err
	}
}

func (s *Site) loadTermsAbove(ctx context.Context, x *Taxonomy, items []*Term) error {
	terms := make([]Term, len(items))
	for i, t := range items {
		terms[i] = *t
	}
	above, err := s.termsAbove(ctx, x, terms)
	if err != nil {
		return err
	}
	for _, t := range items {
		for id := t.Parent; id != 0 && len(t.view.above) < maxAncestors; {
			parent, ok := above[id]
			if !ok {
				break
			}
			t.view.above = append(t.view.above, parent)
			id = parent.Parent
		}
	}
	return nil
}

// termsAbove returns the terms above some, up to the roots, by their ids.
func (s *Site) termsAbove(ctx context.Context, x *Taxonomy, terms []Term) (map[int64]Term, error) {
	above := map[int64]Term{}
	parents := map[int64]bool{}
	for _, t := range terms {
		if t.Parent != 0 {
			parents[t.Parent] = true
		}
	}
	finder, direct := s.stores.Terms.(TermTree)
	for n := 0; len(parents) > 0 && n < maxAncestors; n++ {
		var found []Term
		var err error
		ids := slices.Sorted(maps.Keys(parents))
		if direct {
			found, err = finder.TermsUpFrom(ctx, x.Name, ids)
		} else {
			found, _, err = s.stores.Terms.List(ctx, wprest.Query{
				Where: []wprest.Condition{wprest.Where("taxonomy", x.Name), wprest.Where("id", ids...)}, NoTotal: true,
			})
		}
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			above[t.ID] = t
		}
		clear(parents)
		for _, t := range found {
			if _, known := above[t.Parent]; t.Parent != 0 && !known && !direct {
				parents[t.Parent] = true
			}
		}
	}
	return above, nil
}

// termValues makes the properties of the terms of a taxonomy.
func (s *Site) termValues(x *Taxonomy) map[string]wprest.ValueFunc[Term] {
	plain := func(value func(t *Term) any) wprest.ValueFunc[Term] {
		return func(_ context.Context, _ *wprest.Request, t *Term) (any, error) { return value(t), nil }
	}
	readMeta := metaReader(s.metaFields(TermMeta, x.Name))
	return map[string]wprest.ValueFunc[Term]{
		"id":          plain(func(t *Term) any { return t.ID }),
		"count":       plain(func(t *Term) any { return t.Count }),
		"description": plain(func(t *Term) any { return t.Description }),
		"link":        plain(func(t *Term) any { return termArchive(t.view.options, x, t, t.view.above) }),
		"name":        plain(func(t *Term) any { return t.Name }),
		"slug":        plain(func(t *Term) any { return t.Slug }),
		"taxonomy":    plain(func(t *Term) any { return t.Taxonomy }),
		"parent":      plain(func(t *Term) any { return t.Parent }),
		"meta":        plain(func(t *Term) any { return readMeta(t.view.meta) }),
	}
}

// termLinks adds the links of the terms of a taxonomy.
func (s *Site) termLinks(x *Taxonomy) func(ctx context.Context, l *wprest.Links, t *Term) {
	return func(_ context.Context, l *wprest.Links, t *Term) {
		l.Add("about", l.To("wp/v2/taxonomies/%s", x.Name))
		if len(t.view.above) > 0 {
			l.Add("up", l.To("%s/%d", x.route(), t.Parent)).Embed()
		}
		for _, name := range s.typesOf(x) {
			if pt := s.postType(name); pt != nil && pt.ShowInREST {
				l.Add(apiRel+"post_type", l.To("%s?%s=%d", pt.route(), x.base(), t.ID))
			}
		}
	}
}

// termArchive returns the address of the page that lists the posts with a term.
func termArchive(o options, x *Taxonomy, t *Term, above []Term) string {
	structure := o.text("permalink_structure")
	if structure == "" || x.NoRewrite {
		return plainArchive(o, x, t)
	}
	path := ""
	if x.RewriteHierarchical {
		for _, term := range above {
			path = term.Slug + "/" + path
		}
	}
	link := o.home() + x.archiveBase(o, structure) + "/" + path + t.Slug
	if strings.HasSuffix(structure, "/") {
		link += "/"
	}
	return link
}

// archiveBase is the part of pretty addresses before that of a term. What stands
// before the first placeholder of posts' addresses stands here too, unless an
// option names the base.
func (x *Taxonomy) archiveBase(o options, structure string) string {
	base := ""
	switch x.Name {
	case categoryTaxonomy:
		base = o.text("category_base")
	case tagTaxonomy:
		base = o.text("tag_base")
	}
	if base = trim(base, "/"); base != "" {
		return "/" + base
	}
	return front(structure) + "/" + cmp.Or(x.Slug, x.Name)
}

// front is what stands before the first placeholder of a structure, without a
// slash at its end.
func front(structure string) string {
	text, _, _ := strings.Cut(structure, "%")
	return strings.TrimRight(text, "/")
}

// plainArchive is the address of an archive without a pretty path.
func plainArchive(o options, x *Taxonomy, t *Term) string {
	query := fmt.Sprintf("taxonomy=%s&term=%s", x.Name, t.Slug)
	switch {
	case x.Name == categoryTaxonomy:
		query = fmt.Sprintf("cat=%d", t.ID)
	case x.queryable() && x.QueryVar != "":
		query = x.QueryVar + "=" + t.Slug
	case x.queryable():
		query = x.Name + "=" + t.Slug
	}
	return o.home() + "/?" + query
}
