package wp

import (
	"context"
	"slices"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

const namespace = "wp/v2"

// A Config says what a Site is made of besides WordPress's own types.
type Config struct {
	Stores Stores
	// Types, Taxonomies and Statuses are added to the built-in ones.
	Types      []PostType
	Taxonomies []Taxonomy
	Statuses   []Status
	// PostMeta are the meta values of posts that show.
	PostMeta []MetaField
	// Settings are added to those of WordPress.
	Settings []Setting
	// Now is the clock. The default is time.Now.
	Now func() time.Time
}

// A Site is a WordPress site as its REST API shows it: its resources are
// registered on a Registry by Mount, and may be changed before that is built.
type Site struct {
	// Posts serves the posts of type "post"; PostType returns those of others.
	Posts *wprest.Controller[int64, Post]
	Users *wprest.Controller[int64, User]

	stores     Stores
	types      []*PostType
	taxonomies []*Taxonomy
	statuses   []*Status
	postMeta   []MetaField
	settings   []Setting
	now        func() time.Time
	posts      map[string]*wprest.Controller[int64, Post]
}

// Mount registers the resources of a site on a registry, and returns the site so
// that fields and hooks can be added before the registry is built.
func Mount(reg *wprest.Registry, c Config) *Site {
	s := &Site{stores: c.Stores, now: c.Now, posts: map[string]*wprest.Controller[int64, Post]{}, postMeta: c.PostMeta}
	if s.now == nil {
		s.now = time.Now
	}
	for _, t := range append(builtinTypes(), c.Types...) {
		s.types = append(s.types, &t)
	}
	for _, x := range append(builtinTaxonomies(), c.Taxonomies...) {
		s.taxonomies = append(s.taxonomies, &x)
	}
	for _, st := range append(builtinStatuses(), c.Statuses...) {
		s.statuses = append(s.statuses, &st)
	}
	s.settings = append(slices.Clone(c.Settings), coreSettings()...)
	for _, t := range s.types {
		if t.ShowInREST {
			controller := s.postController(t)
			s.posts[t.Name] = controller
			reg.Register(controller)
		}
	}
	s.Posts = s.posts["post"]
	s.Users = s.userController()
	reg.Register(s.Users)
	s.mountUserMe(reg)
	s.mountTypes(reg)
	s.mountSettings(reg)
	s.mountOEmbed(reg)
	reg.Index.Add(5, s.index)
	return s
}

// PostType returns the controller of a post type that shows in REST, or nil.
func (s *Site) PostType(name string) *wprest.Controller[int64, Post] { return s.posts[name] }

// postType returns a registered type, or nil.
func (s *Site) postType(name string) *PostType {
	for _, t := range s.types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func (s *Site) taxonomy(name string) *Taxonomy {
	for _, x := range s.taxonomies {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// taxonomiesOf lists the taxonomies of a type in the order of registration.
func (s *Site) taxonomiesOf(t *PostType) []*Taxonomy {
	var list []*Taxonomy
	for _, x := range s.taxonomies {
		if slices.Contains(x.Types, t.Name) || slices.Contains(t.Taxonomies, x.Name) {
			list = append(list, x)
		}
	}
	return list
}

// restTaxonomiesOf lists those of taxonomiesOf that show in REST.
func (s *Site) restTaxonomiesOf(t *PostType) []*Taxonomy {
	return slices.DeleteFunc(s.taxonomiesOf(t), func(x *Taxonomy) bool { return !x.ShowInREST })
}

func (s *Site) status(name string) *Status {
	for _, st := range s.statuses {
		if st.Name == name {
			return st
		}
	}
	return nil
}

// Authorizer returns what decides about the capabilities of the site's users. It
// is what a Config of the Registry takes for May.
func Authorizer() wprest.Authorizer { return &auth.Capabilities{} }

// Describe returns what the index tells of the site. It is what a Config of the
// Registry takes for Describe.
func Describe(options OptionStore) func(ctx context.Context) (*wprest.Map, error) {
	return func(ctx context.Context) (*wprest.Map, error) {
		o, err := readOptions(ctx, options)
		if err != nil {
			return nil, err
		}
		return wprest.MapOf(
			"name", o.text("blogname"),
			"description", o.text("blogdescription"),
			"url", o.text("siteurl"),
			"home", o.text("home"),
			"gmt_offset", o.offset(time.Now()),
			"timezone_string", o.text("timezone_string"),
			"page_for_posts", o.number("page_for_posts"),
			"page_on_front", o.number("page_on_front"),
			"show_on_front", o.text("show_on_front"),
		), nil
	}
}

// index adds to the index what is about images and the theme.
func (s *Site) index(ctx context.Context, x wprest.Exchange) (wprest.Exchange, error) {
	o, err := s.options(ctx)
	if err != nil {
		return x, err
	}
	data, ok := x.Response.Data.(*wprest.Map)
	if !ok {
		return x, nil
	}
	r := x.Request
	whole := r.Wants("_links") || r.Wants("_embedded") || r.Query.Has("_embed")
	logo, icon := o.number("site_logo"), o.number("site_icon")
	if whole || r.Wants("site_logo") {
		data.Set("site_logo", logo)
	}
	if whole || r.Wants("site_icon") || r.Wants("site_icon_url") {
		data.Set("site_icon", icon)
		data.Set("site_icon_url", "")
	}
	if theme := o.text("stylesheet"); whole && theme != "" {
		ok, err := s.mayEditAnything(ctx)
		if err != nil {
			return x, err
		}
		if ok {
			x.Response.AddLink(apiRel+"active-theme", wprest.URL(ctx, namespace+"/themes/"+theme))
		}
	}
	return x, nil
}

// mayEditAnything reports whether the user may switch themes or edit posts of
// any type that shows in REST.
func (s *Site) mayEditAnything(ctx context.Context) (bool, error) {
	capabilities := []string{"switch_themes", "edit_posts"}
	for _, t := range s.types {
		if t.ShowInREST {
			capabilities = append(capabilities, t.caps().EditPosts)
		}
	}
	for _, capability := range capabilities {
		if ok, err := wprest.May(ctx, capability); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
