package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
	"github.com/wprest/wprest/wp"
)

// GetMany implements wprest.Getter, with one query for each table.
func (all posts) GetMany(ctx context.Context, ids []int64) ([]wp.Post, error) {
	found := map[int64]wp.Post{}
	for _, t := range all {
		var own []int64
		for _, id := range ids {
			if t.ids.holds(id) {
				own = append(own, id)
			}
		}
		if len(own) == 0 {
			continue
		}
		page, _, err := t.store.List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("id", own...)}, NoTotal: true})
		if err != nil {
			return nil, err
		}
		for _, p := range page {
			found[p.ID] = p
		}
	}
	list := make([]wp.Post, 0, len(found))
	for _, id := range ids {
		if p, ok := found[id]; ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// Create implements wprest.Creator, for the types that have a table to write to.
func (all posts) Create(ctx context.Context, p *wp.Post) error {
	for _, t := range all {
		if store, ok := t.store.(wprest.Creator[wp.Post]); ok && t.kind == p.Type {
			return store.Create(ctx, p)
		}
	}
	return fmt.Errorf("posts: create a %s: %w", p.Type, wprest.ErrUnsupported)
}

// Update implements wprest.Updater.
func (all posts) Update(ctx context.Context, id int64, change func(*wp.Post) error) (wp.Post, error) {
	t, err := all.of(id)
	if err != nil {
		return wp.Post{}, err
	}
	if store, ok := t.store.(wprest.Updater[int64, wp.Post]); ok {
		return store.Update(ctx, id, change)
	}
	return wp.Post{}, fmt.Errorf("posts: update a %s: %w", t.kind, wprest.ErrUnsupported)
}

// Delete implements wprest.Deleter.
func (all posts) Delete(ctx context.Context, id int64) error {
	t, err := all.of(id)
	if err != nil {
		return err
	}
	if store, ok := t.store.(wprest.Deleter[int64]); ok {
		return store.Delete(ctx, id)
	}
	return fmt.Errorf("posts: delete a %s: %w", t.kind, wprest.ErrUnsupported)
}

// newAutosaves returns a store for what the block editor saves while somebody
// writes. The old program has no place for it; it is gone when this one ends.
func newAutosaves() *memory.Store[int64, wp.Post] {
	var last atomic.Int64
	fields := map[string]func(*wp.Post) any{
		"id": func(p *wp.Post) any { return p.ID }, "type": func(p *wp.Post) any { return p.Type },
		"status": func(p *wp.Post) any { return p.Status }, "slug": func(p *wp.Post) any { return p.Slug },
		"parent": func(p *wp.Post) any { return p.Parent }, "author": func(p *wp.Post) any { return p.Author },
		"title": func(p *wp.Post) any { return p.Title }, "password": func(p *wp.Post) any { return p.Password },
		"date": func(p *wp.Post) any { return p.Date }, "date_gmt": func(p *wp.Post) any { return p.DateGMT },
	}
	return memory.New(memory.Options[int64, wp.Post]{
		Key:    func(p *wp.Post) *int64 { return &p.ID },
		NewKey: func() int64 { return autosaveIDs.id(last.Add(1)) },
		Fields: fields,
	})
}
