package wp

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // names an event, as in WordPress
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// The events that a WordPress beside this site, or after it, has to know of. This
// site does what they stand for itself, or leaves it to the host.
const (
	publishEvent = "publish_future_post"
	pingEvent    = "do_pings"
)

const cronOption = "cron"

// schedulePost keeps the event of a scheduled post: there is one as long as its
// status is future.
func (s *Site) schedulePost(ctx context.Context, before, p *Post) error {
	is, was := p.Status == StatusFuture, before != nil && before.Status == StatusFuture
	if !is && !was {
		return nil
	}
	at := time.Time{}
	if is {
		at = p.DateGMT
	}
	return s.setEvent(ctx, publishEvent, wprest.ListOf(p.ID), at)
}

// schedulePings makes an event for what a published post links to, unless there
// is one.
func (s *Site) schedulePings(ctx context.Context, o options) error {
	if strings.Contains(o.text(cronOption), `"`+pingEvent+`"`) {
		return nil
	}
	return s.setEvent(ctx, pingEvent, wprest.ListOf(), s.now())
}

// setEvent makes the time of an event with these arguments its only one; the
// zero time removes it.
func (s *Site) setEvent(ctx context.Context, hook string, args *wprest.Map, at time.Time) error {
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	text := o.text(cronOption)
	events, _ := phpvalue.MaybeDecode(text).(*wprest.Map)
	sum := md5.Sum([]byte(phpvalue.Encode(args))) //nolint:gosec // see above
	key := hex.EncodeToString(sum[:])
	events = withoutEvent(events, hook, key)
	if !at.IsZero() {
		second := strconv.FormatInt(at.Unix(), 10)
		hooks := child(events, second)
		child(hooks, hook).Set(key, wprest.MapOf("schedule", false, "args", args))
	}
	if events.Len() == 0 && text == "" {
		return nil
	}
	encoded := phpvalue.Encode(sortedEvents(events))
	if encoded == text {
		return nil
	}
	return s.setOption(ctx, cronOption, encoded)
}

// child returns the member of a Map that is a Map, and makes it if need be.
func child(m *wprest.Map, key string) *wprest.Map {
	if inner, ok := m.Get(key).(*wprest.Map); ok {
		return inner
	}
	inner := &wprest.Map{}
	m.Set(key, inner)
	return inner
}

// withoutEvent returns events without one, and without what is empty then.
func withoutEvent(events *wprest.Map, hook, key string) *wprest.Map {
	out := &wprest.Map{}
	for second, v := range events.All() {
		hooks, ok := v.(*wprest.Map)
		if !ok { // the version
			out.Set(second, v)
			continue
		}
		if of, ok := hooks.Get(hook).(*wprest.Map); ok {
			if of.Delete(key); of.Len() == 0 {
				hooks.Delete(hook)
			}
		}
		if hooks.Len() > 0 {
			out.Set(second, hooks)
		}
	}
	return out
}

// sortedEvents returns events by their times, with the version last.
func sortedEvents(events *wprest.Map) *wprest.Map {
	var seconds []string
	for key := range events.All() {
		if isDigits(key) {
			seconds = append(seconds, key)
		}
	}
	slices.SortFunc(seconds, func(a, b string) int { return cmp.Compare(wprest.ToInt(a), wprest.ToInt(b)) })
	out := &wprest.Map{}
	for _, key := range seconds {
		out.Set(key, events.Get(key))
	}
	out.Set("version", int64(2))
	return out
}
