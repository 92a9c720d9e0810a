package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// mountSettings registers the route of the settings.
//
//wp:route GET,POST,PUT,PATCH /wp/v2/settings
func (s *Site) mountSettings(reg *wprest.Registry) {
	schema := &wprest.Schema{Title: "settings", Type: "object"}
	var args []wprest.Arg
	for i := range s.settings {
		st := &s.settings[i]
		p := st.Schema
		p.Name = st.name()
		if p.Type == "object" && p.AdditionalProperties == nil && !p.Open {
			p.Closed = true
		}
		// These show even when they are empty.
		p.Extra = wprest.MapOf("title", p.Title, "description", p.Description)
		st.Schema = p
		arg := wprest.Arg{Schema: p, Validate: wprest.ValidateArg, Sanitize: keepNull}
		arg.Default = nil
		args = append(args, arg)
		property := p
		property.Extra = p.Extra.Clone()
		property.Extra.Set("default", p.Default)
		schema.Properties = append(schema.Properties, &property)
	}
	reg.Route(namespace, "/settings", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{
		{Permission: wprest.Can("manage_options"), Handler: func(ctx context.Context, r *wprest.Request) (any, error) {
			return s.readSettings(ctx, r, nil)
		}},
		{Methods: "POST,PUT,PATCH", Permission: wprest.Can("manage_options"), Args: args, Handler: s.writeSettings},
	}})
}

// keepNull sanitises by the schema, but for null, which deletes.
func keepNull(ctx context.Context, r *wprest.Request, a *wprest.Arg, value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	return wprest.SanitizeArg(ctx, r, a, value)
}

// storedSettings returns the options behind the settings that are there, by name.
func (s *Site) storedSettings(ctx context.Context) (map[string]any, error) {
	names := make([]string, len(s.settings))
	for i := range s.settings {
		names[i] = s.settings[i].Option
	}
	texts, err := s.stores.Options.Options(ctx, names...)
	stored := make(map[string]any, len(texts))
	for name, text := range texts {
		stored[name] = phpvalue.MaybeDecode(text)
	}
	return stored, err
}

// readSettings answers with all settings. Quirk: those that were just written
// show as they were written, which false, stored as "", does not do later.
func (s *Site) readSettings(ctx context.Context, r *wprest.Request, written map[string]any) (any, error) {
	stored, err := s.storedSettings(ctx)
	if err != nil {
		return nil, err
	}
	for name, v := range written {
		if phpvalue.MaybeEncode(stored[name]) == phpvalue.MaybeEncode(v) {
			stored[name] = v
		}
	}
	out := wprest.MapOf().AsObject()
	for i := range s.settings {
		st := &s.settings[i]
		if r.Wants(st.name()) {
			out.Set(st.name(), st.value(stored))
		}
	}
	return out, nil
}

// effective is the stored value of a setting, or else its default.
func (st *Setting) effective(stored map[string]any) any {
	if v, ok := stored[st.Option]; ok {
		return v
	}
	return st.Schema.Default
}

// value reads a setting; one that does not fit its schema reads as nil.
func (st *Setting) value(stored map[string]any) any {
	v := st.effective(stored)
	if v == nil || st.Schema.ValidateValue(v, st.name()) != nil {
		return nil
	}
	v, err := st.Schema.SanitizeValue(v, st.name())
	if err != nil {
		return nil
	}
	return v
}

// writeSettings stores what is sent, setting by setting: what comes before one
// that is refused stays written.
func (s *Site) writeSettings(ctx context.Context, r *wprest.Request) (any, error) {
	stored, err := s.storedSettings(ctx)
	if err != nil {
		return nil, err
	}
	written := map[string]any{}
	for i := range s.settings {
		st := &s.settings[i]
		if !r.Sent(st.name()) {
			continue
		}
		if v := r.Get(st.name()); v != nil {
			err = s.writeSetting(ctx, st, v, stored, written)
		} else {
			err = s.deleteSetting(ctx, st, stored)
		}
		if err != nil {
			return nil, err
		}
	}
	wprest.ForgetMemo(ctx)
	return s.readSettings(ctx, r, written)
}

// writeSetting stores a value, unless it is in effect already.
func (s *Site) writeSetting(ctx context.Context, st *Setting, v any, stored, written map[string]any) error {
	if st.Sanitize != nil {
		var ok bool
		if v, ok = st.Sanitize(ctx, v); !ok {
			return nil
		}
	}
	text := phpvalue.MaybeEncode(v)
	if now := st.effective(stored); now != nil && phpvalue.MaybeEncode(now) == text {
		return nil
	}
	written[st.Option] = v
	return s.stores.Options.SetOption(ctx, st.Option, text)
}

// deleteSetting deletes an option, so that the default shows. What is stored must
// fit the schema; Quirk: so must false where nothing is.
func (s *Site) deleteSetting(ctx context.Context, st *Setting, stored map[string]any) error {
	v, ok := stored[st.Option]
	if !ok {
		v = false
	}
	if st.Schema.ValidateValue(v, st.name()) != nil {
		return wprest.NewError(http.StatusInternalServerError, "rest_invalid_stored_value", "The value of "+st.name()+" does not fit its schema, and cannot be deleted.")
	}
	delete(stored, st.Option)
	return s.stores.Options.DeleteOption(ctx, st.Option)
}
