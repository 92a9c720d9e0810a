package wp

import (
	"regexp"
	"time"

	"github.com/wprest/wprest"
)

const dateLayout = "2006-01-02T15:04:05"

// wallClock returns the time that clocks in a zone show at an instant, without
// the zone: the form of Post.Date.
func wallClock(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
}

// instant returns when clocks in a zone show a wall clock time.
func instant(wall time.Time, zone *time.Location) time.Time {
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone).UTC()
}

// formatDate prints a stored date.
//
// Quirk: every date, a GMT one too, is read as local time first, so an hour that
// daylight saving skips moves on.
func formatDate(stored time.Time, zone *time.Location) any {
	if stored.IsZero() {
		return nil
	}
	return instant(stored, zone).In(zone).Format(dateLayout)
}

// datePattern is what a date in a request looks like.
var datePattern = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?$`)

// A givenDate is a date of a request: a wall clock, or an instant when it has a
// zone. Parts beyond their range roll over, as PHP has it.
type givenDate struct {
	clock time.Time // carries the zone that was given, or UTC
	zoned bool
}

// parseDate reads a date of a request.
func parseDate(text string) (givenDate, bool) {
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		return givenDate{}, false
	}
	var n [6]int
	for i := range n {
		n[i] = int(wprest.ToInt(m[i+1]))
	}
	if n[1] > 12 || n[2] > 31 || n[3] > 24 || n[4] > 59 || n[5] > 60 {
		return givenDate{}, false
	}
	zone := time.UTC
	if offset := m[7]; len(offset) > 1 {
		minutes := int(wprest.ToInt(offset[1:3])) * 60
		if len(offset) > 3 {
			minutes += int(wprest.ToInt(offset[len(offset)-2:]))
		}
		if offset[0] == '-' {
			minutes = -minutes
		}
		zone = time.FixedZone("", minutes*60)
	}
	return givenDate{clock: time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone), zoned: m[7] != ""}, true
}

// pair returns a date as local and as UTC time, for a site in a zone.
func (d givenDate) pair(zone *time.Location) (local, gmt time.Time) {
	if d.zoned {
		return wallClock(d.clock, zone), d.clock.UTC()
	}
	return d.clock, instant(d.clock, zone)
}
