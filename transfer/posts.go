package transfer

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

const attachmentType = "attachment"

// nameOf tells a post for people.
func nameOf(p *Post) string {
	return fmt.Sprintf("%s %d %q", cmp.Or(p.Type, "post"), p.ID, cut(cmp.Or(p.Title, p.Slug), 60))
}

// post takes in one post with what belongs to it.
func (r *run) post(ctx context.Context, p *Post) error {
	complete(p)
	step := Step{Kind: Posts, Name: nameOf(p), Outcome: There}
	id, ok := r.index.take(p.GUID)
	if ok {
		if err := r.known(ctx, p, id); err != nil {
			return fmt.Errorf("%s: %w", step.Name, err)
		}
	} else {
		step.Outcome = Made
		var err error
		if id, err = r.makePost(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", step.Name, err)
		}
	}
	if p.ID != 0 {
		r.postIDs[p.ID] = id
		r.pages.add(p.ID, id)
	}
	r.tell(step)
	return nil
}

// complete fills in what files leave out.
func complete(p *Post) {
	p.Type = cmp.Or(p.Type, "post")
	if p.Type == attachmentType {
		p.Status = cmp.Or(p.Status, wp.StatusInherit)
	}
	p.Status = cmp.Or(p.Status, "draft")
	if p.CommentStatus == "" {
		p.CommentStatus = "closed"
	}
	p.PingStatus = cmp.Or(p.PingStatus, p.CommentStatus)
	if p.Date.IsZero() {
		p.Date = orElse(p.DateGMT, p.PubDate)
	}
	if p.DateGMT.IsZero() && !isDraft(p.Status) {
		p.DateGMT = orElse(p.PubDate, p.Date)
	}
	p.Modified = orElse(p.Modified, p.Date)
	p.ModifiedGMT = orElse(p.ModifiedGMT, orElse(p.DateGMT, p.Modified))
	if p.GUID == "" { // the same at every import
		p.GUID = cmp.Or(p.Link, fmt.Sprintf("urn:wxr:%x", digestOf(fmt.Sprint(p.ID), p.Type, p.Title, p.Date.String(), p.Content)))
	}
	p.GUID = cut(p.GUID, 255)
	if p.Slug == "" && !isDraft(p.Status) && p.Status != "future" {
		p.Slug = cmp.Or(text.Slug(p.Title), fmt.Sprint(p.ID))
	}
	if p.Type == attachmentType {
		completeAttachment(p)
	}
	p.MimeType = cut(p.MimeType, 100)
}

func orElse(t, other time.Time) time.Time {
	if t.IsZero() {
		return other
	}
	return t
}

// isDraft reports whether posts of a status need neither a slug nor a date.
func isDraft(status string) bool {
	return status == "draft" || status == "pending" || status == "auto-draft"
}

// row returns the post as the site stores it, but for what refers to other posts.
func (p *Post) row(author int64) wp.Post {
	return wp.Post{
		Type: cut(p.Type, 20), Status: cut(p.Status, 20), Slug: cut(p.Slug, 200), Author: author,
		Title: p.Title, Content: p.Content, Excerpt: p.Excerpt, Password: cut(p.Password, 255),
		Date: p.Date, DateGMT: p.DateGMT, Modified: p.Modified, ModifiedGMT: p.ModifiedGMT,
		CommentStatus: cut(p.CommentStatus, 20), PingStatus: cut(p.PingStatus, 20), GUID: p.GUID,
		MenuOrder: max(math.MinInt32, min(math.MaxInt32, p.MenuOrder)), MimeType: p.MimeType,
	}
}

// makePost adds a post in one transaction.
func (r *run) makePost(ctx context.Context, p *Post) (int64, error) {
	author, err := r.author(ctx, p.Creator)
	if err != nil {
		return 0, err
	}
	terms, err := r.termsOf(ctx, p)
	if err != nil {
		return 0, err
	}
	var made wp.Post
	var open pending
	var steps []Step
	err = r.keepID(ctx, Posts, p.ID, func(ctx context.Context, id int64) (err error) {
		made = p.row(author)
		made.ID = id
		open = pending{Name: nameOf(p)}
		if p.Parent != 0 {
			if made.Parent = r.postIDs[p.Parent]; made.Parent == 0 {
				open.Parent = p.Parent
			}
		}
		if open.Parent == 0 {
			if made.Slug, err = r.postSlug(ctx, &made); err != nil {
				return err
			}
		}
		if err := r.posts.Create(ctx, &made); err != nil {
			return err
		}
		open.Post = made.ID
		steps, err = r.belongings(ctx, p, made.ID, terms, &open)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, s := range steps {
		r.tell(s)
	}
	r.wait(open)
	return made.ID, nil
}

// belongings stores what belongs to a new post, and adds to open what waits for
// other posts.
func (r *run) belongings(ctx context.Context, p *Post, id int64, terms map[string][]int64, open *pending) ([]Step, error) {
	if r.stores.PostTerms != nil {
		for _, taxonomy := range sortedKeys(terms) {
			if err := r.stores.PostTerms.SetPostTerms(ctx, id, taxonomy, terms[taxonomy]); err != nil {
				return nil, err
			}
		}
	}
	comments, steps, err := r.comments(ctx, p, id, nil)
	if err != nil {
		return nil, err
	}
	meta := r.refer(p, id, comments, open)
	if !open.isEmpty() {
		meta = append(meta, pendingMark())
	}
	if err := r.setMeta(ctx, wp.PostMeta, id, meta); err != nil {
		return nil, err
	}
	if p.Sticky {
		return steps, r.stick(ctx, id)
	}
	return steps, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// stick puts a post on top.
func (r *run) stick(ctx context.Context, id int64) error {
	const option = "sticky_posts"
	stored, err := r.stores.Options.Options(ctx, option)
	if err != nil {
		return err
	}
	list, _ := phpvalue.MaybeDecode(stored[option]).(*wprest.Map)
	if list == nil {
		list = &wprest.Map{}
	}
	for _, v := range list.All() {
		if wprest.ToInt(v) == id {
			return nil
		}
	}
	list.Append(id)
	return r.stores.Options.SetOption(ctx, option, phpvalue.Encode(list))
}

// postSlug returns the slug of a post, or the first of slug-2, slug-3 … that no
// other post beside it has.
func (r *run) postSlug(ctx context.Context, p *wp.Post) (string, error) {
	if p.Slug == "" || isDraft(p.Status) || p.Type == "revision" {
		return p.Slug, nil
	}
	return text.UniqueSlug(p.Slug, text.SlugLimit, func(slug string) (bool, error) {
		found, _, err := r.stores.Posts.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("slug", slug), wprest.Where("type", p.Type)}, NoTotal: true, Fields: []string{"id", "slug", "parent"},
		})
		return slices.ContainsFunc(found, func(other wp.Post) bool {
			return other.ID != p.ID && strings.EqualFold(other.Slug, slug) && (p.Type == attachmentType || other.Parent == p.Parent)
		}), err
	})
}

// known looks at a post that was there before the import.
func (r *run) known(ctx context.Context, p *Post, id int64) error {
	marks, err := r.stores.Meta.Meta(ctx, wp.PostMeta, []int64{id}, PendingKey)
	if err != nil {
		return err
	}
	if len(marks[id]) > 0 { // an earlier import did not come to its end
		open := pending{Post: id, Name: nameOf(p), Parent: p.Parent}
		r.refer(p, id, nil, &open)
		r.wait(open)
	}
	if len(p.Comments) == 0 || r.stores.Comments == nil {
		return nil
	}
	there, _, err := r.stores.Comments.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("post", id)}, Order: []wprest.Order{{Field: "id"}}, NoTotal: true,
	})
	if err != nil {
		return err
	}
	var steps []Step
	err = r.stores.Atomic(ctx, func(ctx context.Context) (err error) {
		_, steps, err = r.comments(ctx, p, id, there)
		return err
	})
	for _, s := range steps {
		r.tell(s)
	}
	return err
}
