package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// APIOptions say which site is read through its API, and how.
type APIOptions struct {
	// URL is the address of the API, "https://example.org/wp-json", or of the
	// site, which then tells where its API is.
	URL string
	// User and Password are a login and an application password. Without them
	// only what everybody may read comes, and texts come rendered.
	User, Password string
	// Concurrency is how many requests are made at a time; 0: 4.
	Concurrency int
	// Total, if not nil, is told how many things of a kind are to come, once
	// for each route.
	Total func(kind Kind, n int)
	// Client makes the requests; nil: one with sensible timeouts.
	Client *http.Client
	// Wait waits before a request is tried again; nil: by the clock.
	Wait func(ctx context.Context, d time.Duration) error
}

// An API is a site behind a WordPress-compatible API. It is a Pager and a
// FileSource. It reads users, terms, and posts with their comments; it does not
// read what the API does not tell: revisions, meta that is not registered,
// options.
type API struct {
	o     APIOptions
	base  *url.URL
	slots chan struct{} // of requests that are made
	edit  bool          // there are credentials
	known bool          // the site has answered once

	stages []stage
	queue  []Entry
	taken  func(ctx context.Context, page string) (bool, error)

	logins     map[int64]string // of users
	terms      map[int64]apiTerm
	taxonomies []apiType
	statuses   string
	commented  []url.Values // which lists of comments hold any
}

// A stage adds entries to the queue; it is called until it has no more.
type stage func(ctx context.Context) (more bool, err error)

// Connect asks a site for its API, and whether it takes the credentials.
func Connect(ctx context.Context, o APIOptions) (*API, error) {
	a := &API{o: o, logins: map[int64]string{}, terms: map[int64]apiTerm{}, edit: o.User != ""}
	a.slots = make(chan struct{}, cmp.Or(max(o.Concurrency, 0), 4))
	if a.o.Client == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.ResponseHeaderTimeout = time.Minute
		transport.MaxIdleConnsPerHost = cap(a.slots)
		a.o.Client = &http.Client{Transport: transport}
	}
	if a.o.Wait == nil {
		a.o.Wait = wait
	}
	if err := a.find(ctx); err != nil {
		return nil, fmt.Errorf("transfer: %s: %w", o.URL, err)
	}
	a.known = true
	if a.edit {
		if _, err := a.get(ctx, "/wp/v2/users/me", url.Values{"context": {"edit"}, "_fields": {"id"}}); err != nil {
			return nil, fmt.Errorf("transfer: %s: log in as %s: %w", o.URL, o.User, err)
		}
	}
	a.stages = []stage{a.users, a.readTaxonomies, a.readTypes}
	return a, nil
}

// find finds the API: at the address itself, or where the site says.
func (a *API) find(ctx context.Context) error {
	u, err := url.Parse(a.o.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("this is no address like https://example.org/wp-json")
	}
	u.User, u.Fragment = nil, ""
	a.base = u
	direct := a.greet(ctx)
	if direct == nil {
		return nil
	}
	link, err := a.discover(ctx, u)
	if err != nil {
		return errors.Join(direct, err)
	}
	if link == nil {
		return direct
	}
	a.base = link
	return a.greet(ctx)
}

// greet asks whether there is an API.
func (a *API) greet(ctx context.Context) error {
	answer, err := a.get(ctx, "/", nil)
	if err != nil {
		return err
	}
	for _, namespace := range wprest.ToList(asMap(answer.value).Get("namespaces")) {
		if namespace == "wp/v2" {
			return nil
		}
	}
	return errors.New("there is no API with the namespace wp/v2")
}

// discover returns the API that a page links to, or nil.
func (a *API) discover(ctx context.Context, page *url.URL) (*url.URL, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, page.String(), nil)
	if err != nil {
		return nil, err
	}
	answer, err := a.o.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	for _, header := range answer.Header.Values("Link") {
		for link := range strings.SplitSeq(header, ",") {
			target, rest, ok := strings.Cut(strings.TrimSpace(link), ">")
			if !ok || !strings.HasPrefix(target, "<") || !strings.Contains(rest, "https://api.w.org/") {
				continue
			}
			u, err := page.Parse(target[1:])
			if err != nil || u.Host != page.Host {
				return nil, fmt.Errorf("the site says that its API is at %s", target[1:])
			}
			return u, nil
		}
	}
	return nil, nil
}

// address returns that of a route.
func (a *API) address(route string, params url.Values) string {
	u := *a.base
	q := u.Query()
	if q.Has("rest_route") {
		q.Set("rest_route", strings.TrimRight(q.Get("rest_route"), "/")+route)
	} else {
		u.Path = strings.TrimRight(u.Path, "/") + route
	}
	for name, values := range params {
		q[name] = values
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// Name implements Pager.
func (a *API) Name() string { return a.base.String() + " " + a.o.User }

// SkipPages implements Pager.
func (a *API) SkipPages(taken func(ctx context.Context, page string) (bool, error)) { a.taken = taken }

// Next implements Source.
func (a *API) Next(ctx context.Context) (Entry, error) {
	for len(a.queue) == 0 {
		if len(a.stages) == 0 {
			return nil, io.EOF
		}
		more, err := a.stages[0](ctx)
		if err != nil {
			return nil, err
		}
		if !more {
			a.stages = a.stages[1:]
		}
	}
	e := a.queue[0]
	a.queue = a.queue[1:]
	return e, nil
}

func (a *API) add(e Entry) { a.queue = append(a.queue, e) }

// problem tells of what the API refuses, and returns other errors.
func (a *API) problem(kind Kind, name string, err error) error {
	var refused *StatusError
	if errors.As(err, &refused) && refused.Status < 500 {
		a.add(&Problem{Kind: kind, Name: name, Reason: refused.Error()})
		return nil
	}
	return err
}

// params returns those of a list, with the context that may be read.
func (a *API) params(pairs ...string) url.Values {
	v := url.Values{}
	if a.edit {
		v.Set("context", "edit")
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}
