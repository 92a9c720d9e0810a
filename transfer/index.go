package transfer

import (
	"context"
	"crypto/sha256"
	"html"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// A digest stands for a text: far smaller than a GUID.
type digest [16]byte

func digestOf(parts ...string) (d digest) {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	copy(d[:], h.Sum(nil))
	return d
}

// A guidIndex finds posts that were there before the import by their GUID. It
// takes about 50 bytes a post.
type guidIndex struct {
	first map[digest]int64
	more  map[digest][]int64 // where several have the same
	last  int64              // the largest id
}

// indexPage is how many posts are read at once.
const indexPage = 1000

// indexPosts reads the GUIDs of all posts.
func indexPosts(ctx context.Context, store wprest.Store[int64, wp.Post]) (*guidIndex, error) {
	x := &guidIndex{first: map[digest]int64{}, more: map[digest][]int64{}}
	err := eachPost(ctx, store, indexPage, []string{"id", "guid"}, func(page []wp.Post) error {
		for i := range page {
			x.add(page[i].GUID, page[i].ID)
			x.last = page[i].ID
		}
		return nil
	})
	return x, err
}

// guidDigest is that of a GUID. Some write its & as an entity.
func guidDigest(guid string) digest { return digestOf(html.UnescapeString(guid)) }

func (x *guidIndex) add(guid string, id int64) {
	if guid == "" {
		return
	}
	d := guidDigest(guid)
	if _, ok := x.first[d]; ok {
		x.more[d] = append(x.more[d], id)
		return
	}
	x.first[d] = id
}

// take returns the post with a GUID, and gives it to nobody else: where plugins
// have made copies with the same GUID, each finds its own.
func (x *guidIndex) take(guid string) (id int64, ok bool) {
	d := guidDigest(guid)
	if id, ok = x.first[d]; !ok {
		return 0, false
	}
	if more := x.more[d]; len(more) > 0 {
		x.first[d], x.more[d] = more[0], more[1:]
	} else {
		delete(x.first, d)
	}
	return id, true
}

// eachPost calls f with pages of all posts by id.
func eachPost(ctx context.Context, store wprest.Store[int64, wp.Post], size int, fields []string, f func(page []wp.Post) error) error {
	for last := int64(0); ; {
		page, _, err := store.List(ctx, wprest.Query{
			Where: []wprest.Condition{{Field: "id", Op: wprest.Greater, Values: []any{last}}},
			Order: []wprest.Order{{Field: "id"}}, Limit: size, NoTotal: true, Fields: fields,
		})
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1].ID
		if err := f(page); err != nil {
			return err
		}
	}
}
