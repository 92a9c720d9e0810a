package wp

import (
	"context"

	"github.com/wprest/wprest"
)

// perPost returns the posts that lists ask for, when that is all they do: they
// are what _embed asks for the links of posts.
func perPost(queries []wprest.ListQuery) (posts []int64, ok bool) {
	for _, q := range queries {
		for key := range q.Request.Query.All() {
			switch key {
			case "post", "context", "per_page":
			default:
				return nil, false
			}
		}
		ids := absInts(q.Request, "post")
		if len(ids) != 1 || ids[0] == 0 {
			return nil, false
		}
		posts = append(posts, ids[0])
	}
	return posts, len(posts) > 0
}

// oneByOne lists what queries ask for without a shorter way.
func oneByOne[T any](ctx context.Context, store wprest.Store[int64, T], queries []wprest.ListQuery) ([][]T, error) {
	pages := make([][]T, len(queries))
	for i, q := range queries {
		q.Query.NoTotal = true
		var err error
		if pages[i], _, err = store.List(ctx, q.Query); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// firstOnes cuts a page to the limit of its query.
func firstOnes[T any](page []T, q wprest.Query) []T {
	if q.Limit > 0 && len(page) > q.Limit {
		return page[:q.Limit]
	}
	return page
}

// termLists lists the terms of many posts at once.
func (s *Site) termLists(x *Taxonomy) func(ctx context.Context, queries []wprest.ListQuery) ([][]Term, error) {
	return func(ctx context.Context, queries []wprest.ListQuery) ([][]Term, error) {
		posts, ok := perPost(queries)
		if !ok {
			return oneByOne(ctx, s.stores.Terms, queries)
		}
		terms, err := s.termsOf(ctx, x, posts)
		if err != nil {
			return nil, err
		}
		pages := make([][]Term, len(queries))
		for i, id := range posts {
			pages[i] = firstOnes(terms[id], queries[i].Query)
		}
		return pages, nil
	}
}

// termsOf returns the terms of posts in a taxonomy, without a query for those
// that the posts were loaded with.
func (s *Site) termsOf(ctx context.Context, x *Taxonomy, posts []int64) (map[int64][]Term, error) {
	terms := make(map[int64][]Term, len(posts))
	var missing []int64
	for _, id := range posts {
		p, err := s.post(ctx, id)
		if err != nil {
			return nil, err
		}
		if p == nil || p.view == nil {
			missing = append(missing, id)
		} else if of, ok := p.view.terms[x.Name]; ok {
			terms[id] = of
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return terms, nil
	}
	all, err := s.stores.PostTerms.PostTerms(ctx, missing, []string{x.Name})
	for _, id := range missing {
		terms[id] = all[id]
	}
	return terms, err
}

// manyComments is from how many comments on it is better to list those of posts
// one after another, which reads no more than a page of each.
const manyComments = 2000

// commentLists lists the comments of many posts at once.
func (s *Site) commentLists(ctx context.Context, queries []wprest.ListQuery) ([][]Comment, error) {
	posts, ok := perPost(queries)
	if !ok {
		return oneByOne(ctx, s.stores.Comments, queries)
	}
	total := int64(0)
	for _, id := range posts {
		p, err := s.post(ctx, id)
		if err != nil {
			return nil, err
		}
		if p != nil {
			total += p.CommentCount
		}
	}
	if total > manyComments {
		return oneByOne(ctx, s.stores.Comments, queries)
	}
	all := queries[0].Query
	all.Where = append([]wprest.Condition(nil), all.Where...)
	for i, c := range all.Where {
		if c.Field == "post" {
			all.Where[i] = wprest.Where("post", posts...)
		}
	}
	all.Limit, all.NoTotal = 0, true
	found, _, err := s.stores.Comments.List(ctx, all)
	if err != nil {
		return nil, err
	}
	byPost := make(map[int64][]Comment, len(posts))
	for _, c := range found {
		byPost[c.Post] = append(byPost[c.Post], c)
	}
	pages := make([][]Comment, len(queries))
	for i, id := range posts {
		pages[i] = firstOnes(byPost[id], queries[i].Query)
	}
	return pages, nil
}
