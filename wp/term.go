package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// mountTerms registers the terms of each taxonomy that shows in REST.
func (s *Site) mountTerms(reg *wprest.Registry) {
	s.terms = map[string]*wprest.Controller[int64, Term]{}
	for _, x := range s.taxonomies {
		if x.ShowInREST && !x.ownRoutes {
			s.terms[x.Name] = s.termController(x)
			reg.Register(s.terms[x.Name])
		}
	}
}

// termController serves the terms of a taxonomy.
//
//wp:route GET,POST /wp/v2/categories
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/categories/(?P<id>[\d]+)
//wp:route GET,POST /wp/v2/tags
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/tags/(?P<id>[\d]+)
//wp:route GET,POST /wp/v2/wp_pattern_category
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/wp_pattern_category/(?P<id>[\d]+)
func (s *Site) termController(x *Taxonomy) *wprest.Controller[int64, Term] {
	w := &termWriter{site: s, x: x}
	c := &wprest.Controller[int64, Term]{
		Namespace:     x.namespace(),
		Base:          x.base(),
		Schema:        s.termSchema(x),
		Store:         s.stores.Terms,
		Key:           func(t *Term) int64 { return t.ID },
		Permit:        s.termPermit(x),
		Params:        termParams(x),
		Values:        s.termValues(x),
		Load:          s.loadTermViews(x),
		Lists:         s.termLists(x),
		Totals:        s.termTotals(x),
		Links:         s.termLinks(x),
		Decode:        w.decode,
		Saved:         w.saved,
		Remove:        w.remove,
		AnswerContext: termAnswerContext,
		Atomic:        s.stores.Atomic,
		NotFound:      errTerm(http.StatusNotFound),
		WholeFields:   true,
		Batch:         wprest.AllowBatch,
		OrderBy:       []string{"id", "include", "name", "slug", "include_slugs", "term_group", "description", "count"},
		DefaultOrder:  wprest.Order{Field: "name"},
		Searchable:    true,
	}
	c.Query.Add(1, s.termQuery(x))
	return c
}

func errTerm(status int) *wprest.Error {
	return wprest.NewError(status, "rest_term_invalid", "There is no such term.")
}

// termAnswerContext shows what was deleted as everybody saw it.
func termAnswerContext(_ context.Context, c wprest.Change[Term]) (string, error) {
	if c.Request.Method == http.MethodDelete {
		return "view", nil
	}
	return "edit", nil
}

// termSchema is the item schema of the terms of a taxonomy.
//
// See https://developer.wordpress.org/rest-api/reference/categories/#schema.
func (s *Site) termSchema(x *Taxonomy) *wprest.Schema {
	always := func() []string { return []string{"view", "embed", "edit"} }
	property := func(name, kind, description string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Context: context, Description: description}
	}
	readonly := func(p *wprest.Schema) *wprest.Schema {
		p.Readonly = true
		return p
	}
	link := readonly(property("link", "string", "The address of the term's archive.", always()))
	link.Format = "uri"
	name := property("name", "string", "The name.", always())
	name.Required, name.ArgOptions = true, &wprest.ArgOptions{Sanitize: wprest.SanitizeText}
	slug := slugProperty()
	slug.Context = always()
	taxonomy := readonly(property("taxonomy", "string", "The taxonomy.", always()))
	taxonomy.Enum = []any{x.Name}
	schema := &wprest.Schema{Title: x.title(), Type: "object", Properties: []*wprest.Schema{
		readonly(property("id", "integer", "The id.", always())),
		readonly(property("count", "integer", "How many published posts have the term.", viewEdit())),
		property("description", "string", "The description, as HTML.", viewEdit()),
		link, name, slug, taxonomy,
	}}
	if x.Hierarchical {
		schema.Properties = append(schema.Properties, property("parent", "integer", "The id of the term above.", viewEdit()))
	}
	schema.Properties = append(schema.Properties, metaSchemaOf(s.metaFields(TermMeta, x.Name)))
	return schema
}

// termPermit says who may do what with the terms of a taxonomy.
func (s *Site) termPermit(x *Taxonomy) wprest.Permit[Term] {
	caps := x.caps()
	may := func(ctx context.Context, capability string, t *Term, code, message string) (bool, error) {
		if t.Taxonomy != x.Name {
			return false, errTerm(http.StatusNotFound)
		}
		ok, err := s.mayTerm(ctx, capability, x, t)
		return require(ctx, ok, err, code, message)
	}
	return wprest.Permit[Term]{
		List: func(ctx context.Context, r *wprest.Request) (bool, error) { return s.mayListTerms(ctx, r, x) },
		Show: func(ctx context.Context, r *wprest.Request, t *Term) (bool, error) {
			if r.Context() != "edit" {
				return true, nil
			}
			return s.mayTerm(ctx, "edit_term", x, t)
		},
		Read: func(ctx context.Context, r *wprest.Request, t *Term) (bool, error) {
			if r.Context() == "edit" {
				return may(ctx, "edit_term", t, "rest_forbidden_context", "You are not allowed to edit this term.")
			}
			if t.Taxonomy != x.Name {
				return false, errTerm(http.StatusNotFound)
			}
			return true, nil
		},
		Create: func(ctx context.Context, _ *wprest.Request) (bool, error) {
			needs := caps.AssignTerms
			if x.Hierarchical {
				needs = caps.EditTerms
			}
			ok, err := wprest.May(ctx, needs)
			return require(ctx, ok, err, "rest_cannot_create", "You are not allowed to create terms of this taxonomy.")
		},
		Update: func(ctx context.Context, _ *wprest.Request, t *Term) (bool, error) {
			return may(ctx, "edit_term", t, "rest_cannot_update", "You are not allowed to change this term.")
		},
		Delete: func(ctx context.Context, _ *wprest.Request, t *Term) (bool, error) {
			return may(ctx, "delete_term", t, "rest_cannot_delete", "You are not allowed to delete this term.")
		},
	}
}

// termObject tells the Authorizer about a term.
func (s *Site) termObject(ctx context.Context, x *Taxonomy, t *Term) (*auth.TermObject, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	isDefault := t.ID != 0 && (o.number("default_"+x.Name) == t.ID || o.number("default_term_"+x.Name) == t.ID)
	return &auth.TermObject{ID: t.ID, Caps: x.caps(), Default: isDefault}, nil
}

// mayTerm asks whether the user has a meta capability, as edit_term, on a term.
func (s *Site) mayTerm(ctx context.Context, capability string, x *Taxonomy, t *Term) (bool, error) {
	o, err := s.termObject(ctx, x, t)
	if err != nil {
		return false, err
	}
	return wprest.May(ctx, capability, o)
}

func (s *Site) mayListTerms(ctx context.Context, r *wprest.Request, x *Taxonomy) (bool, error) {
	if r.Context() == "edit" {
		ok, err := wprest.May(ctx, x.caps().EditTerms)
		if ok, err = require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit terms of this taxonomy."); err != nil {
			return ok, err
		}
	}
	if !wprest.Truthy(r.Get("post")) {
		return true, nil
	}
	p, err := s.post(ctx, r.Int("post"))
	if err != nil {
		return false, err
	}
	if p == nil {
		return false, wprest.NewError(http.StatusBadRequest, "rest_post_invalid_id", "There is no such post.")
	}
	ok, err := s.mayReadTermsOf(ctx, x, p)
	return require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to see the terms of this post.")
}

// mayReadTermsOf reports whether the user may see the terms of a post. Its
// password does not hide them.
func (s *Site) mayReadTermsOf(ctx context.Context, x *Taxonomy, p *Post) (bool, error) {
	t := s.postType(p.Type)
	if t == nil || !x.isFor(t) {
		return false, nil
	}
	if t.viewable() {
		status, err := s.effectiveStatus(ctx, p)
		if err != nil {
			return false, err
		}
		if st := s.status(status); st != nil && st.Public {
			return true, nil
		}
	}
	return s.mayPost(ctx, "read_post", p)
}
