package wp

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// options are the options of a site as a request finds them.
type options map[string]string

type optionsKey struct{ store OptionStore }

// readOptions returns the autoloaded options, once for a request.
func readOptions(ctx context.Context, store OptionStore) (options, error) {
	return wprest.Memo(ctx, optionsKey{store}, func() (options, error) {
		all, err := store.Options(ctx)
		return options(all), err
	})
}

func (s *Site) options(ctx context.Context) (options, error) {
	return readOptions(ctx, s.stores.Options)
}

func (o options) text(name string) string { return o[name] }

// number returns an option as PHP casts it to an integer.
func (o options) number(name string) int64 { return wprest.ToInt(o[name]) }

func (o options) isOn(name string) bool { return o[name] != "" && o[name] != "0" }

// ids returns an option that is a list of numbers.
func (o options) ids(name string) []int64 {
	m, _ := phpvalue.MaybeDecode(o[name]).(*wprest.Map)
	var ids []int64
	for _, v := range m.All() {
		ids = append(ids, wprest.ToInt(v))
	}
	return ids
}

// zone returns the time zone of the site: option timezone_string, or else a
// fixed offset of gmt_offset hours.
func (o options) zone() *time.Location {
	if name := o["timezone_string"]; name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	hours, _ := strconv.ParseFloat(strings.TrimSpace(o["gmt_offset"]), 64)
	return time.FixedZone("", int(math.Round(hours*3600)))
}

// offset returns how many hours the site is ahead of UTC.
func (o options) offset(at time.Time) any {
	_, seconds := at.In(o.zone()).Zone()
	if seconds%3600 == 0 {
		return int64(seconds / 3600)
	}
	return float64(seconds) / 3600
}

// home returns the address of the site, without a slash at the end.
func (o options) home() string { return strings.TrimRight(o["home"], "/") }
