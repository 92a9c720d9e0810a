package wp

import (
	"context"
	"errors"
	"time"

	"github.com/wprest/wprest"
)

// duePage is how many scheduled posts are looked at together.
const duePage = 100

// errNotDue leaves a post to whoever has published it in between.
var errNotDue = errors.New("wp: the post is not scheduled any more")

// PublishDue publishes the scheduled posts of all types whose time has come, and
// returns how many that were and when the next one is due; the zero time when
// none is. Each post is claimed by a change that only one caller can make, so
// several servers may call it at once. The posts that were published before an
// error stay so.
func (s *Site) PublishDue(ctx context.Context) (published int, next time.Time, err error) {
	for {
		list, _, err := s.stores.Posts.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("type", s.typeNames()...), wprest.Where("status", StatusFuture)},
			Order: []wprest.Order{{Field: "date_gmt"}}, Limit: duePage, NoTotal: true, Fields: []string{"id", "date_gmt", "type"},
		})
		if err != nil {
			return published, time.Time{}, err
		}
		claimed := 0
		for i := range list {
			if list[i].DateGMT.After(s.now()) {
				return published, list[i].DateGMT, nil
			}
			ok, err := s.publishOne(ctx, &list[i])
			if err != nil {
				return published, time.Time{}, err
			}
			if ok {
				claimed++
				published++
			}
		}
		if len(list) < duePage || claimed == 0 {
			return published, time.Time{}, nil
		}
	}
}

func (s *Site) typeNames() []string {
	names := make([]string, len(s.types))
	for i, t := range s.types {
		names[i] = t.Name
	}
	return names
}

// publishOne publishes a scheduled post, unless somebody else has.
func (s *Site) publishOne(ctx context.Context, due *Post) (bool, error) {
	w := &postWriter{site: s, t: s.postType(due.Type)}
	store := w.store()
	if store == nil {
		return false, wprest.ErrUnsupported
	}
	publish := func(ctx context.Context) error {
		p, err := store.Update(ctx, due.ID, func(p *Post) error {
			if p.Status != StatusFuture || p.DateGMT.After(s.now()) {
				return errNotDue
			}
			p.Status = StatusPublish
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.schedulePost(ctx, &Post{Status: StatusFuture}, &p); err != nil {
			return err
		}
		defaults, err := w.defaultTerms(ctx, &p, nil)
		if err == nil {
			err = w.fillTerms(ctx, &p, defaults)
		}
		if err != nil {
			return err
		}
		return s.published(ctx, w.t, &p)
	}
	var err error
	if s.stores.Atomic != nil {
		err = s.stores.Atomic(ctx, publish)
	} else {
		err = publish(ctx)
	}
	if errors.Is(err, errNotDue) || isNotExist(err) {
		return false, nil
	}
	return err == nil, err
}
