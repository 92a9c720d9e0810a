package wp

import (
	"context"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// A Setting is an option that shows in /wp/v2/settings: what register_setting
// is given.
//
// See https://developer.wordpress.org/reference/functions/register_setting/.
type Setting struct {
	Option string
	// Schema describes the value. Its Name is that in REST, the option's by
	// default; its Default is what shows when the option is not there.
	Schema wprest.Schema
}

func (st *Setting) name() string {
	if st.Schema.Name != "" {
		return st.Schema.Name
	}
	return st.Option
}

// coreSettings are the settings of WordPress.
//
// See https://developer.wordpress.org/rest-api/reference/settings/.
func coreSettings() []Setting {
	setting := func(option, name, kind, format, description string) Setting {
		return Setting{Option: option, Schema: wprest.Schema{Name: name, Type: kind, Format: format, Description: description}}
	}
	open := func(option, description string) Setting {
		s := setting(option, option, "string", "", description)
		s.Schema.Enum = []any{"open", "closed"}
		return s
	}
	withDefault := func(s Setting, v any) Setting {
		s.Schema.Default = v
		return s
	}
	return []Setting{
		setting("blogname", "title", "string", "", "The title of the site."),
		setting("blogdescription", "description", "string", "", "The tagline of the site."),
		setting("siteurl", "url", "string", "uri", "The address of the site."),
		setting("admin_email", "email", "string", "email", "The address for the site's administration."),
		setting("timezone_string", "timezone", "string", "", "A city in the site's time zone."),
		setting("date_format", "date_format", "string", "", "How dates are shown."),
		setting("time_format", "time_format", "string", "", "How times are shown."),
		setting("start_of_week", "start_of_week", "integer", "", "The day that a week begins with, 0 for Sunday."),
		withDefault(setting("WPLANG", "language", "string", "", "The language of the site."), "en_US"),
		withDefault(setting("use_smilies", "use_smilies", "boolean", "", "Whether emoticons become pictures."), true),
		setting("default_category", "default_category", "integer", "", "The category of posts without one."),
		setting("default_post_format", "default_post_format", "string", "", "The format of new posts."),
		withDefault(setting("posts_per_page", "posts_per_page", "integer", "", "How many posts a page shows."), 10),
		setting("show_on_front", "show_on_front", "string", "", "What the front page shows."),
		setting("page_on_front", "page_on_front", "integer", "", "The page that is the front page."),
		setting("page_for_posts", "page_for_posts", "integer", "", "The page that shows the posts."),
		open("default_ping_status", "Whether new posts take pings."),
		open("default_comment_status", "Whether new posts take comments."),
		setting("site_logo", "site_logo", "integer", "", "The image that is the logo."),
		setting("site_icon", "site_icon", "integer", "", "The image that is the icon."),
	}
}

// mountSettings registers the route of the settings.
//
//wp:route GET,POST,PUT,PATCH /wp/v2/settings
func (s *Site) mountSettings(reg *wprest.Registry) {
	schema := &wprest.Schema{Title: "settings", Type: "object"}
	var args []wprest.Arg
	for i := range s.settings {
		p := s.settings[i].Schema
		p.Name = s.settings[i].name()
		if p.Type == "object" && p.AdditionalProperties == nil && !p.Open {
			p.Closed = true
		}
		s.settings[i].Schema = p
		schema.Properties = append(schema.Properties, &p)
		arg := wprest.Arg{Schema: p, Validate: wprest.ValidateArg, Sanitize: keepNull}
		arg.Default = nil
		args = append(args, arg)
	}
	reg.Route(namespace, "/settings", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{
		{Permission: wprest.Can("manage_options"), Handler: s.readSettings},
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

func (s *Site) readSettings(ctx context.Context, r *wprest.Request) (any, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	out := wprest.MapOf().AsObject()
	for i := range s.settings {
		st := &s.settings[i]
		if r.Wants(st.name()) {
			out.Set(st.name(), st.value(o))
		}
	}
	return out, nil
}

// value reads a setting; one that does not fit its schema reads as nil.
func (st *Setting) value(o options) any {
	v := st.Schema.Default
	if text, ok := o[st.Option]; ok {
		v = phpvalue.MaybeDecode(text)
	}
	if v == nil || st.Schema.ValidateValue(v, st.name()) != nil {
		return nil
	}
	v, err := st.Schema.SanitizeValue(v, st.name())
	if err != nil {
		return nil
	}
	return v
}

func (s *Site) writeSettings(ctx context.Context, r *wprest.Request) (any, error) {
	for i := range s.settings {
		st := &s.settings[i]
		if !r.Sent(st.name()) {
			continue
		}
		var err error
		if v := r.Get(st.name()); v == nil {
			err = s.stores.Options.DeleteOption(ctx, st.Option)
		} else {
			err = s.stores.Options.SetOption(ctx, st.Option, phpvalue.MaybeEncode(v))
		}
		if err != nil {
			return nil, err
		}
	}
	wprest.ForgetMemo(ctx)
	return s.readSettings(ctx, r)
}
