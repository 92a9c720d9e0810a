package main

import (
	"context"
	"maps"
	"sync"
)

// options are the options of the site. What somebody changes counts until the
// program ends.
type options struct {
	mu     sync.RWMutex
	values map[string]string // never changed, but replaced
}

func newOptions(home string) *options {
	return &options{values: map[string]string{
		"blogname": "Hafenblatt", "blogdescription": "Nachrichten und Tauwerk", "siteurl": home, "home": home,
		"timezone_string": zoneName, "permalink_structure": "/%year%/%monthnum%/%postname%/", "posts_per_page": "10",
		"date_format": "d.m.Y", "time_format": "H:i", "start_of_week": "1", "show_on_front": "posts",
		"default_category": "1", "default_comment_status": "closed", "default_ping_status": "closed",
		"upload_url_path": home + picturePath, "fresh_site": "0",
	}}
}

// Options implements wp.OptionStore.
func (o *options) Options(_ context.Context, names ...string) (map[string]string, error) {
	o.mu.RLock()
	all := o.values
	o.mu.RUnlock()
	if len(names) == 0 {
		return all, nil
	}
	found := map[string]string{}
	for _, name := range names {
		if v, ok := all[name]; ok {
			found[name] = v
		}
	}
	return found, nil
}

// SetOption implements wp.OptionStore.
func (o *options) SetOption(_ context.Context, name, value string) error {
	o.change(func(values map[string]string) { values[name] = value })
	return nil
}

// DeleteOption implements wp.OptionStore.
func (o *options) DeleteOption(_ context.Context, name string) error {
	o.change(func(values map[string]string) { delete(values, name) })
	return nil
}

func (o *options) change(change func(values map[string]string)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.values = maps.Clone(o.values)
	change(o.values)
}
