package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// The kinds of writes of a load, each with what is to be remembered of it.

func (l *load) create(n int) {
	// Few titles, so that many want the same slug.
	content := fmt.Sprintf("Content %d", n)
	answer, ok, _ := l.send("POST", "/wp/v2/posts", map[string]any{
		"title": fmt.Sprint("Title ", n%101), "content": content, "status": "publish", "categories": []int64{l.category},
	})
	if ok {
		l.mu.Lock()
		l.posts[idOf(answer)] = content
		l.mu.Unlock()
	}
}

// pick takes one of the posts out of the hands of others; put gives it back.
func (l *load) pick() (id int64, content string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, content = range l.posts {
		if !l.sticky[id] {
			delete(l.posts, id)
			return id, content, true
		}
	}
	return 0, "", false
}

func (l *load) put(id int64, content string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.posts[id] = content
	if errors.Is(err, errBroken) {
		l.unsure[id] = true
	}
}

func (l *load) update(n int) {
	id, content, ok := l.pick()
	if !ok {
		return
	}
	changed := fmt.Sprintf("%s, changed by %d", content, n)
	_, ok, err := l.send("POST", fmt.Sprintf("/wp/v2/posts/%d", id), map[string]any{"content": changed, "excerpt": changed})
	if ok {
		content = changed
	}
	l.put(id, content, err)
}

func (l *load) remove() {
	id, content, ok := l.pick()
	if !ok {
		return
	}
	_, ok, err := l.send("DELETE", fmt.Sprintf("/wp/v2/posts/%d?force=true", id), nil)
	if !ok {
		l.put(id, content, err)
		return
	}
	l.mu.Lock()
	l.gone[id] = true
	l.mu.Unlock()
}

func (l *load) stick(n int) {
	answer, ok, _ := l.send("POST", "/wp/v2/posts", map[string]any{"title": fmt.Sprint("On top ", n), "status": "publish", "sticky": true})
	if ok {
		l.mu.Lock()
		l.sticky[idOf(answer)] = true
		l.mu.Unlock()
	}
}

func (l *load) comment(n int) {
	_, ok, err := l.send("POST", "/wp/v2/comments", map[string]any{"post": l.shared, "content": fmt.Sprint("Comment ", n)})
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case ok:
		l.comments++
	case errors.Is(err, errBroken):
		l.lost++
	}
}

func (l *load) createTerm(n int) {
	l.send("POST", "/wp/v2/categories", map[string]any{"name": fmt.Sprint("Below ", n), "parent": l.category}) //nolint:errcheck // it is counted
}

// createUser lets two servers make the same user.
func (l *load) createUser(n int) {
	login := fmt.Sprintf("user%d", n/100)
	_, ok, err := l.send("POST", "/wp/v2/users", map[string]any{"username": login, "email": fmt.Sprintf("u%d@fleet.example", n), "password": fmt.Sprint(rand.Uint64())})
	l.mu.Lock()
	defer l.mu.Unlock()
	if ok {
		l.logins[login]++
	} else if errors.Is(err, errBroken) {
		l.unsure[0] = true
	}
}

// alive returns the posts that must be there.
func (l *load) alive() []int64 { return slices.Sorted(maps.Keys(l.posts)) }
