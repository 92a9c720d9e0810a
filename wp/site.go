package wp

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/text"
)

const namespace = "wp/v2"

// A Config says what a Site is made of besides WordPress's own types.
type Config struct {
	Stores Stores
	// Types, Taxonomies and Statuses are added to the built-in ones.
	Types      []PostType
	Taxonomies []Taxonomy
	Statuses   []Status
	// PostMeta, TermMeta, CommentMeta and UserMeta are the meta values that
	// show.
	PostMeta, TermMeta, CommentMeta, UserMeta []MetaField
	// Settings are added to those of WordPress.
	Settings []Setting
	// Languages are the locales that are installed besides en_US.
	Languages []string
	// AppPasswords is the authenticator whose passwords users manage below
	// /wp/v2/users. Nil: there are no such routes.
	AppPasswords *auth.AppPasswordAuth
	// Cookies get those fresh ones who change their own password. Nil: they
	// have to log in anew.
	Cookies *auth.Cookies
	// HideUsers shows no users to who is not logged in, but for the names of
	// the authors of posts that are embedded. WordPress shows its authors.
	HideUsers bool
	// Notify is told of changes that somebody should get a mail about. Nil:
	// nobody does.
	Notify func(ctx context.Context, n Notice) error
	// Text is what texts are rendered with. Fields that are nil get what
	// WordPress has, but for blocks, which stay as they are.
	Text text.Options
	// TextCache is how many bytes of rendered texts are kept. The default is
	// 16 MB; a negative number keeps none.
	TextCache int
	// Templates returns the names of the templates that posts of a type can
	// choose: those of the theme and those that are stored. Nil: none.
	Templates func(ctx context.Context, postType string) ([]string, error)
	// Salts are the secrets that nonces in addresses are made with.
	Salts auth.Salts
	// MaxRevisions is how many revisions of a post are kept; 0 is all, a
	// negative number none.
	MaxRevisions int
	// AllowAnonymous lets who is not logged in comment over REST. Nil: nobody.
	AllowAnonymous func(ctx context.Context, r *wprest.Request) bool
	// ClientIP returns the address that a request comes from, for sites behind
	// a proxy. The default is that of the connection.
	ClientIP func(r *http.Request) string
	// NoTrash has comments deleted for good only.
	NoTrash bool
	// Now is the clock. The default is time.Now.
	Now func() time.Time
}

// A Site is a WordPress site as its REST API shows it: its resources are
// registered on a Registry by Mount, and may be changed before that is built.
type Site struct {
	// Posts serves the posts of type "post"; PostType returns those of others.
	Posts *wprest.Controller[int64, Post]
	Users *wprest.Controller[int64, User]
	// Comments is nil where the stores have none.
	Comments *wprest.Controller[int64, Comment]

	// Search finds what /wp/v2/search asks for. A host may add to it until the
	// registry is built.
	Search []SearchHandler

	// Title, Content and Excerpt render texts, with the Shortcodes. They may be
	// changed until the registry is built.
	Title, Content, Comment text.Pipeline
	Excerpt                 *text.Excerpter
	Shortcodes              *text.Shortcodes

	stores                          Stores
	types                           []*PostType
	taxonomies                      []*Taxonomy
	statuses                        []*Status
	postMeta                        []MetaField
	termMeta, commentMeta, userMeta []MetaField
	settings                        []Setting
	now                             func() time.Time
	posts                           map[string]*wprest.Controller[int64, Post]
	terms                           map[string]*wprest.Controller[int64, Term]
	taxonomySchema                  *wprest.Schema

	installed    []string // Config.Languages
	usersHidden  bool     // Config.HideUsers
	cookies      *auth.Cookies
	notify       func(ctx context.Context, n Notice) error
	salts        auth.Salts
	maxRevisions int // Config.MaxRevisions
	anonymous    func(ctx context.Context, r *wprest.Request) bool
	clientIP     func(r *http.Request) string
	noTrash      bool
	templates    func(ctx context.Context, postType string) ([]string, error)
	zones        zoneCache
	isUsed       atomic.Bool  // option fresh_site was found to be off
	policy       *text.Policy // of contents and excerpts
}

// Mount registers the resources of a site on a registry, and returns the site so
// that fields and hooks can be added before the registry is built.
func Mount(reg *wprest.Registry, c Config) *Site {
	s := &Site{stores: c.Stores, now: c.Now, posts: map[string]*wprest.Controller[int64, Post]{}, postMeta: c.PostMeta, salts: c.Salts, maxRevisions: c.MaxRevisions}
	if s.now == nil {
		s.now = time.Now
	}
	for _, t := range append(builtinTypes(), c.Types...) {
		s.types = append(s.types, &t)
	}
	for _, x := range append(builtinTaxonomies(), c.Taxonomies...) {
		s.taxonomies = append(s.taxonomies, &x)
	}
	for _, t := range s.types {
		t.prepare(s.taxonomies)
	}
	for _, st := range append(builtinStatuses(), c.Statuses...) {
		st.Internal = st.Internal || !st.Public && !st.Protected && !st.Private
		s.statuses = append(s.statuses, &st)
	}
	s.templates, s.installed = c.Templates, c.Languages
	s.anonymous, s.clientIP, s.noTrash = c.AllowAnonymous, c.ClientIP, c.NoTrash
	s.termMeta, s.commentMeta, s.userMeta = c.TermMeta, append(noteMeta(), c.CommentMeta...), c.UserMeta
	s.postMeta = append(slices.Clone(c.PostMeta), s.footnotesField()...)
	s.mountTexts(c.Text, c.TextCache)
	s.settings = append(slices.Clone(c.Settings), coreSettings(c.Languages)...)
	for _, t := range s.types {
		if t.ShowInREST && !t.ownRoutes {
			controller := s.postController(t)
			controller.Schema.Links = s.schemaLinks(reg, t)
			s.posts[t.Name] = controller
			reg.Register(controller)
			reg.Register(&revisionRoutes{site: s, t: t, posts: controller})
		}
	}
	s.mountTerms(reg)
	s.Posts = s.posts["post"]
	s.Users = s.userController()
	reg.Register(s.Users)
	reg.Register(userMe{s})
	s.cookies, s.notify = c.Cookies, c.Notify
	if c.HideUsers {
		s.hideUsers()
	}
	if c.AppPasswords != nil {
		s.mountAppPasswords(reg, c.AppPasswords)
	}
	s.mountComments(reg)
	s.mountTypes(reg)
	s.mountTaxonomies(reg)
	s.mountStatuses(reg)
	s.mountSearch(reg)
	s.mountSettings(reg)
	s.mountOEmbed(reg)
	reg.Index.Add(5, s.index)
	return s
}

// PostType returns the controller of a post type that shows in REST, or nil.
func (s *Site) PostType(name string) *wprest.Controller[int64, Post] { return s.posts[name] }

// Taxonomy returns the controller of the terms of a taxonomy that shows in REST,
// or nil.
func (s *Site) Taxonomy(name string) *wprest.Controller[int64, Term] { return s.terms[name] }

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

// taxonomiesOf lists the taxonomies of a type in the order of registration. The
// list must not be changed.
func (s *Site) taxonomiesOf(t *PostType) []*Taxonomy { return t.taxonomies }

// restTaxonomiesOf lists those of taxonomiesOf that show in REST. The list must
// not be changed.
func (s *Site) restTaxonomiesOf(t *PostType) []*Taxonomy { return t.restTaxonomies }

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
			"name", o.raw("blogname"),
			"description", o.raw("blogdescription"),
			"url", o.text("siteurl"),
			"home", o.text("home"),
			"gmt_offset", o.offset(time.Now()),
			"timezone_string", o.raw("timezone_string"),
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
	link := func(image int64, kind string) {
		if image != 0 {
			x.Response.AddLink(apiRel+"featuredmedia", wprest.URL(ctx, fmt.Sprintf("%s/media/%d", namespace, image))).Embed().With("type", kind)
		}
	}
	logo, icon := o.number("site_logo"), o.number("site_icon")
	if whole || r.Wants("site_logo") {
		data.Set("site_logo", logo)
		link(logo, "site_logo")
	}
	if whole || r.Wants("site_icon") || r.Wants("site_icon_url") {
		address := ""
		if a := s.attachment(ctx, icon); a != nil {
			address = a.URL
		}
		data.Set("site_icon", icon)
		data.Set("site_icon_url", address)
		link(icon, "site_icon")
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
