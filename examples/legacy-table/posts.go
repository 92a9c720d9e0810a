package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// WordPress numbers the posts of all types together. The old tables begin with 1
// each, so that their numbers are moved apart.
const (
	newsIDs     idRange = 0
	productIDs  idRange = 100_000_000
	archiveIDs  idRange = 200_000_000
	pictureIDs  idRange = 300_000_000
	autosaveIDs idRange = 400_000_000

	idsPerTable = 100_000_000
)

// An idRange is what is added to the numbers of a table.
type idRange int64

func (r idRange) id(nr int64) int64   { return int64(r) + nr }
func (r idRange) nr(id int64) int64   { return id - int64(r) }
func (r idRange) holds(id int64) bool { return r.nr(id) > 0 && r.nr(id) < idsPerTable }
func (r idRange) encode(v any) (any, bool) { // an Encoder of gormstore
	id := wprest.ToInt(v)
	return r.nr(id), r.holds(id)
}

// A table has the posts of one type.
type table struct {
	kind  string
	ids   idRange
	store wprest.Store[int64, wp.Post]
}

// posts is the store of all posts of the site: each type is in a table of its own.
type posts []table

// of returns the table of an id.
func (all posts) of(id int64) (table, error) {
	for _, t := range all {
		if t.ids.holds(id) {
			return t, nil
		}
	}
	return table{}, fmt.Errorf("posts: get %d: %w", id, wprest.ErrNotExist)
}

// Get implements wprest.Store.
func (all posts) Get(ctx context.Context, id int64) (wp.Post, error) {
	t, err := all.of(id)
	if err != nil {
		return wp.Post{}, err
	}
	return t.store.Get(ctx, id)
}

// List implements wprest.Store. It asks one table if it can. Of several it takes
// the beginnings that hold the page.
func (all posts) List(ctx context.Context, q wprest.Query) ([]wp.Post, int, error) {
	asked := all.asked(q)
	if len(asked) == 1 {
		return asked[0].store.List(ctx, q)
	}
	compare, err := comparison(q.Order)
	if err != nil {
		return nil, 0, err
	}
	part := q
	if part.Offset = 0; q.Limit > 0 {
		part.Limit = q.Offset + q.Limit
	}
	var found []wp.Post
	total := 0
	for _, t := range asked {
		page, n, err := t.store.List(ctx, part)
		if err != nil {
			return nil, 0, err
		}
		found, total = append(found, page...), total+n
	}
	if q.NoTotal {
		total = -1
	}
	slices.SortStableFunc(found, compare)
	found = found[min(q.Offset, len(found)):]
	if q.Limit > 0 {
		found = found[:min(q.Limit, len(found))]
	}
	return found, total, nil
}

// asked lists the tables that may hold what a query selects.
func (all posts) asked(q wprest.Query) posts {
	asked := slices.Clone(all)
	for _, c := range q.Where {
		if c.Field == "type" && c.Op == wprest.In && len(c.Any) == 0 {
			asked = slices.DeleteFunc(asked, func(t table) bool { return !slices.Contains(c.Values, any(t.kind)) })
		}
	}
	return asked
}

// comparison sorts posts of several tables.
func comparison(orders []wprest.Order) (func(a, b wp.Post) int, error) {
	by := map[string]func(a, b *wp.Post) int{
		"id":        func(a, b *wp.Post) int { return cmp.Compare(a.ID, b.ID) },
		"date":      func(a, b *wp.Post) int { return a.Date.Compare(b.Date) },
		"date_gmt":  func(a, b *wp.Post) int { return a.Date.Compare(b.Date) },
		"modified":  func(a, b *wp.Post) int { return a.Modified.Compare(b.Modified) },
		"title":     func(a, b *wp.Post) int { return cmp.Compare(a.Title, b.Title) },
		"relevance": func(*wp.Post, *wp.Post) int { return 0 },
	}
	for _, o := range orders {
		if by[o.Field] == nil || o.Values != nil {
			return nil, fmt.Errorf("posts: order of several types by %s: %w", o.Field, wprest.ErrUnsupported)
		}
	}
	return func(a, b wp.Post) int {
		for _, o := range orders {
			if order := by[o.Field](&a, &b); order != 0 && o.Desc {
				return -order
			} else if order != 0 {
				return order
			}
		}
		return 0
	}, nil
}
