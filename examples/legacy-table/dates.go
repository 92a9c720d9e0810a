package main

import (
	"fmt"
	"time"

	"github.com/wprest/wprest/wp"
)

// The forms in which the old program writes a day.
const (
	germanLayout = "02.01.2006 15:04"
	germanDay    = "02.01.2006"
)

// A place is what the adapters know of the site: where its clocks hang, and its
// address.
type place struct {
	zone *time.Location
	home string
}

// A moment is a date as a post has it: the wall clock of the site, and the
// instant. The old program keeps the one or the other. The zero value is none.
type moment struct{ local, gmt time.Time }

// text reads a date as the news have it. What is no date, as 00.00.0000, is none.
func (at place) text(column *string) moment {
	local, err := time.Parse(germanLayout, orEmpty(column))
	if err != nil {
		if local, err = time.Parse(germanDay, orEmpty(column)); err != nil {
			return moment{}
		}
	}
	return moment{local, time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, at.zone).UTC()}
}

// unix reads a date that is kept in seconds. Zero is none.
func (at place) unix(column *int64) moment {
	seconds := orEmpty(column)
	if seconds == 0 {
		return moment{}
	}
	t := time.Unix(seconds, 0).In(at.zone)
	return moment{time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC), t.UTC()}
}

// setDates gives a post its dates. One without a date shows that of its last
// change, and is to WordPress a post whose date floats: it gets one when it is
// published.
func setDates(p *wp.Post, date, changed moment) {
	if changed == (moment{}) {
		changed = date
	}
	if changed == (moment{}) {
		beginning := time.Unix(0, 0).UTC()
		changed = moment{beginning, beginning}
	}
	p.Modified, p.ModifiedGMT = changed.local, changed.gmt
	p.Date, p.DateGMT = date.local, date.gmt
	if date == (moment{}) {
		p.Date = changed.local
	}
}

// putText writes the date of a post as the news have it, unless the column says
// it already: was is the post as it was read.
func putText(column **string, p, was *wp.Post) {
	switch {
	case p.Date.Equal(was.Date) && p.DateGMT.Equal(was.DateGMT):
	case p.DateGMT.IsZero():
		*column = nil
	default:
		*column = new(p.Date.Format(germanLayout))
	}
}

// changed is when a post was changed; a new draft knows that by the clock alone.
func (at place) changed(p *wp.Post) time.Time {
	if t := p.Modified; p.ModifiedGMT.IsZero() {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, at.zone).UTC()
	}
	return p.ModifiedGMT
}

// putUnix writes a date as seconds, unless the column says it already.
func putUnix(column **int64, gmt, was time.Time) {
	switch {
	case gmt.Equal(was):
	case gmt.IsZero():
		*column = nil
	default:
		*column = new(gmt.Unix())
	}
}

// Two expressions for the date by which lists are sorted; a row without one is as
// old as its last change. They are indexed, see newShop.
const (
	newsDate = "coalesce(substr(datum, 7, 4) || substr(datum, 4, 2) || substr(datum, 1, 2) || substr(datum, 11), " +
		"strftime('%Y%m%d %H:%M', geaendert, 'unixepoch'))"
	productDate = "coalesce(nullif(angelegt, 0), geaendert)"
)

// sortable is what newsDate makes of a date; an Encoder of gormstore.
func sortable(v any) (any, bool) {
	t, ok := v.(time.Time)
	if t.Second() != 0 {
		return t.Format("20060102 15:04:05"), ok
	}
	return t.Format("20060102 15:04"), ok
}

// seconds is what productDate makes of a wall clock; an Encoder of gormstore.
func (at place) seconds(v any) (any, bool) {
	t, ok := v.(time.Time)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, at.zone).Unix(), ok
}

// guid is what identifies a post to the readers of feeds.
func (at place) guid(id int64) string { return fmt.Sprintf("%s/?p=%d", at.home, id) }

// orEmpty is what a column holds; NULL counts as an empty text or zero.
func orEmpty[V any](column *V) (v V) {
	if column != nil {
		v = *column
	}
	return v
}

// put writes a value, and leaves a NULL that counts as the same.
func put[V comparable](column **V, v V) {
	if orEmpty(*column) != v {
		*column = &v
	}
}
