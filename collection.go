package wprest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// ListArgs returns the arguments page and per_page, as every list has them.
func ListArgs() []Arg {
	return []Arg{
		{Schema: Schema{Name: "page", Type: "integer", Default: 1, Minimum: new(1.0), Description: "The page of the list."}, Validate: ValidateArg, Sanitize: AbsInt},
		{Schema: Schema{Name: "per_page", Type: "integer", Default: 10, Minimum: new(1.0), Maximum: new(100.0), Description: "How many items a page holds."}, Validate: ValidateArg, Sanitize: AbsInt},
	}
}

// SearchArg returns the argument search of a list.
func SearchArg() Arg {
	return Arg{Schema: Schema{Name: "search", Type: "string", Description: "Words that items must hold."}, Validate: ValidateArg, Sanitize: SanitizeText}
}

func (c *Controller[K, T]) listArgs(schema *Schema) []Arg {
	args := append([]Arg{schema.ContextParam("view")}, ListArgs()...)
	if c.Searchable {
		args = append(args, SearchArg())
	}
	if len(c.OrderBy) > 0 {
		order := c.defaultOrder()
		direction := "asc"
		if order.Desc {
			direction = "desc"
		}
		enum := make([]any, len(c.OrderBy))
		for i, name := range c.OrderBy {
			enum[i] = name
		}
		args = append(args,
			Arg{Schema: Schema{Name: "order", Type: "string", Enum: []any{"asc", "desc"}, Default: direction, Description: "The direction of the order."}},
			Arg{Schema: Schema{Name: "orderby", Type: "string", Enum: enum, Default: order.Field, Description: "The property to sort by."}})
	}
	for _, p := range c.Params {
		args = append(args, p.Arg)
	}
	return args
}

func (c *Controller[K, T]) defaultOrder() Order {
	if c.DefaultOrder.Field == "" && len(c.OrderBy) > 0 {
		return Order{Field: c.OrderBy[0]}
	}
	return c.DefaultOrder
}

// list answers the list.
func (c *Controller[K, T]) list(ctx context.Context, r *Request) (any, error) {
	q, err := c.query(ctx, r)
	if err != nil {
		return nil, err
	}
	items, total, isPrimed, err := c.page(ctx, r, q)
	if err != nil {
		return nil, err
	}
	t := Totals{Page: r.Int("page"), Items: total}
	if len(items) == 0 && t.Page <= 1 && c.PageError != nil {
		t.Items = 0 // Quirk: an offset beyond the end finds nothing at all.
	}
	if c.Listed != nil {
		if items, err = c.Listed(ctx, ListQuery{Request: r, Query: q}, items); err != nil {
			return nil, err
		}
	}
	if c.Totals != nil {
		if err := c.Totals(ctx, ListQuery{Request: r, Query: q}, &t); err != nil {
			return nil, err
		}
	}
	pages := int64(0)
	if q.Limit > 0 {
		pages = (int64(t.Items) + int64(q.Limit) - 1) / int64(q.Limit)
	}
	if t.Page > pages && t.Items > 0 && c.PageError != nil {
		return nil, c.PageError
	}
	resp := NewResponse(nil)
	if r.Method != http.MethodHead { // whose answer has no body
		shown, err := c.shown(ctx, r, items, isPrimed)
		if err == nil {
			resp.Data, err = c.Present(ctx, r, shown)
		}
		if err != nil {
			return nil, err
		}
	}
	paginate(resp, r, c.link(ctx, ""), t, pages)
	return resp, nil
}

// shown lists the items of a page that the user may see.
func (c *Controller[K, T]) shown(ctx context.Context, r *Request, items []T, isPrimed bool) ([]*T, error) {
	found := make([]*T, len(items))
	for i := range items {
		found[i] = &items[i]
		c.Remember(ctx, found[i])
	}
	if c.Found != nil && len(found) > 0 && !isPrimed {
		if err := c.Found(ctx, r, found); err != nil {
			return nil, err
		}
	}
	list := make([]*T, 0, len(items))
	for _, item := range found {
		if c.Permit.Show != nil {
			ok, err := c.Permit.Show(ctx, r, item)
			var refused *Error
			if err != nil && !errors.As(err, &refused) {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		list = append(list, item)
	}
	return list, nil
}

// query makes a Query of the parameters of a list.
func (c *Controller[K, T]) query(ctx context.Context, r *Request) (Query, error) {
	q := Query{Limit: int(r.Int("per_page"))}
	q.Offset = (int(r.Int("page")) - 1) * q.Limit
	if c.Searchable {
		q.Search = r.String("search")
	}
	q.Order = []Order{c.defaultOrder()}
	if field := r.String("orderby"); field != "" && len(c.OrderBy) > 0 {
		q.Order[0] = Order{Field: field, Desc: r.String("order") == "desc"}
	}
	if q.Order[0].Field == "" {
		q.Order = nil
	}
	for i := range c.Params {
		p := &c.Params[i]
		v := r.Get(p.Name)
		if v == nil {
			continue
		}
		if p.Apply != nil {
			var err error
			if q, err = p.Apply(q, v); err != nil {
				return q, err
			}
			continue
		}
		q = q.And(p.condition(v))
	}
	x, err := c.Query.Apply(ctx, ListQuery{Request: r, Query: q})
	return x.Query, err
}

func (p *Param) condition(v any) Condition {
	cond := Condition{Field: p.Field, Op: p.Op, Values: []any{v}}
	if cond.Field == "" {
		cond.Field = p.Name
	}
	if list, ok := v.(*Map); ok {
		cond.Values = list.Values()
	}
	return cond
}

// Paginate sets X-WP-Total, X-WP-TotalPages and the Link header to the pages
// before and after the one that r asks for, at the address of the list.
//
// See https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/.
func Paginate(resp *Response, r *Request, address string, total int, pages int64) {
	paginate(resp, r, address, Totals{Page: r.Int("page"), Items: total}, pages)
}

// Totals is what the headers of a list say: the number of its page, and how many
// items all pages have.
type Totals struct {
	Page  int64
	Items int
	// Text has an envelope show the numbers as strings.
	Text bool
}

func paginate(resp *Response, r *Request, address string, t Totals, pages int64) {
	header := func(name string, n int64) {
		if t.Text {
			resp.SetHeader(name, strconv.FormatInt(n, 10))
			return
		}
		resp.SetHeader(name, n)
	}
	header("X-WP-Total", int64(t.Items))
	header("X-WP-TotalPages", pages)
	page := max(1, t.Page)
	var links []string
	if page > 1 {
		links = append(links, fmt.Sprintf(`<%s>; rel="prev"`, pageURL(address, r, min(page-1, pages))))
	}
	if page < pages {
		links = append(links, fmt.Sprintf(`<%s>; rel="next"`, pageURL(address, r, page+1)))
	}
	if len(links) > 0 {
		resp.SetHeader("Link", strings.Join(links, ", "))
	}
}

// pageURL is the address of another page with the parameters of this one.
func pageURL(address string, r *Request, page int64) string {
	query := falseAsEmpty(r.Query)
	query.Set("page", page)
	text := strings.ReplaceAll(BuildQuery(query), "=&", "&")
	text = strings.TrimSuffix(text, "=")
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + text
}

// falseAsEmpty returns a copy of parameters in which "" stands for false.
func falseAsEmpty(query *Map) *Map {
	out := &Map{}
	for key, v := range query.All() {
		switch v := v.(type) {
		case *Map:
			out.Set(key, falseAsEmpty(v))
		case bool:
			if v {
				out.Set(key, v)
			} else {
				out.Set(key, "")
			}
		default:
			out.Set(key, v)
		}
	}
	return out
}
