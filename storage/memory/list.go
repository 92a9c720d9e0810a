package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// List returns the items that q selects. Without an order they come as they were
// created.
func (s *Store[K, T]) List(ctx context.Context, q wprest.Query) ([]T, int, error) {
	if err := s.ready(ctx); err != nil {
		return nil, 0, err
	}
	if err := s.check(q); err != nil {
		return nil, 0, err
	}
	found, err := s.selected(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	slices.SortStableFunc(found, func(a, b T) int { return s.compare(&a, &b, q.Order) })
	total := len(found)
	page := found[min(q.Offset, total):]
	if q.Limit > 0 {
		page = page[:min(q.Limit, len(page))]
	}
	for i := range page {
		page[i] = s.clone(page[i])
	}
	if q.NoTotal {
		total = -1
	}
	return page, total, nil
}

// check reports what in q the store does not know.
func (s *Store[K, T]) check(q wprest.Query) error {
	if q.Offset < 0 || q.Limit < 0 {
		return fmt.Errorf("memory: offset %d, limit %d: %w", q.Offset, q.Limit, wprest.ErrUnsupported)
	}
	names := slices.Clone(q.SearchIn)
	for _, o := range q.Order {
		names = append(names, o.Field)
	}
	for _, name := range names {
		if s.options.Fields[name] == nil {
			return fmt.Errorf("memory: property %q: %w", name, wprest.ErrUnsupported)
		}
	}
	return s.checkConditions(q.Where)
}

func (s *Store[K, T]) checkConditions(list []wprest.Condition) error {
	for _, c := range list {
		for _, all := range c.Any {
			if err := s.checkConditions(all); err != nil {
				return err
			}
		}
		if len(c.Any) > 0 {
			continue
		}
		if s.options.Fields[c.Field] == nil {
			return fmt.Errorf("memory: condition on %q: %w", c.Field, wprest.ErrUnsupported)
		}
		if c.Op > wprest.Contains || c.Op > wprest.NotIn && len(c.Values) != 1 {
			return fmt.Errorf("memory: condition %d on %q with %d values: %w", c.Op, c.Field, len(c.Values), wprest.ErrUnsupported)
		}
	}
	return nil
}

// selected returns the items that meet the conditions and the search.
func (s *Store[K, T]) selected(ctx context.Context, q wprest.Query) ([]T, error) {
	words := strings.Fields(strings.ToLower(q.Search))
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []T
	for i := range s.items {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		item := &s.items[i].item
		if s.meetsAll(item, q.Where) && s.hasWords(item, words, q) {
			found = append(found, *item)
		}
	}
	return found, nil
}

func (s *Store[K, T]) meetsAll(item *T, list []wprest.Condition) bool {
	for _, c := range list {
		if !s.meets(item, c) {
			return false
		}
	}
	return true
}

func (s *Store[K, T]) meets(item *T, c wprest.Condition) bool {
	if len(c.Any) > 0 {
		return slices.ContainsFunc(c.Any, func(all []wprest.Condition) bool { return s.meetsAll(item, all) })
	}
	values := valuesOf(s.options.Fields[c.Field](item))
	among := func(want func(v any) bool) bool { return slices.ContainsFunc(values, want) }
	switch c.Op {
	case wprest.In, wprest.NotIn:
		is := among(func(v any) bool {
			return slices.ContainsFunc(c.Values, func(w any) bool { return same(v, w) })
		})
		return is == (c.Op == wprest.In)
	case wprest.Contains:
		part, ok := plain(c.Values[0]).(string)
		return ok && among(func(v any) bool {
			text, ok := v.(string)
			return ok && strings.Contains(strings.ToLower(text), strings.ToLower(part))
		})
	}
	return among(func(v any) bool {
		order, ok := compareValues(v, plain(c.Values[0]))
		switch {
		case !ok:
			return false
		case c.Op == wprest.Less:
			return order < 0
		case c.Op == wprest.LessOrEqual:
			return order <= 0
		case c.Op == wprest.Greater:
			return order > 0
		}
		return order >= 0
	})
}

// hasWords reports whether each word occurs in one of the properties, or is all
// of it.
func (s *Store[K, T]) hasWords(item *T, words []string, q wprest.Query) bool {
	if len(words) == 0 {
		return true
	}
	in := q.SearchIn
	if len(in) == 0 {
		in = s.options.Search
	}
	var texts []string
	add := func(name string) {
		for _, v := range valuesOf(s.options.Fields[name](item)) {
			if text, ok := v.(string); ok {
				texts = append(texts, strings.ToLower(text))
			}
		}
	}
	for _, name := range in {
		if s.options.Fields[name] != nil {
			add(name)
		}
	}
	if len(in) == 0 {
		for name := range s.options.Fields {
			add(name)
		}
	}
	for _, word := range words {
		if !slices.ContainsFunc(texts, func(text string) bool {
			return text == word || !q.SearchWhole && strings.Contains(text, word)
		}) {
			return false
		}
	}
	return true
}

// compare orders two items.
func (s *Store[K, T]) compare(a, b *T, orders []wprest.Order) int {
	for _, o := range orders {
		x, y := single(s.options.Fields[o.Field](a)), single(s.options.Fields[o.Field](b))
		var order int
		if o.Values != nil {
			order = cmp.Compare(place(o, x), place(o, y))
		} else {
			order, _ = compareValues(x, y)
			if o.Desc {
				order = -order
			}
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// place returns the position of a value among those of an order. Others come
// last.
func place(o wprest.Order, v any) int {
	at := slices.IndexFunc(o.Values, func(w any) bool { return same(v, w) })
	switch {
	case at < 0:
		return len(o.Values)
	case o.Desc:
		return len(o.Values) - 1 - at
	}
	return at
}
