package wprest

import (
	"context"
	"iter"
	"net/http"
)

// prime lets controllers load at once what the requests behind the links of an
// answer will need one after another. What goes wrong shows when they run.
func (e *embedder) prime(ctx context.Context, items []*Map) {
	groups := map[*endpoint][]*Request{}
	var order []*endpoint
	seen := map[string]bool{}
	for _, item := range items {
		for link := range e.links(item) {
			address, _ := link.Get("href").(string)
			if seen[address] {
				continue
			}
			seen[address] = true
			if r := e.request(address); r != nil && e.server.match(r) && r.endpoint.prime != nil {
				if groups[r.endpoint] == nil {
					order = append(order, r.endpoint)
				}
				groups[r.endpoint] = append(groups[r.endpoint], r)
			}
		}
	}
	for _, endpoint := range order {
		requests := groups[endpoint]
		if len(requests) < 2 {
			continue
		}
		kept := requests[:0]
		for _, r := range requests {
			if e.server.checkArgs(ctx, r) == nil {
				kept = append(kept, r)
			}
		}
		_, _ = e.server.guard(ctx, func() (any, error) { return nil, endpoint.prime(ctx, kept) })
	}
}

// links ranges over the links of an item that are to be followed.
func (e *embedder) links(item *Map) iter.Seq[*Map] {
	return func(yield func(*Map) bool) {
		links, _ := unfold(item.Get("_links")).(*Map)
		for rel, list := range links.All() {
			if !e.wanted.wants(rel) {
				continue
			}
			targets, _ := list.(*Map)
			for _, target := range targets.All() {
				link, _ := target.(*Map)
				if embeddable, _ := link.Get("embeddable").(bool); embeddable && !yield(link) {
					return
				}
			}
		}
	}
}

// primedKey is the key under which a primed item is kept during a request.
type primedKey[K ID, T any] struct {
	item    itemKey[K, T]
	context string
}

// primed is an item for which everything is loaded, with its added fields.
type primed[T any] struct {
	item   *T
	fields []loadedField // each with one value
}

// primeItems loads single items that will be read one after another.
func (c *Controller[K, T]) primeItems(ctx context.Context, requests []*Request) error {
	ids := make([]K, 0, len(requests))
	for _, r := range requests {
		if onlyContext(r.Query) {
			ids = append(ids, c.id(r))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := c.getMany(ctx, ids)
	if err != nil {
		return err
	}
	items := make([]*T, len(found))
	for i := range found {
		items[i] = &found[i]
		Memorize(ctx, c.itemKey(c.Key(items[i])), items[i])
	}
	return c.primeLoaded(ctx, requests[0], items)
}

// onlyContext reports whether a query asks for nothing but a context.
func onlyContext(query *Map) bool { return query.Len() == 1 && query.Has("context") }

func (c *Controller[K, T]) getMany(ctx context.Context, ids []K) ([]T, error) {
	if many, ok := c.Store.(Getter[K, T]); ok {
		return many.GetMany(ctx, ids)
	}
	items, _, err := c.Store.List(ctx, Query{Where: []Condition{Where("id", ids...)}, NoTotal: true})
	return items, err
}

// primeLoaded loads what belongs to items, as Present would for each.
func (c *Controller[K, T]) primeLoaded(ctx context.Context, r *Request, items []*T) error {
	if len(items) == 0 {
		return nil
	}
	ctx = context.WithValue(ctx, requestKey, r)
	if c.Found != nil {
		if err := c.Found(ctx, r, items); err != nil {
			return err
		}
	}
	if c.Load != nil {
		if err := c.Load(ctx, r, items); err != nil {
			return err
		}
	}
	added, err := c.loadFields(ctx, r, items)
	if err != nil {
		return err
	}
	for i, item := range items {
		p := &primed[T]{item: item}
		for _, f := range added {
			p.fields = append(p.fields, loadedField{f.name, f.values[i : i+1]})
		}
		Memorize(ctx, primedKey[K, T]{c.itemKey(c.Key(item)), r.Context()}, p)
	}
	return nil
}

// loaded returns the added fields of items whose Load has run, as far as all were
// primed.
func (c *Controller[K, T]) loaded(ctx context.Context, r *Request, items []*T) ([]loadedField, bool) {
	if !r.Fields().All() || r.Method != http.MethodGet || len(items) == 0 {
		return nil, false
	}
	var all []loadedField
	for i, item := range items {
		p, err := Memo(ctx, primedKey[K, T]{c.itemKey(c.Key(item)), r.Context()}, func() (*primed[T], error) { return nil, ErrNotExist })
		if err != nil {
			return nil, false
		}
		if i == 0 {
			all = make([]loadedField, len(p.fields))
		}
		if *item = *p.item; len(p.fields) != len(all) {
			return nil, false
		}
		for j, f := range p.fields {
			all[j] = loadedField{f.name, append(all[j].values, f.values[0])}
		}
	}
	return all, true
}

// listKey is the key under which a page is kept during a request.
type listKey[K ID, T any] struct {
	controller *Controller[K, T]
	query      string
}

func (c *Controller[K, T]) listKey(r *Request) listKey[K, T] {
	return listKey[K, T]{c.itemKey(*new(K)).controller, BuildQuery(r.Query)}
}

// primeLists lists for several requests at once, and loads all items together.
func (c *Controller[K, T]) primeLists(ctx context.Context, requests []*Request) error {
	queries := make([]ListQuery, len(requests))
	for i, r := range requests {
		q, err := c.query(ctx, r)
		if err != nil {
			return err
		}
		queries[i] = ListQuery{Request: r, Query: q}
	}
	pages, err := c.Lists(ctx, queries)
	if err != nil {
		return err
	}
	var items []*T // each once
	seen := map[K]bool{}
	for _, page := range pages {
		for i := range page {
			if key := c.Key(&page[i]); !seen[key] {
				seen[key] = true
				items = append(items, &page[i])
			}
		}
	}
	if err := c.primeLoaded(ctx, requests[0], items); err != nil {
		return err
	}
	for i, page := range pages {
		Memorize(ctx, c.listKey(requests[i]), page)
	}
	return nil
}

// listsPrimer is primeLists, or nil when that cannot be.
func (c *Controller[K, T]) listsPrimer() func(ctx context.Context, requests []*Request) error {
	if c.Lists == nil {
		return nil
	}
	return c.primeLists
}

// page lists what q selects, from what was primed if it can.
func (c *Controller[K, T]) page(ctx context.Context, r *Request, q Query) (items []T, total int, isPrimed bool, err error) {
	if c.Lists != nil {
		items, err := Memo(ctx, c.listKey(r), func() ([]T, error) { return nil, ErrNotExist })
		if err == nil {
			return items, len(items), true, nil
		}
	}
	items, total, err = c.Store.List(ctx, q)
	return items, total, false, err
}
