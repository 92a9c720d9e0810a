package transfer

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// An Exporter writes a site as WXR: all users, terms, and posts with their meta,
// terms and comments. Left out, as WordPress does, are revisions, automatic
// drafts, what is only kept for a time, and options.
type Exporter struct {
	Stores wp.Stores
	// Report, if not nil, is told of each thing that was written.
	Report func(Step)
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// export is one export.
type export struct {
	*Exporter
	w       *wxr.Writer
	result  Result
	site    wxr.Site
	uploads string           // address of the folder
	logins  map[int64]string // of users
	sticky  map[int64]bool
}

// exportPage is how many posts are read at once.
const exportPage = 100

// Export writes the site to w. It holds all terms, and a page of posts, in memory.
// What changes meanwhile may be in it or not.
func (ex *Exporter) Export(ctx context.Context, w io.Writer) (Result, error) {
	x := &export{Exporter: ex, result: Result{}, logins: map[int64]string{}, sticky: map[int64]bool{}}
	err := x.all(ctx, w)
	if err != nil {
		err = fmt.Errorf("transfer: export: %w", err)
	}
	return x.result, err
}

func (x *export) all(ctx context.Context, w io.Writer) error {
	if err := x.options(ctx); err != nil {
		return err
	}
	x.w = wxr.NewWriter(w, x.site)
	for _, step := range []func(context.Context) error{x.users, x.terms, x.posts} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return x.w.Close()
}

func (x *export) options(ctx context.Context) error {
	o, err := x.Stores.Options.Options(ctx, "blogname", "blogdescription", "home", "siteurl", "upload_url_path", "WPLANG", "sticky_posts")
	if err != nil {
		return err
	}
	now := time.Now
	if x.Now != nil {
		now = x.Now
	}
	x.site = wxr.Site{
		Title: o["blogname"], Description: o["blogdescription"], Link: o["home"], BaseSiteURL: o["siteurl"], BaseBlogURL: o["home"],
		Language: strings.ReplaceAll(cmp.Or(o["WPLANG"], "en_US"), "_", "-"), PubDate: now().UTC(),
	}
	x.uploads = strings.TrimRight(cmp.Or(o["upload_url_path"], strings.TrimRight(o["siteurl"], "/")+"/wp-content/uploads"), "/") + "/"
	list, _ := phpvalue.MaybeDecode(o["sticky_posts"]).(*wprest.Map)
	for _, v := range list.All() {
		x.sticky[wprest.ToInt(v)] = true
	}
	return nil
}

// write writes an entry and tells of it.
func (x *export) write(e wxr.Entry, kind Kind, name string) error {
	if err := x.w.Write(e); err != nil {
		return err
	}
	s := Step{Kind: kind, Name: name, Outcome: Made}
	x.result.add(s)
	if x.Report != nil {
		x.Report(s)
	}
	return nil
}

func (x *export) users(ctx context.Context) error {
	for last := int64(0); ; {
		page, _, err := x.Stores.Users.List(ctx, wprest.Query{
			Where: []wprest.Condition{{Field: "id", Op: wprest.Greater, Values: []any{last}}}, Order: []wprest.Order{{Field: "id"}}, Limit: 500, NoTotal: true,
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			u := &page[i]
			last = u.ID
			x.logins[u.ID] = u.Login
			a := &wxr.Author{ID: u.ID, Login: u.Login, Email: u.Email, DisplayName: u.Name, FirstName: u.FirstName, LastName: u.LastName}
			if err := x.write(a, Users, "user "+u.Login); err != nil {
				return err
			}
		}
	}
}

func (x *export) terms(ctx context.Context) error {
	list, _, err := x.Stores.Terms.List(ctx, wprest.Query{Order: []wprest.Order{{Field: "id"}}, NoTotal: true})
	if err != nil {
		return err
	}
	type place struct {
		taxonomy string
		id       int64
	}
	slugs := make(map[place]string, len(list))
	for i := range list {
		slugs[place{list[i].Taxonomy, list[i].ID}] = list[i].Slug
	}
	order := parentsFirst(len(list), func(i int) any { return place{list[i].Taxonomy, list[i].ID} }, func(i int) any { return place{list[i].Taxonomy, list[i].Parent} })
	for chunk := range slices.Chunk(order, 500) {
		ids := make([]int64, len(chunk))
		for i, at := range chunk {
			ids[i] = list[at].ID
		}
		meta, err := x.meta(ctx, wp.TermMeta, ids)
		if err != nil {
			return err
		}
		for _, at := range chunk {
			t := &list[at]
			e := &wxr.Term{
				ID: t.ID, Taxonomy: t.Taxonomy, Slug: t.Slug, Parent: slugs[place{t.Taxonomy, t.Parent}],
				Name: t.Name, Description: t.Description, Meta: metaList(meta[t.ID]),
			}
			if err := x.write(e, Terms, t.Taxonomy+" "+t.Slug); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *export) meta(ctx context.Context, kind wp.MetaKind, ids []int64) (map[int64]map[string][]string, error) {
	if x.Stores.Meta == nil || len(ids) == 0 {
		return nil, nil
	}
	return x.Stores.Meta.Meta(ctx, kind, ids)
}

// metaList returns meta by key.
func metaList(byKey map[string][]string) (list []wxr.Meta) {
	for _, key := range sortedKeys(byKey) {
		if key == editLockKey || key == PendingKey {
			continue
		}
		for _, v := range byKey[key] {
			list = append(list, wxr.Meta{Key: key, Value: v})
		}
	}
	return list
}

// isExported reports whether posts like this go along.
func isExported(p *wp.Post) bool {
	switch p.Type {
	case "revision", "customize_changeset", "oembed_cache", "user_request":
		return false
	}
	return p.Status != "auto-draft"
}

func (x *export) posts(ctx context.Context) error {
	return eachPost(ctx, x.Stores.Posts, exportPage, nil, func(page []wp.Post) error {
		page = slices.DeleteFunc(page, func(p wp.Post) bool { return !isExported(&p) })
		if len(page) == 0 {
			return nil
		}
		return x.page(ctx, page)
	})
}

// page writes posts with what belongs to them.
func (x *export) page(ctx context.Context, page []wp.Post) error {
	ids := make([]int64, len(page))
	for i := range page {
		ids[i] = page[i].ID
	}
	meta, err := x.meta(ctx, wp.PostMeta, ids)
	if err != nil {
		return err
	}
	terms := map[int64][]wp.Term{}
	if x.Stores.PostTerms != nil {
		if terms, err = x.Stores.PostTerms.PostTerms(ctx, ids, nil); err != nil {
			return err
		}
	}
	comments, err := x.comments(ctx, ids)
	if err != nil {
		return err
	}
	for i := range page {
		p := &page[i]
		e := x.item(p, metaList(meta[p.ID]))
		for _, t := range terms[p.ID] {
			e.Terms = append(e.Terms, wxr.ItemTerm{Taxonomy: t.Taxonomy, Slug: t.Slug, Name: t.Name})
		}
		e.Comments = comments[p.ID]
		if err := x.write(e, Posts, nameOf(&Post{Item: *e})); err != nil {
			return err
		}
		c := x.result[Comments]
		c.Made += len(e.Comments)
		x.result[Comments] = c
	}
	return nil
}

func (x *export) item(p *wp.Post, meta []wxr.Meta) *wxr.Item {
	e := &wxr.Item{
		ID: p.ID, Title: p.Title, Link: x.link(p), PubDate: p.DateGMT, Creator: x.logins[p.Author], GUID: p.GUID, Content: p.Content, Excerpt: p.Excerpt,
		Date: p.Date, DateGMT: p.DateGMT, Modified: p.Modified, ModifiedGMT: p.ModifiedGMT, CommentStatus: p.CommentStatus, PingStatus: p.PingStatus,
		Slug: p.Slug, Status: p.Status, Parent: p.Parent, MenuOrder: p.MenuOrder, Type: p.Type, Password: p.Password, Sticky: x.sticky[p.ID], Meta: meta,
	}
	if p.Type == attachmentType {
		e.AttachmentURL = p.GUID
		if file := metaValue(meta, attachedFileKey); file != "" {
			e.AttachmentURL = x.uploads + file
		}
	}
	return e
}

// link returns an address of a post that WordPress answers whatever its
// permalinks are like.
func (x *export) link(p *wp.Post) string {
	home := strings.TrimRight(x.site.Link, "/")
	switch p.Type {
	case "post":
		return fmt.Sprintf("%s/?p=%d", home, p.ID)
	case "page":
		return fmt.Sprintf("%s/?page_id=%d", home, p.ID)
	case attachmentType:
		return fmt.Sprintf("%s/?attachment_id=%d", home, p.ID)
	}
	return fmt.Sprintf("%s/?post_type=%s&p=%d", home, url.QueryEscape(p.Type), p.ID)
}

// comments returns the comments of posts by id.
func (x *export) comments(ctx context.Context, posts []int64) (map[int64][]wxr.Comment, error) {
	if x.Stores.Comments == nil {
		return nil, nil
	}
	byPost := map[int64][]wxr.Comment{}
	for last := int64(0); ; {
		page, _, err := x.Stores.Comments.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("post", posts...), {Field: "id", Op: wprest.Greater, Values: []any{last}}},
			Order: []wprest.Order{{Field: "id"}}, Limit: 1000, NoTotal: true,
		})
		if err != nil || len(page) == 0 {
			return byPost, err
		}
		ids := make([]int64, len(page))
		for i := range page {
			ids[i] = page[i].ID
		}
		last = ids[len(ids)-1]
		meta, err := x.meta(ctx, wp.CommentMeta, ids)
		if err != nil {
			return nil, err
		}
		for i := range page {
			c := &page[i]
			byPost[c.Post] = append(byPost[c.Post], wxr.Comment{
				ID: c.ID, Author: c.AuthorName, AuthorEmail: c.AuthorEmail, AuthorURL: c.AuthorURL, AuthorIP: c.AuthorIP, Date: c.Date, DateGMT: c.DateGMT,
				Content: c.Content, Approved: c.Status, Type: c.Type, Parent: c.Parent, UserID: c.Author, Meta: metaList(meta[c.ID]),
			})
		}
	}
}
