package wp

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// maxTermName is how many characters the column holds.
const maxTermName = 200

// A termWriter takes in and stores terms of a taxonomy.
type termWriter struct {
	site *Site
	x    *Taxonomy
}

// A termChange is one request on its way into a term.
type termChange struct {
	*termWriter
	r      *wprest.Request
	t      *Term
	before Term
}

// decode puts a request into a term, which is new when it has no id.
func (w *termWriter) decode(ctx context.Context, r *wprest.Request, t *Term) error {
	c := &termChange{termWriter: w, r: r, t: t, before: *t}
	if err := c.parent(ctx); err != nil {
		return err
	}
	if t.ID == 0 {
		t.Taxonomy = w.x.Name
		return c.create(ctx)
	}
	return c.update(ctx)
}

// parent takes in the term above, which must be one of the taxonomy.
func (c *termChange) parent(ctx context.Context) error {
	if !c.x.Hierarchical {
		if c.r.Get("parent") != nil {
			return wprest.NewError(http.StatusBadRequest, "rest_taxonomy_not_hierarchical", "Terms of this taxonomy have no parents.")
		}
		return nil
	}
	if !c.r.Has("parent") {
		return nil
	}
	c.t.Parent = c.r.Int("parent")
	if c.t.Parent == 0 {
		return nil
	}
	exists, err := c.site.termExists(ctx, c.x.Name, c.t.Parent)
	if err == nil && !exists {
		err = errTerm(http.StatusBadRequest)
	}
	return err
}

func errEmptyTermName() error {
	return &wprest.Error{Code: "empty_term_name", Message: "A term needs a name."}
}

// create takes in what a new term has. It mirrors wp_insert_term.
func (c *termChange) create(ctx context.Context) error {
	name := c.r.String("name")
	if trimSpace(name) == "" {
		return errEmptyTermName()
	}
	if c.t.Name = text.NameField(name); c.t.Name == "" {
		return &wprest.Error{Code: "invalid_term_name", Message: "The name of the term holds nothing that can be kept."}
	}
	c.t.Description = text.DescriptionField(c.r.String("description"))
	slug := c.r.String("slug")
	given := slug != ""
	if !given {
		slug = text.Slug(c.t.Name)
	}
	mate, err := c.slugmate(ctx, slug)
	if err != nil {
		return err
	}
	taken, err := c.takenBy(ctx, slug, given, mate)
	if err != nil {
		return err
	}
	if taken != 0 {
		return &wprest.Error{
			Code: "term_exists", Message: "There is a term of this name already.", Status: http.StatusBadRequest,
			Data: wprest.MapOf("term_id", taken), Earlier: []any{taken, taken},
		}
	}
	if utf8.RuneCountInString(c.t.Name) > maxTermName {
		return &wprest.Error{Code: "db_insert_error", Message: "The term could not be stored.", Value: "The name is too long."}
	}
	c.t.Slug = slug
	if mate != nil {
		c.t.Slug, err = c.uniqueSlug(ctx, slug)
	}
	return err
}

// update takes in what is sent for a stored term, and cleans the rest anew. It
// mirrors wp_update_term.
func (c *termChange) update(ctx context.Context) error {
	if c.r.Has("name") {
		c.t.Name = c.r.String("name")
	}
	if c.r.Has("description") {
		c.t.Description = c.r.String("description")
	}
	if c.r.Has("slug") {
		c.t.Slug = c.r.String("slug")
	}
	c.t.Name, c.t.Description, c.t.Slug = text.NameField(c.t.Name), text.DescriptionField(c.t.Description), text.Slug(c.t.Slug)
	if trimSpace(c.t.Name) == "" {
		return errEmptyTermName()
	}
	if err := c.breakCircle(ctx); err != nil {
		return err
	}
	empty := c.t.Slug == ""
	if empty {
		c.t.Slug = text.Slug(c.t.Name)
	}
	mate, err := c.slugmate(ctx, c.t.Slug)
	if err != nil {
		return err
	}
	switch {
	case mate == nil || mate.ID == c.t.ID:
	case empty || c.t.Parent != c.before.Parent:
		if c.t.Slug, err = c.uniqueSlug(ctx, c.t.Slug); err != nil {
			return err
		}
	default:
		return &wprest.Error{Code: "duplicate_term_slug", Message: "Another term has this slug."}
	}
	if utf8.RuneCountInString(c.t.Name) > maxTermName {
		// Quirk: the row is silently not written, but that of the taxonomy is.
		c.t.Name, c.t.Slug = c.before.Name, c.before.Slug
	}
	return nil
}

// breakCircle makes a term that would be above itself a root.
func (c *termChange) breakCircle(ctx context.Context) error {
	if c.t.Parent == 0 || c.t.Parent == c.before.Parent {
		return nil
	}
	above, err := c.site.termsAbove(ctx, c.x, []Term{*c.t})
	if err != nil {
		return err
	}
	for id, n := c.t.Parent, 0; id != 0 && n < maxAncestors; n++ {
		if id == c.t.ID {
			c.t.Parent = 0
			return nil
		}
		id = above[id].Parent
	}
	return nil
}

// slugmate returns the term of the taxonomy that has a slug, or nil.
func (c *termChange) slugmate(ctx context.Context, slug string) (*Term, error) {
	if slug == "" {
		return nil, nil
	}
	found, err := c.find(ctx, 1, wprest.Where("taxonomy", c.x.Name), wprest.Where("slug", slug))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// find lists terms of any taxonomy.
func (c *termChange) find(ctx context.Context, limit int, where ...wprest.Condition) ([]Term, error) {
	found, _, err := c.site.stores.Terms.List(ctx, wprest.Query{
		Where: where, Order: []wprest.Order{{Field: "name"}, {Field: "id"}}, Limit: limit, NoTotal: true,
	})
	return found, err
}

// takenBy returns the id of the term that is in the way of a new one, or 0: one
// of its name, in whose place a slug that is given may tell it apart.
func (c *termChange) takenBy(ctx context.Context, slug string, given bool, mate *Term) (int64, error) {
	namesakes, err := c.find(ctx, 0, wprest.Where("taxonomy", c.x.Name), wprest.Where("parent", c.t.Parent), wprest.Where("name", c.t.Name))
	if err != nil {
		return 0, err
	}
	var namesake *Term
	exact := false
	for i := range namesakes {
		if namesake == nil && asciiLower(namesakes[i].Name) == asciiLower(c.t.Name) {
			namesake = &namesakes[i]
		}
		exact = exact || namesakes[i].Name == c.t.Name
	}
	switch {
	case namesake == nil, given && namesake.Slug != slug && mate == nil:
		return 0, nil
	case !c.x.Hierarchical, exact && (!given || namesake.Slug == slug):
		return namesake.ID, nil
	case mate != nil && mate.Parent == c.t.Parent:
		return mate.ID, nil
	}
	return 0, nil
}

// asciiLower lower-cases the letters of ASCII alone.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// uniqueSlug tells a slug apart from others by those of the terms above, and then
// by a number. It mirrors wp_unique_term_slug.
func (c *termChange) uniqueSlug(ctx context.Context, slug string) (string, error) {
	if c.x.Hierarchical && c.t.Parent != 0 {
		above, err := c.site.termsAbove(ctx, c.x, []Term{*c.t})
		if err != nil {
			return "", err
		}
		for id, n := c.t.Parent, 0; id != 0 && n < maxAncestors; n++ {
			parent, ok := above[id]
			if !ok {
				break
			}
			slug += "-" + parent.Slug
			known, err := c.find(ctx, 1, wprest.Condition{Any: [][]wprest.Condition{{wprest.Where("slug", slug)}, {wprest.Where("name", slug)}}})
			if err != nil {
				return "", err
			}
			if len(known) == 0 {
				break
			}
			id = parent.Parent
		}
	}
	return text.UniqueSlug(slug, text.SlugLimit, func(candidate string) (bool, error) {
		found, err := c.find(ctx, 1, wprest.Where("slug", candidate), wprest.Condition{Field: "id", Op: wprest.NotIn, Values: []any{c.t.ID}})
		return len(found) > 0, err
	})
}

// saved stores the meta values of a term.
func (w *termWriter) saved(ctx context.Context, c wprest.Change[Term]) error {
	object, err := w.site.termObject(ctx, w.x, c.Item)
	if err != nil {
		return err
	}
	meta := &metaWriter{store: w.site.stores.Meta, kind: TermMeta, id: c.Item.ID, object: object}
	return meta.write(ctx, w.site.metaFields(TermMeta, w.x.Name), c.Request.Get("meta"))
}

// remove deletes a term. Posts that have no other one of the taxonomy get its
// default.
func (w *termWriter) remove(ctx context.Context, _ *wprest.Request, t *Term) error {
	deleter, ok := w.site.stores.Terms.(wprest.Deleter[int64])
	if !ok {
		return wprest.ErrUnsupported
	}
	fallback := int64(0)
	if w.x.Name == categoryTaxonomy || w.x.DefaultTerm != "" {
		o, err := w.site.options(ctx)
		if err != nil {
			return err
		}
		fallback = o.number(w.x.defaultOption())
	}
	if err := w.site.stores.PostTerms.DropTerm(ctx, *t, fallback); err != nil {
		return err
	}
	return deleter.Delete(ctx, t.ID)
}
