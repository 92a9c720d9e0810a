package wp

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// postView is what Load brings along for the values of a post.
type postView struct {
	options   options
	terms     map[string][]Term   // by taxonomy
	meta      map[string][]string // by key
	hasMeta   bool                // meta was loaded
	revisions Revisions
	slugs     map[string][]Post // posts by slugs that generatedSlug looks for
}

// loadPosts loads what the wanted properties of a page of posts need, with one
// query each for terms, meta, revisions and related posts.
func (s *Site) loadPosts(t *PostType) func(ctx context.Context, r *wprest.Request, items []*Post) error {
	return func(ctx context.Context, r *wprest.Request, items []*Post) error {
		l, err := s.newPostLoader(ctx, t, r, items)
		if err != nil {
			return err
		}
		for _, p := range items {
			wprest.Memorize(ctx, postKey(p.ID), p)
		}
		return inTurn(ctx, l.terms, l.authors, l.meta, l.revisions, l.related, l.ancestors, l.slugs)
	}
}

// loadAddresses loads what the addresses of posts of a type need.
func (s *Site) loadAddresses(ctx context.Context, t *PostType, items []*Post) error {
	r := wprest.NewRequest(http.MethodGet, "")
	r.Query.Set("_fields", "link")
	l, err := s.newPostLoader(ctx, t, r, items)
	if err != nil {
		return err
	}
	return inTurn(ctx, l.terms, l.authors, l.ancestors)
}

// newPostLoader returns a loader for posts of a type, or revisions of such.
func (s *Site) newPostLoader(ctx context.Context, t *PostType, r *wprest.Request, items []*Post) (*postLoader, error) {
	o, err := s.options(ctx)
	l := &postLoader{Site: s, t: t, r: r, o: o, items: items, ids: make([]int64, len(items))}
	for i, p := range items {
		l.ids[i] = p.ID
		p.view = &postView{options: o}
	}
	return l, err
}

// A postLoader loads what belongs to a page of posts.
type postLoader struct {
	*Site
	t     *PostType
	r     *wprest.Request
	o     options
	items []*Post
	ids   []int64
	// media are the attachments that the texts show, with their meta.
	media     []int64
	mediaMeta map[int64]map[string][]string
}

func wantsLinks(r *wprest.Request) bool {
	return r.Wants("_links") || r.Query.Has("_embed") && r.Wants("_embedded")
}

func (l *postLoader) terms(ctx context.Context) error {
	var wanted []string
	for _, x := range l.taxonomiesOf(l.t) {
		if l.wantsTerms(x) {
			wanted = append(wanted, x.Name)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	all, err := l.stores.PostTerms.PostTerms(ctx, l.ids, wanted)
	for _, p := range l.items {
		p.view.terms = make(map[string][]Term, len(wanted))
		for _, name := range wanted {
			p.view.terms[name] = nil // it was looked for
		}
		for _, term := range all[p.ID] {
			p.view.terms[term.Taxonomy] = append(p.view.terms[term.Taxonomy], term)
		}
	}
	return err
}

func (l *postLoader) wantsTerms(x *Taxonomy) bool {
	switch {
	case x.Name == categoryTaxonomy && l.inLinks("%category%"):
		return true
	case l.r.Context() == "embed":
		return false
	}
	return x.ShowInREST && l.r.Wants(x.base()) || x.Name == formatTaxonomy && l.r.Wants("format") ||
		x.Public && l.t.viewable() && l.r.Wants("class_list")
}

// inLinks reports whether the addresses of the posts have a part.
func (l *postLoader) inLinks(tag string) bool {
	return l.t.Name == "post" && strings.Contains(l.o.text("permalink_structure"), tag)
}

// authors loads the authors whose slugs are in the addresses of the posts.
func (l *postLoader) authors(ctx context.Context) error {
	if !l.inLinks("%author%") {
		return nil
	}
	var ids []int64
	for _, p := range l.items {
		if p.Author != 0 && !slices.Contains(ids, p.Author) {
			ids = append(ids, p.Author)
		}
	}
	users, err := getMany(ctx, l.stores.Users, ids)
	for i := range users {
		wprest.Memorize(ctx, authorSlugKey(users[i].ID), users[i].Slug)
	}
	return err
}

// meta loads the meta of the posts, and of the attachments in their texts.
func (l *postLoader) meta(ctx context.Context) error {
	if l.r.Wants("content") || l.r.Wants("excerpt") {
		for _, p := range l.items {
			l.media = append(l.media, text.MediaIDs(p.Content)...)
		}
	}
	ids := l.ids
	if !l.wantsMeta() {
		ids = nil
	}
	if ids = append(slices.Clip(ids), l.media...); len(ids) == 0 {
		return nil
	}
	all, err := l.stores.Meta.Meta(ctx, PostMeta, ids)
	for _, p := range l.items {
		p.view.meta, p.view.hasMeta = all[p.ID], l.wantsMeta() && err == nil
	}
	l.mediaMeta = all
	return err
}

func (l *postLoader) wantsMeta() bool {
	if l.t.supports("thumbnail") && (l.r.Wants("featured_media") || wantsLinks(l.r)) {
		return true
	}
	return l.r.Context() != "embed" && (l.r.Wants("meta") || l.r.Wants("template") || l.r.Wants("class_list"))
}

// revisions counts the revisions of the posts.
func (l *postLoader) revisions(ctx context.Context) error {
	if !l.t.supports("revisions") || !wantsLinks(l.r) {
		return nil
	}
	all, err := l.countRevisions(ctx, l.ids)
	for _, p := range l.items {
		p.view.revisions = all[p.ID]
	}
	return err
}

// countRevisions counts the revisions of posts.
func (s *Site) countRevisions(ctx context.Context, posts []int64) (map[int64]Revisions, error) {
	if counter, ok := s.stores.Posts.(RevisionCounter); ok {
		return counter.CountRevisions(ctx, posts)
	}
	list, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("type", revisionType), wprest.Where("parent", posts...)},
		Order:   []wprest.Order{{Field: "date", Desc: true}, {Field: "id", Desc: true}},
		NoTotal: true, Fields: []string{"id", "parent"},
	})
	all := make(map[int64]Revisions, len(posts))
	for _, revision := range list {
		counted := all[revision.Parent]
		if counted.Count++; counted.Count == 1 {
			counted.Newest = revision.ID
		}
		all[revision.Parent] = counted
	}
	return all, err
}

// related loads the posts that the links and texts lead to: parents, featured
// images, and attachments.
func (l *postLoader) related(ctx context.Context) error {
	ids := l.media
	if wantsLinks(l.r) {
		for _, p := range l.items {
			if l.t.supports("thumbnail") {
				ids = append(ids, wprest.ToInt(p.view.first("_thumbnail_id")))
			}
			if l.t.Hierarchical {
				ids = append(ids, p.Parent)
			}
		}
	}
	posts, err := l.postsByID(ctx, ids)
	if err != nil {
		return err
	}
	var parents []int64
	for _, p := range posts {
		if p != nil && p.Status == StatusInherit {
			parents = append(parents, p.Parent)
		}
	}
	if _, err := l.postsByID(ctx, parents); err != nil {
		return err
	}
	for _, id := range l.media {
		a, err := l.attachmentOf(ctx, posts[id], l.mediaMeta[id])
		if err != nil {
			return err
		}
		wprest.Memorize(ctx, attachmentKey{l.Site, id}, a)
	}
	return nil
}

// ancestors loads the posts whose slugs are in the addresses of the posts, a
// level at once.
func (l *postLoader) ancestors(ctx context.Context) error {
	if !l.t.Hierarchical || !l.r.Wants("link") && !l.r.Wants("permalink_template") {
		return nil
	}
	level := make([]int64, 0, len(l.items))
	for _, p := range l.items {
		level = append(level, p.Parent)
	}
	for n := 0; len(level) > 0 && n < maxAncestors; n++ {
		posts, err := l.postsByID(ctx, level)
		if err != nil {
			return err
		}
		level = level[:0]
		for _, p := range posts {
			if p != nil && p.Parent != 0 {
				level = append(level, p.Parent)
			}
		}
	}
	return nil
}

type postKey int64

// post returns a post of any type, once loaded for a request; nil when there is
// none.
func (s *Site) post(ctx context.Context, id int64) (*Post, error) {
	return wprest.Memo(ctx, postKey(id), func() (*Post, error) {
		p, err := s.stores.Posts.Get(ctx, id)
		if isNotExist(err) {
			return nil, nil
		}
		return &p, err
	})
}

// postsByID returns posts as post does, and loads those at once that were not
// loaded before.
func (s *Site) postsByID(ctx context.Context, ids []int64) (map[int64]*Post, error) {
	posts := make(map[int64]*Post, len(ids))
	var missing []int64
	for _, id := range ids {
		if _, seen := posts[id]; seen || id == 0 {
			continue
		}
		p, err := wprest.Memo(ctx, postKey(id), func() (*Post, error) { return nil, wprest.ErrNotExist })
		if posts[id] = p; err != nil {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return posts, nil
	}
	found, err := getMany(ctx, s.stores.Posts, missing)
	if err != nil {
		return nil, err
	}
	for i := range found {
		posts[found[i].ID] = &found[i]
	}
	for _, id := range missing {
		wprest.Memorize(ctx, postKey(id), posts[id])
	}
	return posts, nil
}

// getMany gets items of a store, at once if it can.
func getMany[T any](ctx context.Context, store wprest.Store[int64, T], ids []int64) ([]T, error) {
	if many, ok := store.(wprest.Getter[int64, T]); ok {
		return many.GetMany(ctx, ids)
	}
	found, _, err := store.List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("id", ids...)}, NoTotal: true})
	return found, err
}

// PostMeta returns the values of a meta key that posts have, one list for each.
// It costs no query when the posts were loaded to be shown with their meta.
func (s *Site) PostMeta(ctx context.Context, posts []*Post, key string) ([][]string, error) {
	values := make([][]string, len(posts))
	var missing []int64
	for i, p := range posts {
		if p.view == nil || !p.view.hasMeta {
			missing = append(missing, p.ID)
			continue
		}
		values[i] = p.view.meta[key]
	}
	if len(missing) == 0 {
		return values, nil
	}
	all, err := s.stores.Meta.Meta(ctx, PostMeta, missing, key)
	for i, p := range posts {
		if p.view == nil || !p.view.hasMeta {
			values[i] = all[p.ID][key]
		}
	}
	return values, err
}
