package transfer

import (
	"context"
	"maps"
	"net/url"
	"strconv"

	"github.com/wprest/wprest"
)

// perPage is how many things a page of a list has: the most that WordPress gives.
const perPage = 100

// A lister reads a list page by page, some pages ahead.
type lister struct {
	a      *API
	route  string
	params url.Values
	skip   func(ctx context.Context, page int) (bool, error)

	next  int // the page to be asked for
	pages int // 0: not known yet
	ahead []chan listed
}

// listed is a page of a list.
type listed struct {
	number int
	items  []*wprest.Map
	err    error
}

// list returns a lister. Kind, if it is not "", is told how many will come.
func (a *API) list(ctx context.Context, kind Kind, route string, params url.Values) (*lister, error) {
	count := maps.Clone(params)
	count.Set("per_page", "1")
	count.Set("_fields", "id")
	answer, err := a.get(ctx, route, count)
	if err != nil {
		return nil, err
	}
	l := &lister{a: a, route: route, params: params, next: 1, pages: -1}
	if answer.total >= 0 {
		l.pages = (answer.total + perPage - 1) / perPage
	}
	if kind != "" && a.o.Total != nil && answer.total > 0 {
		a.o.Total(kind, answer.total)
	}
	return l, nil
}

// page returns the next page; number 0 stands for the end. Pages that are
// skipped are left out.
func (l *lister) page(ctx context.Context) (p listed, err error) {
	ahead := cap(l.a.slots)
	if l.pages < 0 { // the site does not say how many there are
		ahead = 1
	}
	for len(l.ahead) < ahead && (l.pages < 0 || l.next <= l.pages) {
		number := l.next
		l.next++
		if l.skip != nil {
			skip, err := l.skip(ctx, number)
			if err != nil {
				return p, err
			}
			if skip {
				continue
			}
		}
		answer := make(chan listed, 1)
		go func() { answer <- l.read(ctx, number) }()
		l.ahead = append(l.ahead, answer)
	}
	if len(l.ahead) == 0 {
		return p, nil
	}
	select {
	case p = <-l.ahead[0]:
	case <-ctx.Done():
		return p, ctx.Err()
	}
	l.ahead = l.ahead[1:]
	if l.pages < 0 && len(p.items) < perPage {
		l.pages = p.number
	}
	return p, p.err
}

// read reads one page. One behind the end, since things were deleted meanwhile,
// is empty.
func (l *lister) read(ctx context.Context, number int) listed {
	p := listed{number: number}
	params := maps.Clone(l.params)
	params.Set("per_page", strconv.Itoa(perPage))
	params.Set("page", strconv.Itoa(number))
	answer, err := l.a.get(ctx, l.route, params)
	if err != nil {
		if number > 1 && isStatus(err, 400) {
			return p
		}
		p.err = err
		return p
	}
	for _, v := range asMap(answer.value).All() {
		if m, ok := v.(*wprest.Map); ok {
			p.items = append(p.items, m)
		}
	}
	return p
}

// all reads a whole list.
func (a *API) all(ctx context.Context, kind Kind, route string, params url.Values, f func(m *wprest.Map)) error {
	l, err := a.list(ctx, kind, route, params)
	if err != nil {
		return err
	}
	for {
		p, err := l.page(ctx)
		if err != nil || p.number == 0 {
			return err
		}
		for _, m := range p.items {
			f(m)
		}
	}
}
