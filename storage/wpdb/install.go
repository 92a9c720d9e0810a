package wpdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/wp"
)

// InstallOptions say what a new site is like. SiteURL, AdminLogin and AdminEmail
// must be set.
type InstallOptions struct {
	SiteURL  string // without a slash at its end
	Title    string // "": My site
	Tagline  string
	TimeZone string // IANA name; "": UTC
	Theme    string // name of the theme's folder; "": twentytwentyfive

	AdminLogin string
	AdminEmail string
	// AdminPasswordHash is the stored form of the password, see package auth;
	// with "" nobody can log in.
	AdminPasswordHash string
}

// Install makes a new site: tables, options, an administrator, a category, and a
// post, a page and a comment to begin with. A site that is there already is
// wprest.ErrConflict.
func (db *DB) Install(ctx context.Context, o InstallOptions) error {
	if o.SiteURL == "" || o.AdminLogin == "" || o.AdminEmail == "" {
		return errors.New("wpdb: install: SiteURL, AdminLogin and AdminEmail must be set")
	}
	o.SiteURL = strings.TrimRight(o.SiteURL, "/")
	if err := db.Create(ctx); err != nil {
		return err
	}
	return db.change(ctx, allTables, func(ctx context.Context, g *gorm.DB) error {
		found, err := db.Options().Options(ctx, "siteurl")
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fmt.Errorf("wpdb: install: there is a site already: %w", wprest.ErrConflict)
		}
		in := installer{db, g, o, db.now().UTC().Truncate(time.Second)}
		for _, step := range []func(context.Context) error{in.options, in.admin, in.category, in.posts} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// installer fills a new site.
type installer struct {
	db  *DB
	g   *gorm.DB
	o   InstallOptions
	now time.Time
}

func (in installer) options(context.Context) error {
	rows := defaultOptions()
	set := func(name, value string) {
		rows = append(rows, optionRow{OptionName: name, OptionValue: value, Autoload: "on"})
	}
	orElse := func(value, other string) string {
		if value == "" {
			return other
		}
		return value
	}
	theme := orElse(in.o.Theme, "twentytwentyfive")
	set("siteurl", in.o.SiteURL)
	set("home", in.o.SiteURL)
	set("blogname", orElse(in.o.Title, "My site"))
	set("blogdescription", in.o.Tagline)
	set("admin_email", in.o.AdminEmail)
	set("admin_email_lifespan", fmt.Sprint(in.now.AddDate(0, 6, 0).Unix()))
	set("timezone_string", in.o.TimeZone)
	set("template", theme)
	set("stylesheet", theme)
	set(in.db.prefix+"user_roles", formatRoles(auth.DefaultRoles(), roleOrder()))
	return wrap("install options", in.g.CreateInBatches(rows, 50).Error)
}

// roleOrder has the roles of a fresh site from the mightiest on.
func roleOrder() []string {
	return []string{"administrator", "editor", "author", "contributor", "subscriber"}
}

func (in installer) admin(ctx context.Context) error {
	u := wp.User{
		Login: in.o.AdminLogin, Slug: in.o.AdminLogin, Email: in.o.AdminEmail, URL: in.o.SiteURL, Name: in.o.AdminLogin,
		Nickname: in.o.AdminLogin, Registered: in.now, Roles: []string{"administrator"},
	}
	if err := in.db.Users().Create(ctx, &u); err != nil {
		return err
	}
	if err := in.db.Meta().SetMeta(ctx, wp.UserMeta, u.ID, "show_welcome_panel", "1"); err != nil {
		return err
	}
	return in.db.Accounts().SetPassword(ctx, u.ID, in.o.AdminPasswordHash)
}

func (in installer) category(ctx context.Context) error {
	return in.db.Terms().Create(ctx, &wp.Term{Taxonomy: "category", Name: "Uncategorized", Slug: "uncategorized"})
}

func (in installer) posts(ctx context.Context) error {
	local := in.now
	if zone, err := time.LoadLocation(in.o.TimeZone); err == nil {
		wall := in.now.In(zone)
		local = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC)
	}
	post := wp.Post{
		Type: "post", Slug: "a-first-post", Title: "A first post", CommentCount: 1, CommentStatus: "open",
		Content: paragraph("This is the first post of your new site. Change it, or throw it away and write one of your own."),
		GUID:    in.o.SiteURL + "/?p=1",
	}
	page := wp.Post{
		Type: "page", Slug: "about-this-site", Title: "About this site", CommentStatus: "closed",
		Content: paragraph("A page is for what stays: who you are, where to find you, what this site is about.") + "\n\n" +
			paragraph("It has no date for its readers and does not move down when you write something new."),
		GUID: in.o.SiteURL + "/?page_id=2",
	}
	for _, p := range []*wp.Post{&post, &page} {
		p.Status, p.Author, p.PingStatus = "publish", 1, p.CommentStatus
		p.Date, p.DateGMT, p.Modified, p.ModifiedGMT = local, in.now, local, in.now
		if err := in.db.Posts().Create(ctx, p); err != nil {
			return err
		}
	}
	if err := in.db.Meta().SetMeta(ctx, wp.PostMeta, page.ID, "_wp_page_template", "default"); err != nil {
		return err
	}
	if err := in.db.PostTerms().SetPostTerms(ctx, post.ID, "category", []int64{1}); err != nil {
		return err
	}
	return wrap("install comment", in.g.Create(&commentRow{
		CommentPostID: post.ID, CommentAuthor: "A reader", CommentAuthorEmail: "reader@example.com",
		CommentDate: formatDate(local), CommentDateGMT: formatDate(in.now), CommentApproved: "1", CommentType: "comment",
		CommentContent: "Welcome! This is what a comment looks like. You can edit it, or remove it, when you are logged in.",
	}).Error)
}

func paragraph(text string) string {
	return "<!-- wp:paragraph -->\n<p>" + text + "</p>\n<!-- /wp:paragraph -->"
}
