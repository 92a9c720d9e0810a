package wp

import (
	"context"
	"net/url"
	"strings"

	"github.com/wprest/wprest"
)

// postByURL returns the post that an address of the site leads to, or nil. It
// mirrors url_to_postid.
func (s *Site) postByURL(ctx context.Context, address string) (*Post, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, nil //nolint:nilerr // what is no address leads to no post
	}
	home, err := url.Parse(o.home())
	if err != nil {
		return nil, err
	}
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	if u.Host != "" && host(u) != host(home) {
		return nil, nil
	}
	for _, name := range []string{"p", "page_id", "attachment_id"} {
		if id := wprest.ToInt(u.Query().Get(name)); id > 0 {
			return s.post(ctx, id)
		}
	}
	path := strings.Trim(strings.TrimPrefix(u.EscapedPath(), home.EscapedPath()), "/")
	if path == "" {
		if o.text("show_on_front") == "page" {
			return s.post(ctx, o.number("page_on_front"))
		}
		return nil, nil
	}
	return s.postByPath(ctx, o, path)
}

// postByPath returns the post whose permalink has a path.
func (s *Site) postByPath(ctx context.Context, o options, path string) (*Post, error) {
	slug := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	if plain, err := url.PathUnescape(slug); err == nil {
		slug = strings.ToLower(url.PathEscape(plain))
	}
	found, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("slug", slug), wprest.Where("type", s.viewableTypes()...)}, NoTotal: true, Limit: 100,
	})
	if err != nil {
		return nil, err
	}
	for i := range found {
		link, err := s.link(ctx, o, &found[i], true, "")
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(strings.Trim(strings.TrimPrefix(link, o.home()), "/"), path) {
			return &found[i], nil
		}
	}
	return nil, nil
}

func (s *Site) viewableTypes() []string {
	var names []string
	for _, t := range s.types {
		if t.viewable() {
			names = append(names, t.Name)
		}
	}
	return names
}
