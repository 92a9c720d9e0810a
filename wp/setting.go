package wp

import (
	"context"

	"github.com/wprest/wprest"
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
	// Sanitize cleans a value that fits the schema before it is stored; when it
	// returns false the stored one stays. Nil stores what is sent.
	Sanitize func(ctx context.Context, value any) (clean any, ok bool)
}

func (st *Setting) name() string {
	if st.Schema.Name != "" {
		return st.Schema.Name
	}
	return st.Option
}

// coreSettings are the settings of WordPress. The locales are those that are
// installed.
//
// See https://developer.wordpress.org/rest-api/reference/settings/.
func coreSettings(locales []string) []Setting {
	type schema = wprest.Schema
	open := []any{"open", "closed"}
	return []Setting{
		{"blogname", schema{Name: "title", Type: "string", Title: "Title", Description: "The title of the site."}, escaped},
		{"blogdescription", schema{Name: "description", Type: "string", Title: "Tagline", Description: "The tagline of the site."}, escaped},
		{"siteurl", schema{Name: "url", Type: "string", Format: "uri", Description: "The address of the site."}, webAddress},
		{"admin_email", schema{Name: "email", Type: "string", Format: "email", Description: "The address for the site's administration."}, mailAddress},
		{"timezone_string", schema{Name: "timezone", Type: "string", Description: "A city in the site's time zone."}, timeZone},
		{"date_format", schema{Type: "string", Description: "How dates are shown."}, dateFormat},
		{"time_format", schema{Type: "string", Description: "How times are shown."}, dateFormat},
		{"start_of_week", schema{Type: "integer", Description: "The day that a week begins with, 0 for Sunday."}, absolute},
		{"WPLANG", schema{Name: "language", Type: "string", Default: defaultLocale, Description: "The language of the site."}, oneOfLocales(locales)},
		{"use_smilies", schema{Type: "boolean", Default: true, Description: "Whether emoticons become pictures."}, nil},
		{"default_category", schema{Type: "integer", Description: "The category of posts without one."}, absolute},
		{"default_post_format", schema{Type: "string", Description: "The format of new posts."}, nil},
		{"posts_per_page", schema{Type: "integer", Default: int64(10), Title: "Maximum posts per page", Description: "How many posts a page shows."}, pageSize},
		{"show_on_front", schema{Type: "string", Title: "Show on front", Description: "What the front page shows."}, nil},
		{"page_on_front", schema{Type: "integer", Title: "Page on front", Description: "The page that is the front page."}, absolute},
		{"page_for_posts", schema{Type: "integer", Description: "The page that shows the posts."}, absolute},
		{"default_ping_status", schema{Type: "string", Enum: open, Description: "Whether new posts take pings."}, nil},
		{"default_comment_status", schema{Type: "string", Enum: open, Title: "Allow comments on new posts", Description: "Whether new posts take comments."}, nil},
		{"site_logo", schema{Type: "integer", Title: "Logo", Description: "The image that is the logo."}, nil},
		{"site_icon", schema{Type: "integer", Title: "Icon", Description: "The image that is the icon."}, absolute},
	}
}
