package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// An Importer takes sources into a site. Its Stores must have Posts, Users, Terms,
// Meta and Options, and Posts must be able to create and update. It may be used
// again, not concurrently.
type Importer struct {
	Stores wp.Stores
	// Authors has, by logins of the source, logins of the site: their posts
	// become those of users that are there.
	Authors map[string]string
	// Role is the role of users that are made; "" is that of the option
	// default_role. KeepRoles gives them those of the source, if it tells.
	Role      string
	KeepRoles bool
	// Files has the files of attachments, and Uploads is where they go. If
	// either is nil, none is copied.
	Files   FileSource
	Uploads *os.Root
	// MaxFile is how many bytes a file may have; 0: 1 GiB.
	MaxFile int64
	// Concurrency is how many attachments are copied at a time; 0: 4.
	Concurrency int
	// Report, if not nil, is told of each thing, by one goroutine at a time.
	Report func(Step)
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// run is one import.
type run struct {
	*Importer
	stores  wp.Stores
	posts   wprest.Creator[wp.Post]
	updates wprest.Updater[int64, wp.Post]
	result  Result
	role    string

	index    *guidIndex
	spare    map[Kind]int64   // see keepID
	users    map[string]int64 // by login in the source
	userIDs  map[int64]int64  // in the source → on the site; so below
	terms    map[termName]int64
	termIDs  map[int64]int64
	waiting  []*Term // until the first post
	postIDs  map[int64]int64
	pending  []pending
	pages    pages
	noFiles  int // attachments whose files nobody was asked for
	finished bool
}

// Import takes in what a source gives. What was done before an error stays, and
// another Import goes on from there. An error of the source is returned once
// all that came before it is in order.
func (im *Importer) Import(ctx context.Context, src Source) (Result, error) {
	r := &run{
		Importer: im, stores: im.Stores, result: Result{},
		users: map[string]int64{}, userIDs: map[int64]int64{}, terms: map[termName]int64{}, termIDs: map[int64]int64{}, postIDs: map[int64]int64{},
	}
	err := r.begin(ctx, src)
	if err == nil {
		err = r.all(ctx, src)
	}
	if err != nil {
		err = fmt.Errorf("transfer: import: %w", err)
	}
	return r.result, err
}

// begin looks at what is there.
func (r *run) begin(ctx context.Context, src Source) (err error) {
	var canCreate, canUpdate bool
	r.posts, canCreate = r.stores.Posts.(wprest.Creator[wp.Post])
	r.updates, canUpdate = r.stores.Posts.(wprest.Updater[int64, wp.Post])
	if s := &r.stores; s.Users == nil || s.Terms == nil || s.Meta == nil || s.Options == nil {
		return errors.New("a store is missing")
	}
	if !canCreate || !canUpdate {
		return fmt.Errorf("the store of posts cannot create and update: %w", wprest.ErrUnsupported)
	}
	if r.stores.Atomic == nil {
		r.stores.Atomic = func(ctx context.Context, change func(context.Context) error) error { return change(ctx) }
	}
	if r.role = r.Role; r.role == "" {
		stored, err := r.stores.Options.Options(ctx, "default_role")
		if err != nil {
			return err
		}
		r.role = cmp.Or(stored["default_role"], "subscriber")
	}
	if err := r.mapAuthors(ctx); err != nil {
		return err
	}
	if r.index, err = indexPosts(ctx, r.stores.Posts); err != nil {
		return err
	}
	if err := r.reserve(ctx); err != nil {
		return err
	}
	if p, ok := src.(Pager); ok {
		r.pages.begin(p.Name())
		p.SkipPages(func(ctx context.Context, page string) (bool, error) {
			return r.pages.taken(ctx, r.stores.Options, page)
		})
	}
	return nil
}

// all takes in all entries and puts in order what refers to what.
func (r *run) all(ctx context.Context, src Source) error {
	err := r.entries(ctx, src)
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), err)
	}
	r.recall()
	r.finished = err == nil
	if e := r.flushTerms(ctx); e != nil {
		return errors.Join(err, e)
	}
	if e := r.settle(ctx); e != nil {
		return errors.Join(err, e)
	}
	if r.noFiles > 0 {
		r.skip(Files, fmt.Sprintf("of %d attachments", r.noFiles), "no files were to be copied")
	}
	if err != nil {
		return err
	}
	if e := r.used(ctx); e != nil {
		return e
	}
	return r.pages.forget(ctx, r.stores.Options)
}

// used says that the site shows more than a new one.
func (r *run) used(ctx context.Context) error {
	const option = "fresh_site"
	if r.result[Posts].Made == 0 {
		return nil
	}
	stored, err := r.stores.Options.Options(ctx, option)
	if err != nil || stored[option] != "1" {
		return err
	}
	return r.stores.Options.SetOption(ctx, option, "0")
}

// A job is an entry on its way.
type job struct {
	entry Entry
	err   error
	files chan []Step // of an attachment; nil if none are copied
}

// entries takes in the entries one by one, while files of those that follow are
// copied.
func (r *run) entries(ctx context.Context, src Source) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := cmp.Or(max(r.Concurrency, 0), 4)
	jobs := make(chan *job, workers)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	group.Go(func() {
		defer close(jobs)
		for {
			j := &job{}
			j.entry, j.err = src.Next(ctx)
			if p, ok := j.entry.(*Post); ok && j.err == nil && p.Type == attachmentType && r.Files != nil && r.Uploads != nil {
				j.files = make(chan []Step, 1)
				group.Go(func() { j.files <- r.copyFiles(ctx, p) })
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
			if j.err != nil {
				return
			}
		}
	})
	for j := range jobs {
		if j.err != nil {
			if errors.Is(j.err, io.EOF) {
				return nil
			}
			return j.err
		}
		if err := r.take(ctx, j); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// take takes in one entry.
func (r *run) take(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.recall()
	switch e := j.entry.(type) {
	case *User:
		_, err := r.user(ctx, e)
		return err
	case *Term:
		r.waiting = append(r.waiting, e)
		return nil
	case *Problem:
		r.skip(e.Kind, e.Name, e.Reason)
		return nil
	case *PageEnd:
		return r.pages.end(ctx, r.stores.Options, e.Page)
	case *Post:
		if err := r.flushTerms(ctx); err != nil {
			return err
		}
		if j.files != nil {
			for _, s := range <-j.files {
				r.tell(s)
			}
		} else if e.Type == attachmentType {
			r.noFiles++
		}
		return r.post(ctx, e)
	}
	return fmt.Errorf("an entry is a %T", j.entry)
}

func (r *run) tell(s Step) {
	r.result.add(s)
	if r.Report != nil {
		r.Report(s)
	}
}

func (r *run) skip(kind Kind, name, reason string) {
	r.tell(Step{Kind: kind, Name: name, Outcome: Skipped, Reason: reason})
}

func (r *run) now() time.Time {
	if r.Now != nil {
		return r.Now()
	}
	return time.Now()
}

// maxKeptID is the largest id that is kept: others would leave the database no
// room for more, or could not be told apart by JavaScript.
const maxKeptID = 1 << 52

// spareGap is how far above all others ids begin that stand for taken ones: the
// next ones would be taken from those that follow.
const spareGap = 1000

// keepID calls create in a transaction with the id of the source. If that is taken
// it does so with one far above, or with 0, for one that the store chooses.
func (r *run) keepID(ctx context.Context, kind Kind, id int64, create func(ctx context.Context, id int64) error) error {
	ids := []int64{0}
	if id > 0 && id <= maxKeptID {
		ids = []int64{id, r.spare[kind], r.spare[kind] + 1, 0}
	}
	for _, id := range ids {
		err := r.stores.Atomic(ctx, func(ctx context.Context) error { return create(ctx, id) })
		if err == nil && id >= r.spare[kind] && id <= r.spare[kind]+1 {
			r.spare[kind] = id + 1
		}
		if id == 0 || !errors.Is(err, wprest.ErrConflict) {
			return err
		}
	}
	return nil
}

// reserve finds ids that nobody has.
func (r *run) reserve(ctx context.Context) error {
	last := wprest.Query{Order: []wprest.Order{{Field: "id", Desc: true}}, Limit: 1, NoTotal: true, Fields: []string{"id"}}
	users, _, err := r.stores.Users.List(ctx, last)
	if err != nil {
		return err
	}
	terms, _, err := r.stores.Terms.List(ctx, last)
	if err != nil {
		return err
	}
	r.spare = map[Kind]int64{Users: spareGap, Terms: spareGap, Posts: spareGap + r.index.last}
	for i := range users {
		r.spare[Users] += users[i].ID
	}
	for i := range terms {
		r.spare[Terms] += terms[i].ID
	}
	return nil
}
