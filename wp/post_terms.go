package wp

import (
	"context"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// taxonomyParams narrow a list of posts by terms.
func (s *Site) taxonomyParams(t *PostType) []wprest.Param {
	var params []wprest.Param
	taxonomies := s.restTaxonomiesOf(t)
	if len(taxonomies) > 0 {
		params = append(params, ignored(wprest.Schema{Name: "tax_relation", Type: "string", Enum: []any{"AND", "OR"}, Description: "How conditions on several taxonomies are joined."}))
	}
	for _, x := range taxonomies {
		params = append(params, ignored(taxonomyArg(x, x.base(), true)), ignored(taxonomyArg(x, x.base()+"_exclude", false)))
	}
	return params
}

// taxonomyArg is a list of term ids, or an object with more about them.
func taxonomyArg(x *Taxonomy, name string, including bool) wprest.Schema {
	ids := func(name string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: "array", Title: "Term ids", Description: "Match terms with the listed ids.", Items: &wprest.Schema{Type: "integer"}}
	}
	terms := ids("terms")
	terms.Title, terms.Description, terms.Default = "", "Term ids.", []any{}
	object := &wprest.Schema{Type: "object", Title: "Term query", Description: "Match terms by a query.", Closed: true, Properties: []*wprest.Schema{terms}}
	if x.Hierarchical {
		object.Properties = append(object.Properties, &wprest.Schema{Name: "include_children", Type: "boolean", Default: false, Description: "Whether terms below count too."})
	}
	if including {
		object.Properties = append(object.Properties, &wprest.Schema{Name: "operator", Type: "string", Enum: []any{"AND", "OR"}, Default: "OR", Description: "Whether posts must have all terms, or any."})
	}
	return wprest.Schema{Name: name, Type: "object|array", OneOf: []*wprest.Schema{ids(""), object}, Description: "Terms in " + x.Name + "."}
}

// A termFilter is what an argument of a taxonomy asks for.
type termFilter struct {
	ids      []int64
	children bool
	all      bool
}

func readTermFilter(v any) termFilter {
	m, ok := v.(*wprest.Map)
	if !ok || m.IsList() {
		return termFilter{ids: ints(v)}
	}
	return termFilter{ids: ints(m.Get("terms")), children: wprest.ToBool(m.Get("include_children")), all: m.Get("operator") == "AND"}
}

func ints(v any) []int64 {
	var ids []int64
	for _, id := range wprest.ToList(v) {
		ids = append(ids, wprest.ToInt(id))
	}
	return ids
}

// terms narrows by terms and formats.
func (b *postQueryBuilder) terms(ctx context.Context) error {
	var conditions []wprest.Condition
	for _, x := range b.site.restTaxonomiesOf(b.t) {
		for _, including := range []bool{true, false} {
			name := x.base()
			if !including {
				name += "_exclude"
			}
			filter := readTermFilter(b.r.Get(name))
			if len(filter.ids) == 0 {
				continue
			}
			c, err := b.termCondition(ctx, x, filter, including)
			if err != nil {
				return err
			}
			conditions = append(conditions, c)
		}
	}
	if names := b.r.Strings("format"); len(names) > 0 && b.t.supports("post-formats") {
		c, err := b.formatCondition(ctx, names)
		if err != nil {
			return err
		}
		conditions = append(conditions, c)
	}
	if b.r.String("tax_relation") != "OR" {
		b.q.Where = append(b.q.Where, conditions...)
		return nil
	}
	var either [][]wprest.Condition
	for _, c := range conditions {
		either = append(either, []wprest.Condition{c})
	}
	if len(either) > 0 {
		b.where(wprest.Condition{Any: either})
	}
	return nil
}

func (b *postQueryBuilder) termCondition(ctx context.Context, x *Taxonomy, f termFilter, including bool) (wprest.Condition, error) {
	ids := f.ids
	if f.children {
		below, err := b.site.termsBelow(ctx, x.Name, ids)
		if err != nil {
			return wprest.Condition{}, err
		}
		ids = append(slices.Clone(ids), below...)
	}
	found, _, err := b.site.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", x.Name), wprest.Where("id", ids...)}, NoTotal: true,
	})
	if err != nil {
		return wprest.Condition{}, err
	}
	rows := make([]int64, len(found))
	for i, term := range found {
		rows[i] = term.TaxonomyID
	}
	slices.Sort(ids)
	if f.all && including {
		if len(found) < len(slices.Compact(ids)) {
			return wprest.Where[int64]("term"), nil // an unknown one: nothing has it
		}
		var all []wprest.Condition
		for _, row := range rows {
			all = append(all, wprest.Where("term", row))
		}
		return wprest.Condition{Any: [][]wprest.Condition{all}}, nil
	}
	c := wprest.Where("term", rows...)
	if !including {
		c.Op = wprest.NotIn
	}
	return c, nil
}

// termsBelow lists the descendants of terms.
func (s *Site) termsBelow(ctx context.Context, taxonomy string, ids []int64) ([]int64, error) {
	var below []int64
	for level, n := ids, 0; len(level) > 0 && n < maxAncestors; n++ {
		found, _, err := s.stores.Terms.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("taxonomy", taxonomy), wprest.Where("parent", level...)}, NoTotal: true,
		})
		if err != nil {
			return nil, err
		}
		level = nil
		for _, term := range found {
			if !slices.Contains(below, term.ID) && !slices.Contains(ids, term.ID) {
				level = append(level, term.ID)
			}
		}
		below = append(below, level...)
	}
	return below, nil
}

// formatCondition holds for posts with one of the formats; the standard one is
// to have none.
func (b *postQueryBuilder) formatCondition(ctx context.Context, names []string) (wprest.Condition, error) {
	found, _, err := b.site.stores.Terms.List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("taxonomy", formatTaxonomy)}, NoTotal: true})
	if err != nil {
		return wprest.Condition{}, err
	}
	var wanted, all []int64
	for _, term := range found {
		all = append(all, term.TaxonomyID)
		if slices.Contains(names, strings.TrimPrefix(term.Slug, "post-format-")) {
			wanted = append(wanted, term.TaxonomyID)
		}
	}
	has := wprest.Where("term", wanted...)
	if !slices.Contains(names, "standard") {
		return has, nil
	}
	none := wprest.Where("term", all...)
	none.Op = wprest.NotIn
	return wprest.Condition{Any: [][]wprest.Condition{{has}, {none}}}, nil
}

// mayAssignTerms checks that the user may use the terms that are sent.
func (s *Site) mayAssignTerms(ctx context.Context, r *wprest.Request, t *PostType) error {
	for _, x := range s.restTaxonomiesOf(t) {
		for _, v := range wprest.ToList(r.Get(x.base())) {
			id := wprest.ToInt(v)
			if given := wprest.ToString(v); given != "" && given != "0" {
				ok, err := wprest.May(ctx, "edit_posts")
				if err != nil {
					return err
				}
				if ok {
					continue
				}
				if exists, err := s.termExists(ctx, x.Name, id); err != nil || !exists {
					return err
				}
			}
			return wprest.Forbidden(ctx, "rest_cannot_assign_term", "You are not allowed to assign these terms.")
		}
	}
	return nil
}

func (s *Site) termExists(ctx context.Context, taxonomy string, id int64) (bool, error) {
	found, _, err := s.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", taxonomy), wprest.Where("id", id)}, NoTotal: true,
	})
	return len(found) > 0, err
}
