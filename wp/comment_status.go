package wp

import (
	"context"
	"net/http"
	"strconv"

	"github.com/wprest/wprest"
)

// What a comment was before it went to the trash or became spam, and when that
// was.
const (
	trashedStatusKey = "_wp_trash_meta_status"
	trashedTimeKey   = "_wp_trash_meta_time"
)

// changeStatus gives a comment the status that a client names. What names none
// changes nothing.
func (w *commentWriter) changeStatus(ctx context.Context, c *Comment, asked string) error {
	switch asked {
	case "approved", "approve", "1":
		return w.setStatus(ctx, c, CommentApproved)
	case "hold", "0":
		return w.setStatus(ctx, c, CommentHeld)
	case CommentSpam, CommentTrash:
		if c.Status == asked {
			return nil
		}
		return w.putAside(ctx, c, asked)
	case "unspam", "untrash":
		return w.bringBack(ctx, c)
	}
	return nil
}

func (w *commentWriter) setStatus(ctx context.Context, c *Comment, status string) error {
	if c.Status == status {
		return nil
	}
	store, ok := w.site.stores.Comments.(wprest.Updater[int64, Comment])
	if !ok {
		return wprest.ErrUnsupported
	}
	stored, err := store.Update(ctx, c.ID, func(c *Comment) error {
		c.Status = status
		return nil
	})
	if err == nil {
		*c = stored
	}
	return err
}

// putAside makes a comment spam or moves it to the trash, and notes what it was.
// The answers to a note go with it.
func (w *commentWriter) putAside(ctx context.Context, c *Comment, status string) error {
	meta := w.site.stores.Meta
	for _, m := range []struct{ key, value string }{
		{trashedStatusKey, c.Status}, {trashedTimeKey, strconv.FormatInt(w.site.now().Unix(), 10)},
	} {
		if err := meta.SetMeta(ctx, CommentMeta, c.ID, m.key, m.value); err != nil {
			return err
		}
	}
	if err := w.setStatus(ctx, c, status); err != nil {
		return err
	}
	if c.Type != NoteType || c.Parent != 0 || status != CommentTrash {
		return nil
	}
	answers, _, err := w.site.stores.Comments.List(ctx, wprest.Query{
		Where: []wprest.Condition{
			wprest.Where("parent", c.ID), wprest.Where("type", NoteType), {Field: "status", Op: wprest.NotIn, Values: []any{CommentTrash}},
		},
		Order: []wprest.Order{{Field: "id"}}, NoTotal: true,
	})
	if err != nil {
		return err
	}
	for i := range answers {
		if err := w.putAside(ctx, &answers[i], status); err != nil {
			return err
		}
	}
	return nil
}

// bringBack gives a comment the status that it had before it was put aside.
func (w *commentWriter) bringBack(ctx context.Context, c *Comment) error {
	meta := w.site.stores.Meta
	stored, err := meta.Meta(ctx, CommentMeta, []int64{c.ID}, trashedStatusKey)
	if err != nil {
		return err
	}
	status := firstOf(stored[c.ID][trashedStatusKey])
	if status == "" {
		status = CommentHeld
	}
	if err := w.setStatus(ctx, c, status); err != nil {
		return err
	}
	for _, key := range []string{trashedStatusKey, trashedTimeKey} {
		if err := meta.SetMeta(ctx, CommentMeta, c.ID, key); err != nil {
			return err
		}
	}
	return nil
}

// trash moves a comment to the bin.
func (w *commentWriter) trash(ctx context.Context, c *Comment) (Comment, error) {
	if c.Status == CommentTrash {
		return *c, wprest.NewError(http.StatusGone, "rest_already_trashed", "The comment is in the trash already.")
	}
	trashed := *c
	err := w.putAside(ctx, &trashed, CommentTrash)
	return trashed, err
}
