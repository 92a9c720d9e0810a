package text

import (
	"container/list"
	"hash/maphash"
	"sync"
)

// A Cache keeps rendered texts by what they were rendered from. It holds a
// bounded number of bytes and drops what was not asked for longest. It is safe
// for concurrent use; a nil Cache keeps nothing.
//
// Keep only what depends on nothing but the text: typography and paragraphs,
// but no galleries, whose numbers change with each request. [Cache.Group]
// does that for the steps of a pipeline.
type Cache struct {
	seed   maphash.Seed
	shards [cacheShards]cacheShard
}

// cacheShards is how many parts of a Cache work at once.
const cacheShards = 8

// cacheOverhead is what an entry costs besides its texts.
const cacheOverhead = 160

type cacheShard struct {
	mu      sync.Mutex
	limit   int
	size    int
	entries map[cacheKey]*list.Element
	recent  list.List // the last asked for first
}

// A cacheKey is a text and what is made of it. The text itself is compared as
// well: no two texts are taken for one another.
type cacheKey struct {
	variant string
	hash    uint64
}

type cacheEntry struct {
	key      cacheKey
	from, to string
}

// NewCache returns a Cache that holds about that many bytes at most. It is nil
// when that is none.
func NewCache(bytes int) *Cache {
	if bytes <= 0 {
		return nil
	}
	c := &Cache{seed: maphash.MakeSeed()}
	for i := range c.shards {
		c.shards[i].limit = (bytes + cacheShards - 1) / cacheShards
		c.shards[i].entries = make(map[cacheKey]*list.Element)
	}
	return c
}

// Do returns what render makes of a text, from the cache if it is there.
// variant names what render does. Several goroutines that ask for the same
// text at once may all render it.
func (c *Cache) Do(variant, s string, render func(string) string) string {
	if c == nil {
		return render(s)
	}
	key := cacheKey{variant, maphash.String(c.seed, s)}
	shard := &c.shards[key.hash%cacheShards]
	if to, ok := shard.get(key, s); ok {
		return to
	}
	to := render(s)
	shard.put(cacheEntry{key, s, to})
	return to
}

// Len is the number of texts kept.
func (c *Cache) Len() int {
	n := 0
	if c != nil {
		for i := range c.shards {
			shard := &c.shards[i]
			shard.mu.Lock()
			n += len(shard.entries)
			shard.mu.Unlock()
		}
	}
	return n
}

func (h *cacheShard) get(key cacheKey, s string) (string, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e, ok := h.entries[key]
	if !ok {
		return "", false
	}
	entry := e.Value.(*cacheEntry) // the list holds nothing else
	if entry.from != s {
		return "", false
	}
	h.recent.MoveToFront(e)
	return entry.to, true
}

func (h *cacheShard) put(entry cacheEntry) {
	cost := entry.cost()
	if cost > h.limit {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if e, ok := h.entries[entry.key]; ok {
		h.drop(e)
	}
	h.entries[entry.key] = h.recent.PushFront(&entry)
	h.size += cost
	for h.size > h.limit {
		h.drop(h.recent.Back())
	}
}

func (h *cacheShard) drop(e *list.Element) {
	entry := h.recent.Remove(e).(*cacheEntry) // the list holds nothing else
	delete(h.entries, entry.key)
	h.size -= entry.cost()
}

// cost is how many bytes an entry holds.
func (e *cacheEntry) cost() int { return len(e.from) + len(e.to) + cacheOverhead }

// Group returns a pipeline whose steps first to last are one step that the
// cache remembers. These steps must depend on nothing but the text. The new
// step has the name of the first. variant tells apart pipelines that use the
// same cache. When the steps are not there it is p with an Err.
func (c *Cache) Group(p Pipeline, variant, first, last string) Pipeline {
	from, to := p.index(first), p.index(last)
	switch {
	case from < 0:
		return p.missing(first)
	case to < from:
		return p.missing(last)
	case c == nil:
		return p
	}
	group := p.Steps[from : to+1 : to+1]
	step := Step{Name: first, Func: func(ctx *Context, s string) string {
		v := variant
		if ctx.hasBlocks {
			v += "\x00blocks"
		}
		return c.Do(v, s, func(s string) string {
			for _, step := range group {
				s = step.Func(ctx, s)
			}
			return s
		})
	}}
	p.Steps = append(append(append([]Step(nil), p.Steps[:from]...), step), p.Steps[to+1:]...)
	return p
}
