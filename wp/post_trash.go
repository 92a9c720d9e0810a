package wp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// trash moves a post to the bin and remembers what it was.
func (w *postWriter) trash(ctx context.Context, p *Post) (Post, error) {
	if p.Status == StatusTrash {
		return *p, wprest.NewError(http.StatusGone, "rest_already_trashed", "The post is in the trash already.")
	}
	for _, m := range []struct{ key, value string }{
		{trashStatusKey, p.Status}, {"_wp_trash_meta_time", fmt.Sprint(w.site.now().Unix())},
	} {
		if err := w.site.addPostMeta(ctx, p.ID, m.key, m.value); err != nil {
			return *p, err
		}
	}
	before := *p
	trashed, err := w.store().Update(ctx, p.ID, func(p *Post) error {
		before = *p
		c, err := w.begin(ctx, wprest.NewRequest(http.MethodPost, ""), p)
		if err != nil {
			return err
		}
		p.Status = StatusTrash
		return c.complete(ctx)
	})
	if err != nil {
		return trashed, cannotDelete(err)
	}
	wprest.ForgetMemo(ctx)
	if err := w.rowSaved(ctx, &before, &trashed, nil); err != nil {
		return trashed, err
	}
	if err := w.trashComments(ctx, p.ID); err != nil {
		return trashed, err
	}
	if err := w.site.forgetPost(ctx, p.ID); err != nil {
		return trashed, err
	}
	return trashed, w.site.saveRevision(ctx, w.t, &trashed)
}

// cannotDelete is the answer when a post cannot be moved or removed.
func cannotDelete(err error) error {
	var refused *wprest.Error
	if errors.Is(err, wprest.ErrNotExist) || errors.Is(err, wprest.ErrUnsupported) {
		return err
	}
	if errors.As(err, &refused) || errors.Is(err, wprest.ErrConflict) {
		return &wprest.Error{Code: "rest_cannot_delete", Message: "The post cannot be deleted.", Status: http.StatusInternalServerError, Err: err}
	}
	return err
}

// trashComments hides the comments of a post that goes to the bin, and remembers
// in its meta what they were.
func (w *postWriter) trashComments(ctx context.Context, id int64) error {
	if w.site.stores.PostComments == nil {
		return nil
	}
	before, err := w.site.stores.PostComments.TrashComments(ctx, id)
	if err != nil || len(before) == 0 {
		return err
	}
	states := &wprest.Map{}
	for _, c := range before {
		states.Set(strconv.FormatInt(c.ID, 10), c.State)
	}
	return w.site.addPostMeta(ctx, id, "_wp_trash_meta_comments_status", phpvalue.Encode(states))
}

// remove deletes a post for good.
func (w *postWriter) remove(ctx context.Context, _ *wprest.Request, p *Post) error {
	store, ok := w.site.stores.Posts.(wprest.Deleter[int64])
	if !ok {
		return wprest.ErrUnsupported
	}
	if err := store.Delete(ctx, p.ID); err != nil {
		return cannotDelete(err)
	}
	if err := w.site.schedulePost(ctx, p, &Post{ID: p.ID}); err != nil {
		return err
	}
	if err := w.site.forgetPost(ctx, p.ID); err != nil {
		return err
	}
	return w.site.removeMenuItems(ctx, "post_type", p.ID)
}

// forgetPost takes a post that is gone from the options that name it: it is
// neither sticky nor the front page any more.
func (s *Site) forgetPost(ctx context.Context, id int64) error {
	if err := s.setSticky(ctx, id, false); err != nil {
		return err
	}
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	if o.number("page_on_front") == id {
		if err := s.setOption(ctx, "show_on_front", "posts"); err != nil {
			return err
		}
		if err := s.setOption(ctx, "page_on_front", "0"); err != nil {
			return err
		}
	}
	if o.number("page_for_posts") == id {
		return s.setOption(ctx, "page_for_posts", "0")
	}
	return nil
}

// removeMenuItems removes the items of menus that lead to an object: a post
// ("post_type") or a term ("taxonomy").
func (s *Site) removeMenuItems(ctx context.Context, kind string, object int64) error {
	items, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("type", "nav_menu_item")}, NoTotal: true, Fields: []string{"id"},
	})
	if err != nil || len(items) == 0 {
		return err
	}
	ids := make([]int64, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	const objectKey, kindKey = "_menu_item_object_id", "_menu_item_type"
	meta, err := s.stores.Meta.Meta(ctx, PostMeta, ids, objectKey, kindKey)
	if err != nil {
		return err
	}
	store, ok := s.stores.Posts.(wprest.Deleter[int64])
	for _, id := range ids {
		if firstOf(meta[id][kindKey]) != kind || wprest.ToInt(firstOf(meta[id][objectKey])) != object || !ok {
			continue
		}
		if err := store.Delete(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
