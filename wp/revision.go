package wp

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

const revisionType = "revision"

// saveRevision keeps what a post is after an update, or after it was moved to
// the trash, as a revision, unless its newest one says the same.
//
// See https://wordpress.org/documentation/article/revisions/.
func (s *Site) saveRevision(ctx context.Context, t *PostType, p *Post) error {
	if !t.supports("revisions") || s.maxRevisions < 0 || p.Status == StatusAutoDraft {
		return nil
	}
	keys := revisionedKeys(s.metaOf(t))
	newest, err := s.newestRevision(ctx, p.ID)
	if err != nil {
		return err
	}
	ids := []int64{p.ID}
	if newest != nil {
		ids = append(ids, newest.ID)
	}
	meta := map[int64]map[string][]string{}
	if len(keys) > 0 {
		if meta, err = s.stores.Meta.Meta(ctx, PostMeta, ids, keys...); err != nil {
			return err
		}
	}
	if newest != nil && sameTexts(newest, p) && sameMeta(keys, meta[newest.ID], meta[p.ID]) {
		return nil
	}
	revision := s.revisionOf(ctx, p, fmt.Sprintf("%d-revision-v1", p.ID))
	revision.Title, revision.Content, revision.Excerpt = p.Title, p.Content, p.Excerpt
	if err := s.createRevision(ctx, &revision); err != nil {
		return err
	}
	for _, key := range keys {
		if values := meta[p.ID][key]; len(values) > 0 {
			if err := s.stores.Meta.SetMeta(ctx, PostMeta, revision.ID, key, values...); err != nil {
				return err
			}
		}
	}
	return s.dropRevisions(ctx, p.ID)
}

// revisionOf makes a revision of a post without its texts.
func (s *Site) revisionOf(ctx context.Context, p *Post, name string) Post {
	revision := Post{
		Type: revisionType, Status: StatusInherit, Slug: name, Parent: p.ID, CommentStatus: "closed", PingStatus: "closed",
		Date: p.Modified, DateGMT: p.ModifiedGMT, Modified: p.Modified, ModifiedGMT: p.ModifiedGMT,
	}
	if user := wprest.UserFrom(ctx); user != nil {
		revision.Author = user.ID
	}
	return revision
}

// createRevision stores a revision, whose identifier is its plain address.
func (s *Site) createRevision(ctx context.Context, revision *Post) error {
	create, ok := s.stores.Posts.(wprest.Creator[Post])
	update, can := s.stores.Posts.(wprest.Updater[int64, Post])
	if !ok || !can {
		return wprest.ErrUnsupported
	}
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	if err := create.Create(ctx, revision); err != nil {
		return err
	}
	revision.GUID = fmt.Sprintf("%s/?p=%d", o.home(), revision.ID)
	_, err = update.Update(ctx, revision.ID, func(stored *Post) error {
		stored.GUID = revision.GUID
		return nil
	})
	return err
}

// newestRevision returns the newest revision of a post that is no autosave, or
// nil.
func (s *Site) newestRevision(ctx context.Context, id int64) (*Post, error) {
	found, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{
			wprest.Where("type", revisionType), wprest.Where("parent", id),
			{Field: "slug", Op: wprest.Contains, Values: []any{fmt.Sprintf("%d-revision", id)}},
		},
		Order: newestFirst(), Limit: 1, NoTotal: true,
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func newestFirst() []wprest.Order {
	return []wprest.Order{{Field: "date", Desc: true}, {Field: "id", Desc: true}}
}

// dropRevisions deletes the oldest revisions of a post beyond the number to keep.
// Autosaves are counted, but stay.
func (s *Site) dropRevisions(ctx context.Context, id int64) error {
	if s.maxRevisions == 0 {
		return nil
	}
	remove, ok := s.stores.Posts.(wprest.Deleter[int64])
	if !ok {
		return wprest.ErrUnsupported
	}
	all, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("type", revisionType), wprest.Where("parent", id)},
		Order: newestFirst(), Offset: s.maxRevisions, NoTotal: true, Fields: []string{"id", "slug"},
	})
	if err != nil {
		return err
	}
	for i := range all {
		if isAutosave(&all[i]) {
			continue
		}
		if err := remove.Delete(ctx, all[i].ID); err != nil {
			return err
		}
	}
	return nil
}

func isAutosave(p *Post) bool { return strings.Contains(p.Slug, fmt.Sprintf("%d-autosave", p.Parent)) }

// revisionedKeys lists the keys of the meta values that revisions keep.
func revisionedKeys(fields []MetaField) []string {
	var keys []string
	for i := range fields {
		if fields[i].Revisioned {
			keys = append(keys, fields[i].Key)
		}
	}
	return keys
}

func sameMeta(keys []string, a, b map[string][]string) bool {
	for _, key := range keys {
		if !slices.Equal(a[key], b[key]) {
			return false
		}
	}
	return true
}

// sameTexts reports whether two posts say the same but for white space.
func sameTexts(a, b *Post) bool {
	return sameText(a.Title, b.Title) && sameText(a.Content, b.Content) && sameText(a.Excerpt, b.Excerpt)
}

func sameText(a, b string) bool { return a == b || normalizeSpace(a) == normalizeSpace(b) }

var (
	lineEnds = regexp.MustCompile(`[\r\n]+`)
	blanks   = regexp.MustCompile(`[ \t]+`)
)

// normalizeSpace mirrors normalize_whitespace.
func normalizeSpace(s string) string {
	return blanks.ReplaceAllString(lineEnds.ReplaceAllString(trimSpace(s), "\n"), " ")
}
