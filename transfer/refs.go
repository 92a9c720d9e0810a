package transfer

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// pending is what a post waits for: posts with ids of the source. It is kept as
// JSON between runs.
type pending struct {
	Post   int64  `json:"post"`
	Name   string `json:"name"`
	Parent int64  `json:"parent,omitempty"`
	Refs   []ref  `json:"refs,omitempty"`
}

// A ref is a meta value that is the id of a post.
type ref struct {
	Key string `json:"key"`
	ID  int64  `json:"id"`
}

func (p *pending) isEmpty() bool { return p.Parent == 0 && len(p.Refs) == 0 }

func pendingMark() wxr.Meta { return wxr.Meta{Key: PendingKey, Value: "1"} }

func (r *run) wait(p pending) {
	if !p.isEmpty() {
		r.pending = append(r.pending, p)
		r.pages.wait(p)
	}
}

// Keys of meta that holds ids.
const (
	thumbnailKey   = "_thumbnail_id"
	menuParentKey  = "_menu_item_menu_item_parent"
	menuObjectKey  = "_menu_item_object_id"
	menuTypeKey    = "_menu_item_type"
	editorKey      = "_edit_last"
	editLockKey    = "_edit_lock" // of who edits it there and now
	trashedKey     = "_wp_trash_meta_comments_status"
	revisionSuffix = "-revision-v"
)

// refer returns the meta of a post with the ids of the site, and adds to open
// those that are not known yet.
func (r *run) refer(p *Post, self int64, comments map[int64]int64, open *pending) []wxr.Meta {
	kind := ""
	for _, m := range p.Meta {
		if m.Key == menuTypeKey {
			kind = m.Value
		}
	}
	list := make([]wxr.Meta, 0, len(p.Meta)+1)
	for _, m := range p.Meta {
		id, _ := strconv.ParseInt(strings.TrimSpace(m.Value), 10, 64)
		ids := map[int64]int64(nil)
		switch {
		case m.Key == editLockKey || m.Key == PendingKey:
			continue
		case m.Key == trashedKey:
			m.Value = renumber(m.Value, comments)
		case id <= 0:
		case m.Key == editorKey:
			ids = r.userIDs
		case m.Key == menuObjectKey && kind == "custom":
			m.Value = strconv.FormatInt(self, 10) // it stands for itself
		case m.Key == menuObjectKey && kind == "taxonomy":
			ids = r.termIDs
		case m.Key == thumbnailKey, m.Key == menuParentKey, m.Key == menuObjectKey && kind == "post_type":
			if r.postIDs[id] == 0 {
				open.Refs = append(open.Refs, ref{m.Key, id})
				continue
			}
			ids = r.postIDs
		}
		if ids != nil {
			if ids[id] == 0 {
				continue
			}
			m.Value = strconv.FormatInt(ids[id], 10)
		}
		list = append(list, m)
	}
	return list
}

// renumber gives a serialized map by ids other ids.
func renumber(value string, ids map[int64]int64) string {
	old, ok := phpvalue.MaybeDecode(value).(*wprest.Map)
	if !ok || ids == nil {
		return value
	}
	renumbered := &wprest.Map{}
	for key, v := range old.All() {
		id, err := strconv.ParseInt(key, 10, 64)
		if err == nil && ids[id] != 0 {
			key = strconv.FormatInt(ids[id], 10)
		}
		renumbered.Set(key, v)
	}
	return phpvalue.Encode(renumbered)
}

// settle lets posts refer to those that came after them. What never came is told
// of, unless the source broke off.
func (r *run) settle(ctx context.Context) error {
	for _, p := range r.pending {
		if err := ctx.Err(); err != nil {
			return err
		}
		var changed, missing []string
		err := r.stores.Atomic(ctx, func(ctx context.Context) (err error) {
			changed, missing, err = r.settleOne(ctx, p)
			return err
		})
		if errors.Is(err, wprest.ErrNotExist) { // deleted meanwhile
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if len(changed) > 0 {
			r.tell(Step{Kind: Posts, Name: p.Name, Outcome: Updated})
		}
		if r.finished {
			for _, what := range missing {
				r.skip(Posts, what+" of "+p.Name, "there is no such post")
			}
		}
	}
	return nil
}

// settleOne stores what a post waited for. It returns what that was, and what
// has not come.
func (r *run) settleOne(ctx context.Context, p pending) (changed, missing []string, err error) {
	if p.Parent != 0 {
		what := fmt.Sprintf("parent %d", p.Parent)
		if parent := r.postIDs[p.Parent]; parent == 0 {
			missing = append(missing, what)
		} else {
			changed = append(changed, what)
		}
		if err := r.setParent(ctx, p); err != nil {
			return nil, nil, err
		}
	}
	for _, f := range p.Refs {
		what := fmt.Sprintf("%s %d", f.Key, f.ID)
		id := r.postIDs[f.ID]
		if id == 0 {
			missing = append(missing, what)
			continue
		}
		changed = append(changed, what)
		if err := r.stores.Meta.SetMeta(ctx, wp.PostMeta, p.Post, f.Key, strconv.FormatInt(id, 10)); err != nil {
			return nil, nil, err
		}
	}
	if r.finished || len(missing) == 0 {
		err = r.stores.Meta.SetMeta(ctx, wp.PostMeta, p.Post, PendingKey)
	}
	return changed, missing, err
}

// setParent puts a post below its parent, or leaves it on top, with a slug that
// is free there.
func (r *run) setParent(ctx context.Context, p pending) error {
	_, err := r.updates.Update(ctx, p.Post, func(stored *wp.Post) (err error) {
		stored.Parent = r.postIDs[p.Parent]
		if rest, ok := strings.CutPrefix(stored.Slug, fmt.Sprint(p.Parent)+revisionSuffix); ok && stored.Type == "revision" {
			stored.Slug = fmt.Sprint(stored.Parent) + revisionSuffix + rest
		}
		stored.Slug, err = r.postSlug(ctx, stored)
		return err
	})
	return err
}
