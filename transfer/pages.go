package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/wprest/wprest/wp"
)

// pages remembers, in options of the site, which pages of a Pager were taken in:
// the ids of their posts, and what those wait for.
type pages struct {
	prefix  string // of the names of options; "" for a source without pages
	now     pageRecord
	written []string // options that exist

	mu       sync.Mutex
	recalled []recalled // pages of an earlier run that the import has not looked at
}

// A pageRecord is what is kept of a page.
type pageRecord struct {
	IDs     [][2]int64 `json:"ids"` // in the source, on the site
	Pending []pending  `json:"pending,omitempty"`
}

func (p *pages) begin(source string) {
	d := digestOf(source)
	p.prefix = fmt.Sprintf("_wprest_import_%x_", d[:8])
}

func (p *pages) add(source, site int64) {
	if p.prefix != "" {
		p.now.IDs = append(p.now.IDs, [2]int64{source, site})
	}
}

func (p *pages) wait(open pending) {
	if p.prefix != "" {
		p.now.Pending = append(p.now.Pending, open)
	}
}

// taken reports whether a page was taken in before, and then recalls it. It may
// be called beside the import.
func (p *pages) taken(ctx context.Context, store wp.OptionStore, page string) (bool, error) {
	name := p.prefix + page
	stored, err := store.Options(ctx, name)
	if err != nil || stored[name] == "" {
		return false, err
	}
	record := &pageRecord{}
	if json.Unmarshal([]byte(stored[name]), record) != nil {
		return false, nil // not ours; it is read again
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.recalled = append(p.recalled, recalled{name, record})
	return true, nil
}

// A recalled is a page that was taken in before.
type recalled struct {
	option string
	record *pageRecord
}

// recall brings back what earlier runs have done.
func (r *run) recall() {
	p := &r.pages
	p.mu.Lock()
	list := p.recalled
	p.recalled = nil
	p.mu.Unlock()
	for _, page := range list {
		p.written = append(p.written, page.option)
		for _, pair := range page.record.IDs {
			r.postIDs[pair[0]] = pair[1]
		}
		r.pending = append(r.pending, page.record.Pending...)
		c := r.result[Posts]
		c.There += len(page.record.IDs)
		r.result[Posts] = c
	}
}

// end keeps the record of a page.
func (p *pages) end(ctx context.Context, store wp.OptionStore, page string) error {
	text, err := json.Marshal(p.now)
	if err != nil {
		return err
	}
	name := p.prefix + page
	if apart, ok := store.(wp.ApartOptionStore); ok {
		err = apart.SetOptionApart(ctx, name, string(text))
	} else {
		err = store.SetOption(ctx, name, string(text))
	}
	p.now = pageRecord{}
	p.written = append(p.written, name)
	return err
}

// forget removes all records.
func (p *pages) forget(ctx context.Context, store wp.OptionStore) error {
	for _, name := range p.written {
		if err := store.DeleteOption(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
