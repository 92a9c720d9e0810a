package wp

import (
	"context"
	"net/http"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// A metaWriter stores the meta values that a request has for one object.
type metaWriter struct {
	store  MetaStore
	kind   MetaKind
	id     int64
	object any // the object as the Authorizer is asked about it
}

// write stores the values of the fields that sent names, in the order of the
// fields. What can be stored is, also beside values that are refused; of those
// the error tells.
func (w *metaWriter) write(ctx context.Context, fields []MetaField, sent any) error {
	values, ok := sent.(*wprest.Map)
	if !ok || values.IsList() {
		return nil
	}
	fields = slices.DeleteFunc(slices.Clone(fields), func(m MetaField) bool { return !values.Has(m.name()) })
	if len(fields) == 0 {
		return nil
	}
	stored, err := w.store.Meta(ctx, w.kind, []int64{w.id}, metaKeys(fields)...)
	if err != nil {
		return err
	}
	var refused []*wprest.Error
	for i := range fields {
		m := &fields[i]
		c := &metaChange{metaWriter: w, m: m, schema: m.schema(), old: stored[w.id][m.Key]}
		bad, err := c.apply(ctx, values.Get(m.name()))
		if err != nil {
			return err
		}
		if bad != nil {
			refused = append(refused, bad)
		}
	}
	if len(refused) > 0 {
		return wprest.MergeErrors(refused...)
	}
	return nil
}

// A metaChange is a new value of one field.
type metaChange struct {
	*metaWriter
	m      *MetaField
	schema *wprest.Schema
	old    []string
}

// apply stores a value, or says why not.
func (c *metaChange) apply(ctx context.Context, v any) (refused *wprest.Error, err error) {
	list, isList := v.(*wprest.Map)
	if v == nil || c.m.Many && isList && list.Len() == 0 {
		return c.remove(ctx)
	}
	if c.m.Many && isList && slices.Contains(list.Values(), nil) {
		return errStoredMeta(c.schema.Name), nil
	}
	if v, refused = c.clean(v); refused != nil {
		return refused, nil
	}
	if c.m.Sanitize != nil {
		if v, err = c.m.Sanitize(ctx, v); err != nil {
			return nil, err
		}
	}
	if c.m.Many {
		return c.setMany(ctx, v)
	}
	text := phpvalue.MaybeEncode(v)
	if len(c.old) == 1 && c.old[0] == text {
		return nil, nil
	}
	if refused, err := c.require(ctx, "edit", "rest_cannot_update"); refused != nil || err != nil {
		return refused, err
	}
	texts := []string{text}
	for range len(c.old) - 1 { // an update reaches every row
		texts = append(texts, text)
	}
	return nil, c.set(ctx, texts)
}

// clean checks a value and converts it to the type of the field.
func (c *metaChange) clean(v any) (any, *wprest.Error) {
	param := "meta." + c.schema.Name
	err := c.schema.ValidateValue(v, param)
	if err == nil {
		v, err = c.schema.SanitizeValue(v, param)
	}
	if err == nil {
		return v, nil
	}
	refused, ok := err.(*wprest.Error) //nolint:errorlint // schemas return no other
	if !ok {
		refused = &wprest.Error{Code: "rest_invalid_param", Message: err.Error()}
	}
	return nil, refused.WithStatus(http.StatusBadRequest)
}

func errStoredMeta(name string) *wprest.Error {
	return wprest.NewError(http.StatusInternalServerError, "rest_invalid_stored_value", "The value of "+name+" cannot be changed: it does not fit its schema.")
}

// remove removes the value. What is stored, or in its place the default that was
// registered, or "", must fit the schema.
func (c *metaChange) remove(ctx context.Context) (*wprest.Error, error) {
	current := c.m.Schema.Default
	switch {
	case len(c.old) > 0:
		current = phpvalue.MaybeDecode(c.old[0])
	case current == nil:
		current = ""
	}
	if !c.m.Many && c.schema.ValidateValue(current, c.schema.Name) != nil {
		return errStoredMeta(c.schema.Name), nil
	}
	if refused, err := c.require(ctx, "delete", "rest_cannot_delete"); refused != nil || err != nil {
		return refused, err
	}
	return nil, c.set(ctx, nil)
}

// setMany keeps the values that were stored once, and adds the new ones.
func (c *metaChange) setMany(ctx context.Context, v any) (*wprest.Error, error) {
	if refused, err := c.require(ctx, "edit", "rest_cannot_update"); refused != nil || err != nil {
		return refused, err
	}
	var wanted []string
	for _, one := range v.(*wprest.Map).All() { // as its schema made it
		wanted = append(wanted, phpvalue.MaybeEncode(one))
	}
	count := map[string]int{}
	for _, text := range c.old {
		count[text]++
	}
	var texts []string
	for _, text := range c.old {
		if count[text] == 1 && slices.Contains(wanted, text) {
			texts = append(texts, text)
			wanted = slices.Delete(wanted, slices.Index(wanted, text), slices.Index(wanted, text)+1)
		}
	}
	return nil, c.set(ctx, append(texts, wanted...))
}

func (c *metaChange) set(ctx context.Context, texts []string) error {
	if len(c.old) == 0 && len(texts) == 0 {
		return nil
	}
	return c.store.SetMeta(ctx, c.kind, c.id, c.m.Key, texts...)
}

// require refuses what the user may not do with the field.
func (c *metaChange) require(ctx context.Context, verb, code string) (*wprest.Error, error) {
	ok, err := c.may(ctx, verb)
	if ok || err != nil {
		return nil, err
	}
	e := wprest.Forbidden(ctx, code, "You are not allowed to change the value of "+c.schema.Name+".").WithData("key", c.schema.Name)
	return e, nil
}

// may asks for the field's own capability in the place of WordPress's rule that
// keys which begin with an underscore are not for users.
func (c *metaChange) may(ctx context.Context, verb string) (bool, error) {
	if c.m.Capability == "" {
		return wprest.May(ctx, verb+"_"+string(c.kind)+"_meta", c.object, c.m.Key)
	}
	ok, err := wprest.May(ctx, "edit_"+string(c.kind), c.object)
	if !ok || err != nil {
		return false, err
	}
	return wprest.May(ctx, c.m.Capability, c.object)
}
