package wp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// lockTime is how long the lock that an editor has on a post is fresh.
const lockTime = 150 * time.Second

// autosaves returns the autosaves of a post, of all users, newest first.
func (s *Site) autosaves(ctx context.Context, id int64) ([]Post, error) {
	found, _, err := s.stores.Posts.List(ctx, autosaveQuery(id))
	return found, err
}

func autosaveQuery(id int64, more ...wprest.Condition) wprest.Query {
	return wprest.Query{
		Where: append([]wprest.Condition{
			wprest.Where("type", revisionType), wprest.Where("parent", id),
			{Field: "slug", Op: wprest.Contains, Values: []any{fmt.Sprintf("%d-autosave", id)}},
		}, more...),
		Order: newestFirst(), NoTotal: true,
	}
}

// autosave keeps a change of a post: in the post itself when it is the user's own
// draft, else beside it.
func (w *postWriter) autosave(ctx context.Context, r *wprest.Request, post *Post) (Post, error) {
	row := *post
	c, err := w.begin(ctx, r, &row)
	if err != nil {
		return row, err
	}
	var refused *wprest.Error
	if err := c.takeIn(ctx); errors.As(err, &refused) {
		// Quirk: what a save would refuse is dropped as a whole, without a word.
		c.r = wprest.NewRequest(r.Method, r.Route)
	} else if err != nil {
		return row, err
	}
	own, err := w.ownDraft(ctx, post)
	if err != nil {
		return row, err
	}
	if own {
		return w.autosaveDraft(ctx, c.r, post.ID)
	}
	return w.autosaveBeside(ctx, c.r, r, post)
}

// ownDraft reports whether a post is a draft of the user's that nobody else is
// editing now.
func (w *postWriter) ownDraft(ctx context.Context, p *Post) (bool, error) {
	user := wprest.UserFrom(ctx)
	if p.Status != StatusDraft && p.Status != StatusAutoDraft || user == nil || p.Author != user.ID {
		return false, nil
	}
	all, err := w.site.stores.Meta.Meta(ctx, PostMeta, []int64{p.ID}, "_edit_lock")
	if err != nil || len(all[p.ID]["_edit_lock"]) == 0 {
		return err == nil, err
	}
	since, by, _ := strings.Cut(all[p.ID]["_edit_lock"][0], ":")
	id := wprest.ToInt(by)
	if id == 0 || id == user.ID || w.site.now().Sub(time.Unix(wprest.ToInt(since), 0)) >= lockTime {
		return true, nil
	}
	_, err = w.site.stores.Users.Get(ctx, id)
	if isNotExist(err) {
		return true, nil
	}
	return false, err
}

// autosaveDraft changes the draft itself, but for what is stored beside its row.
func (w *postWriter) autosaveDraft(ctx context.Context, r *wprest.Request, id int64) (Post, error) {
	var before Post
	saved, err := w.store().Update(ctx, id, func(p *Post) error {
		before = *p
		c, err := w.begin(ctx, r, p)
		if err != nil {
			return err
		}
		c.autosave = true
		if err := c.takeIn(ctx); err != nil {
			return err
		}
		return withoutStatus(c.complete(ctx))
	})
	if err != nil {
		return saved, err
	}
	return saved, w.rowSaved(ctx, &before, &saved, nil)
}

// withoutStatus leaves an error without its status.
func withoutStatus(err error) error {
	var e *wprest.Error
	if !errors.As(err, &e) {
		return err
	}
	plain := *e
	plain.Status, plain.Data = 0, nil
	return &plain
}

// autosaveBeside keeps the texts that are taken in as the user's one autosave of
// a post. The post stays as it is.
func (w *postWriter) autosaveBeside(ctx context.Context, taken, sent *wprest.Request, post *Post) (Post, error) {
	user := wprest.UserFrom(ctx)
	if user == nil {
		user = &wprest.User{}
	}
	found, _, err := w.site.stores.Posts.List(ctx, autosaveQuery(post.ID, wprest.Where("author", user.ID)))
	if err != nil {
		return Post{}, err
	}
	meta, _ := sent.Get("meta").(*wprest.Map)
	if len(found) > 0 {
		changed, err := w.changes(ctx, taken, meta, post)
		if err != nil || !changed {
			return found[0], err
		}
	}
	now := w.site.now()
	o, err := w.site.options(ctx)
	if err != nil {
		return Post{}, err
	}
	put := func(p *Post) error {
		c := &postChange{postWriter: w, r: taken, p: p}
		if err := inTurn(ctx, c.texts, c.filter); err != nil {
			return err
		}
		p.Date, p.DateGMT = wallClock(now, o.zone()), now.UTC().Truncate(time.Second)
		p.Modified, p.ModifiedGMT = p.Date, p.DateGMT
		return nil
	}
	var saved Post
	if len(found) > 0 {
		saved, err = w.store().Update(ctx, found[0].ID, put)
	} else {
		saved = w.site.revisionOf(ctx, post, fmt.Sprintf("%d-autosave-v1", post.ID))
		if err = put(&saved); err == nil {
			err = w.site.createRevision(ctx, &saved)
		}
	}
	if err != nil {
		return saved, err
	}
	return saved, w.autosaveMeta(ctx, meta, saved.ID)
}

// changes reports whether texts or meta that are sent differ from the post's.
func (w *postWriter) changes(ctx context.Context, r *wprest.Request, meta *wprest.Map, post *Post) (bool, error) {
	for _, f := range postTexts() {
		if v, ok := f.sent(w.t, r); ok && !sameText(v, *f.of(post)) {
			return true, nil
		}
	}
	keys := revisionedKeys(w.site.metaOf(w.t))
	if meta.Len() == 0 || len(keys) == 0 {
		return false, nil
	}
	all, err := w.site.stores.Meta.Meta(ctx, PostMeta, []int64{post.ID}, keys...)
	if err != nil {
		return false, err
	}
	for _, key := range keys {
		sent := any("")
		if v := meta.Get(key); v != nil {
			sent = v
		}
		stored := all[post.ID][key]
		if len(stored) == 0 || sent != any(stored[0]) { // Quirk: no value differs from an empty one.
			return true, nil
		}
	}
	return false, nil
}

// autosaveMeta keeps the revisioned meta values that are sent.
//
// Quirk: they go by the keys that are stored, not by the names in REST, and are
// kept unchecked.
func (w *postWriter) autosaveMeta(ctx context.Context, meta *wprest.Map, id int64) error {
	for _, key := range revisionedKeys(w.site.metaOf(w.t)) {
		if v := meta.Get(key); v != nil {
			if err := w.site.stores.Meta.SetMeta(ctx, PostMeta, id, key, phpvalue.MaybeEncode(v)); err != nil {
				return err
			}
		}
	}
	return nil
}
