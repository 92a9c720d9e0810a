package wp

import (
	"context"
	"fmt"

	"github.com/wprest/wprest"
)

// mountSearch registers the search for posts, terms and post formats.
func (s *Site) mountSearch(reg *wprest.Registry) {
	s.Search = []SearchHandler{s.postSearch(), s.termSearch(), s.formatSearch()}
	reg.Register(&searchRoutes{site: s})
}

// postSearch finds posts that are published.
func (s *Site) postSearch() SearchHandler {
	var types []string
	for _, t := range s.types {
		if t.Public && t.ShowInREST && t.Name != "attachment" {
			types = append(types, t.Name)
		}
	}
	return SearchHandler{Type: "post", Subtypes: types, Find: s.findPosts}
}

func (s *Site) findPosts(ctx context.Context, q SearchQuery) ([]SearchItem, int, error) {
	if len(q.Subtypes) == 0 {
		q.Subtypes = []string{"post"}
	}
	find := wprest.Query{
		Where:  []wprest.Condition{wprest.Where("type", q.Subtypes...), wprest.Where("status", StatusPublish)},
		Search: q.Search, Offset: q.Offset, Limit: q.Limit, Order: newestFirst(),
	}
	if !q.Wants("_links") {
		find.Fields = []string{"id", "type", "status", "slug", "title", "date", "parent", "author"}
	}
	if q.Search != "" {
		find.Order = []wprest.Order{{Field: "relevance"}, {Field: "date", Desc: true}}
		if wprest.UserFrom(ctx) == nil {
			find = find.And(wprest.Where("password", ""))
		}
	}
	posts, total, err := s.stores.Posts.List(ctx, q.narrow(find))
	if err != nil || len(posts) == 0 { // Quirk: beyond the last page nothing is counted.
		return nil, 0, err
	}
	if err := s.loadFound(ctx, &q, posts); err != nil {
		return nil, 0, err
	}
	items := make([]SearchItem, len(posts))
	for i := range posts {
		if items[i], err = s.foundPost(ctx, &q, &posts[i]); err != nil {
			return nil, 0, err
		}
	}
	return items, total, nil
}

// loadFound loads what the addresses of posts of any types need, and lets their
// links know them.
func (s *Site) loadFound(ctx context.Context, q *SearchQuery, posts []Post) error {
	byType := map[string][]*Post{}
	for i := range posts {
		p := &posts[i]
		byType[p.Type] = append(byType[p.Type], p)
		if controller := s.posts[p.Type]; controller != nil && q.Wants("_links") {
			controller.Remember(ctx, p)
		}
	}
	if !q.Wants("url") {
		return nil
	}
	for _, t := range s.types {
		if items := byType[t.Name]; len(items) > 0 {
			if err := s.loadAddresses(ctx, t, items); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Site) foundPost(ctx context.Context, q *SearchQuery, p *Post) (SearchItem, error) {
	item := SearchItem{ID: p.ID, Subtype: p.Type}
	t := s.postType(p.Type)
	if t == nil {
		return item, nil
	}
	if t.has("title") && q.Wants("title") {
		item.Title = s.renderTitle(p.Title)
	}
	if q.Wants("_links") {
		item.Links = []wprest.Link{
			{Rel: "self", Href: wprest.URL(ctx, fmt.Sprintf("%s/%d", t.route(), p.ID)), Embeddable: true},
			{Rel: "about", Href: wprest.URL(ctx, namespace+"/types/"+t.Name)},
		}
	}
	var err error
	if q.Wants("url") {
		item.URL, err = s.permalink(ctx, p)
	}
	return item, err
}
