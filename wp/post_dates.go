package wp

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// scheduleAhead is how far in the future a date must be to schedule a post.
const scheduleAhead = time.Minute

// dates takes in the date: date wins over date_gmt, and null resets both.
func (c *postChange) dates(context.Context) error {
	zone := c.options.zone()
	local, gmt := wallClock(c.now, zone), c.now.UTC().Truncate(time.Second)
	given, isGMT, reset := c.givenDate()
	d, ok := parseDate(given)
	if given != "" && !ok {
		return wprest.NewError(http.StatusBadRequest, "invalid_date", "The date is not valid.")
	}
	d.zoned = d.zoned || isGMT
	date, dateGMT := d.pair(zone)
	changes := given != "" && !(isGMT && dateGMT.Equal(c.before.DateGMT) || !isGMT && date.Equal(c.before.Date))
	switch {
	case reset:
		c.p.Date, c.p.DateGMT = local, gmt
	case changes:
		c.p.Date, c.p.DateGMT = date, dateGMT
		return nil
	case c.isNew, c.before.DateGMT.IsZero() && c.floats(c.before.Status):
		c.p.Date, c.p.DateGMT = local, gmt // the date of a draft floats
	case c.p.DateGMT.IsZero():
		c.p.DateGMT = instant(c.p.Date, zone)
	default:
		return nil
	}
	if c.floats(c.p.Status) {
		c.p.DateGMT = time.Time{}
	}
	return nil
}

func (c *postChange) floats(status string) bool {
	st := c.site.status(status)
	return st != nil && st.Floating
}

// givenDate returns the date that a request has.
func (c *postChange) givenDate() (value string, isGMT, reset bool) {
	for _, name := range []string{"date", "date_gmt"} {
		if c.r.Sent(name) && c.r.Get(name) == nil {
			reset = true
		}
	}
	if value = c.r.String("date"); value != "" {
		return value, false, reset
	}
	value = c.r.String("date_gmt")
	return value, true, reset
}

// schedule turns publish into future for a date to come, and back.
func (c *postChange) schedule(context.Context) error {
	ahead := !c.p.DateGMT.IsZero() && c.p.DateGMT.Sub(c.now) >= scheduleAhead
	switch {
	case c.p.Status == StatusPublish && ahead:
		c.p.Status = StatusFuture
	case c.p.Status == StatusFuture && !ahead:
		c.p.Status = StatusPublish
	}
	return nil
}

// modified notes when the post was changed; a new one is as old as its date.
func (c *postChange) modified() {
	if c.isNew {
		c.p.Modified, c.p.ModifiedGMT = c.p.Date, c.p.DateGMT
		return
	}
	c.p.Modified = wallClock(c.now, c.options.zone())
	c.p.ModifiedGMT = c.now.UTC().Truncate(time.Second)
}

func trim(s, cutset string) string { return strings.Trim(s, cutset) }
