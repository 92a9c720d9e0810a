package wp

import (
	"context"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// options are the options of a site as a request finds them, with what is
// needed of them often.
type options struct {
	values   map[string]string
	location *time.Location // of zone; nil until it is looked up
	sticky   []int64        // option sticky_posts
	// page_on_front, page_for_posts and wp_page_for_privacy_policy
	frontPage, postsPage, privacyPage int64
}

type optionsKey struct{ store OptionStore }

// readOptions returns the autoloaded options.
func readOptions(ctx context.Context, store OptionStore) (options, error) {
	all, err := store.Options(ctx)
	return options{values: all}, err
}

// options returns the autoloaded options, read once for a request.
func (s *Site) options(ctx context.Context) (options, error) {
	return wprest.Memo(ctx, optionsKey{s.stores.Options}, func() (options, error) {
		o, err := readOptions(ctx, s.stores.Options)
		if err == nil {
			o.location = s.zones.load(o)
			o.sticky = o.ids("sticky_posts")
			o.frontPage, o.postsPage = o.number("page_on_front"), o.number("page_for_posts")
			o.privacyPage = o.number("wp_page_for_privacy_policy")
		}
		return o, err
	})
}

// A zoneCache keeps the time zone that the options named last: to load one
// reads a file.
type zoneCache struct{ last atomic.Pointer[namedZone] }

type namedZone struct {
	name, offset string
	location     *time.Location
}

func (z *zoneCache) load(o options) *time.Location {
	name, offset := o.text("timezone_string"), o.text("gmt_offset")
	if last := z.last.Load(); last != nil && last.name == name && last.offset == offset {
		return last.location
	}
	location := o.zone()
	z.last.Store(&namedZone{name, offset, location})
	return location
}

func (o options) text(name string) string { return o.values[name] }

// number returns an option as PHP casts it to an integer.
func (o options) number(name string) int64 { return wprest.ToInt(o.values[name]) }

func (o options) isOn(name string) bool { return o.values[name] != "" && o.values[name] != "0" }

// ids returns an option that is a list of numbers.
func (o options) ids(name string) []int64 {
	m, _ := phpvalue.MaybeDecode(o.values[name]).(*wprest.Map)
	var ids []int64
	for _, v := range m.All() {
		ids = append(ids, wprest.ToInt(v))
	}
	return ids
}

// zone returns the time zone of the site: option timezone_string, or else a
// fixed offset of gmt_offset hours.
func (o options) zone() *time.Location {
	if o.location != nil {
		return o.location
	}
	if name := o.text("timezone_string"); name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	hours, _ := strconv.ParseFloat(strings.TrimSpace(o.text("gmt_offset")), 64)
	return time.FixedZone("", int(math.Round(hours*3600)))
}

// raw returns an option as it is stored, or false if it is not there.
func (o options) raw(name string) any {
	if v, ok := o.values[name]; ok {
		return v
	}
	return false
}

// offset returns how many hours the site is ahead of UTC: a number if its time
// zone has a name, and else option gmt_offset.
func (o options) offset(at time.Time) any {
	if o.text("timezone_string") == "" {
		return o.raw("gmt_offset")
	}
	_, seconds := at.In(o.zone()).Zone()
	if seconds%3600 == 0 {
		return int64(seconds / 3600)
	}
	return float64(seconds) / 3600
}

// home returns the address of the site, without a slash at the end.
func (o options) home() string { return strings.TrimRight(o.text("home"), "/") }
