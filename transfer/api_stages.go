package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wxr"
)

func isStatus(err error, status int) bool {
	var refused *StatusError
	return errors.As(err, &refused) && refused.Status == status
}

// users reads the users.
func (a *API) users(ctx context.Context) (bool, error) {
	fields, err := a.metaFields(ctx, "/wp/v2/users")
	if err != nil {
		return false, err
	}
	err = a.all(ctx, Users, "/wp/v2/users", a.params("orderby", "id", "order", "asc"), func(m *wprest.Map) {
		u := userOf(m, fields)
		a.logins[u.ID] = u.Login
		a.add(u)
	})
	return false, a.problem(Users, "users", err)
}

// An apiType is a post type or a taxonomy in the API.
type apiType struct {
	name, base, route string
	taxonomies        []string
}

// typesOf reads what /wp/v2/types or /wp/v2/taxonomies lists.
func (a *API) typesOf(ctx context.Context, route string) (list []apiType, err error) {
	answer, err := a.get(ctx, route, a.params())
	if err != nil && a.edit && (isStatus(err, 401) || isStatus(err, 403)) {
		answer, err = a.get(ctx, route, nil)
	}
	if err != nil {
		return nil, err
	}
	for name, v := range asMap(answer.value).All() {
		m := asMap(v)
		t := apiType{name: cmp.Or(wprest.ToString(m.Get("slug")), name), base: wprest.ToString(m.Get("rest_base"))}
		t.base = cmp.Or(t.base, t.name)
		t.route = "/" + cmp.Or(strings.Trim(wprest.ToString(m.Get("rest_namespace")), "/"), "wp/v2") + "/" + t.base
		for _, x := range wprest.ToList(m.Get("taxonomies")) {
			t.taxonomies = append(t.taxonomies, wprest.ToString(x))
		}
		list = append(list, t)
	}
	return list, nil
}

// An apiTerm is what posts need to know of a term.
type apiTerm struct{ taxonomy, slug, name string }

// readTaxonomies adds a stage for each taxonomy.
func (a *API) readTaxonomies(ctx context.Context) (bool, error) {
	list, err := a.typesOf(ctx, "/wp/v2/taxonomies")
	if err != nil {
		return false, a.problem(Terms, "taxonomies", err)
	}
	a.taxonomies = list
	var stages []stage
	for _, x := range list {
		stages = append(stages, func(ctx context.Context) (bool, error) { return false, a.readTerms(ctx, x) })
	}
	a.stages = slices.Insert(a.stages, 1, stages...)
	return false, nil
}

// readTerms reads the terms of a taxonomy.
func (a *API) readTerms(ctx context.Context, x apiType) error {
	fields, err := a.metaFields(ctx, x.route)
	if err != nil {
		return err
	}
	var list []*Term
	var parents []int64
	err = a.all(ctx, Terms, x.route, a.params("orderby", "id", "order", "asc"), func(m *wprest.Map) {
		t := &Term{wxr.Term{
			ID: intOf(m, "id"), Taxonomy: x.name, Slug: textOf(m, "slug"), Name: textOf(m, "name"), Description: textOf(m, "description"),
			Meta: fields.meta(m.Get("meta")),
		}}
		a.terms[t.ID] = apiTerm{t.Taxonomy, t.Slug, t.Name}
		list, parents = append(list, t), append(parents, intOf(m, "parent"))
	})
	if err != nil {
		return a.problem(Terms, "terms of "+x.name, err)
	}
	for i, t := range list {
		t.Parent = a.terms[parents[i]].slug
		a.add(t)
	}
	return nil
}

// readTypes adds a stage for each post type that is a list of posts. Attachments
// come first, so that posts find their images.
func (a *API) readTypes(ctx context.Context) (bool, error) {
	list, err := a.typesOf(ctx, "/wp/v2/types")
	if err != nil {
		return false, a.problem(Posts, "post types", err)
	}
	if err := a.readStatuses(ctx); err != nil {
		return false, err
	}
	if err := a.countComments(ctx); err != nil {
		return false, err
	}
	slices.SortStableFunc(list, func(x, y apiType) int {
		return cmp.Compare(fmt.Sprint(x.name != attachmentType), fmt.Sprint(y.name != attachmentType))
	})
	var stages []stage
	for _, t := range list {
		if isPostList(t.name) {
			stages = append(stages, a.postStage(t))
		}
	}
	a.stages = slices.Insert(a.stages, 1, stages...)
	return false, nil
}

// isPostList reports whether the route of a type lists posts by number.
func isPostList(name string) bool {
	switch name {
	case "wp_template", "wp_template_part", "wp_global_styles", "wp_font_family", "wp_font_face":
		return false
	}
	return true
}

// readStatuses finds out which statuses posts may have.
func (a *API) readStatuses(ctx context.Context) error {
	if !a.edit {
		return nil
	}
	answer, err := a.get(ctx, "/wp/v2/statuses", a.params())
	if err != nil {
		return a.problem(Posts, "post statuses", err)
	}
	var names []string
	for name := range asMap(answer.value).All() {
		if name != "inherit" && name != "auto-draft" {
			names = append(names, name)
		}
	}
	a.statuses = strings.Join(names, ",")
	return nil
}

// postStage returns what reads the posts of a type, a page each time.
func (a *API) postStage(t apiType) stage {
	var l *lister
	var fields metaFields
	return func(ctx context.Context) (more bool, err error) {
		if l == nil {
			if fields, err = a.metaFields(ctx, t.route); err != nil {
				return false, err
			}
			if l, err = a.listPosts(ctx, t); err != nil {
				return false, a.problem(Posts, "posts of the type "+t.name, err)
			}
		}
		p, err := l.page(ctx)
		if err != nil || p.number == 0 {
			return false, err
		}
		return true, a.postPage(ctx, t, fields, p)
	}
}

func pageName(t apiType, number int) string { return fmt.Sprintf("%s-%d", t.name, number) }

// listPosts begins the list of the posts of a type, of all statuses if that is
// allowed.
func (a *API) listPosts(ctx context.Context, t apiType) (l *lister, err error) {
	params := a.params("orderby", "id", "order", "asc")
	if a.statuses != "" && t.name != attachmentType {
		all := a.params("orderby", "id", "order", "asc", "status", a.statuses)
		if l, err = a.list(ctx, Posts, t.route, all); err != nil && !isStatus(err, 400) && !isStatus(err, 403) {
			return nil, err
		}
	}
	if l == nil {
		if l, err = a.list(ctx, Posts, t.route, params); err != nil {
			return nil, err
		}
	}
	if a.taken != nil {
		l.skip = func(ctx context.Context, page int) (bool, error) { return a.taken(ctx, pageName(t, page)) }
	}
	return l, nil
}

// postPage adds the posts of a page with their comments.
func (a *API) postPage(ctx context.Context, t apiType, fields metaFields, page listed) error {
	var posts []*Post
	var ids []string
	for _, m := range page.items {
		p, problem := a.postOf(t, fields, m)
		if problem != "" {
			a.add(&Problem{Kind: Posts, Name: nameOf(p), Reason: problem})
			continue
		}
		posts = append(posts, p)
		ids = append(ids, fmt.Sprint(p.ID))
	}
	comments, err := a.comments(ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range posts {
		p.Comments = comments[p.ID]
		a.add(p)
	}
	a.add(&PageEnd{pageName(t, page.number)})
	return nil
}

// countComments finds out which lists of comments there are. Everybody sees
// approved comments; who may edit sees the others by status and type.
func (a *API) countComments(ctx context.Context) error {
	lists := []url.Values{a.params()}
	if a.edit {
		lists = nil
		for _, kind := range []string{"comment", "pingback", "trackback", "note"} {
			for _, status := range []string{"all", "spam", "trash"} {
				lists = append(lists, a.params("type", kind, "status", status))
			}
		}
	}
	for i, params := range lists {
		count := a.params("per_page", "1", "_fields", "id")
		for name := range params {
			count.Set(name, params.Get(name))
		}
		answer, err := a.get(ctx, "/wp/v2/comments", count)
		if err != nil {
			var refused *StatusError
			if i > 0 && errors.As(err, &refused) && refused.Status < 500 {
				continue // older sites do not know all
			}
			return a.problem(Comments, "comments", err)
		}
		if answer.total != 0 {
			a.commented = append(a.commented, params)
		}
		if a.o.Total != nil && answer.total > 0 {
			a.o.Total(Comments, answer.total)
		}
	}
	return nil
}

// comments returns the comments of posts.
func (a *API) comments(ctx context.Context, posts []string) (map[int64][]wxr.Comment, error) {
	byPost := map[int64][]wxr.Comment{}
	if len(posts) == 0 {
		return byPost, nil
	}
	for _, list := range a.commented {
		params := a.params("orderby", "id", "order", "asc", "post", strings.Join(posts, ","))
		for name := range list {
			params.Set(name, list.Get(name))
		}
		l := &lister{a: a, route: "/wp/v2/comments", params: params, next: 1, pages: -1}
		for {
			p, err := l.page(ctx)
			if err != nil {
				return nil, err
			}
			if p.number == 0 {
				break
			}
			for _, m := range p.items {
				post := intOf(m, "post")
				byPost[post] = append(byPost[post], commentOf(m))
			}
		}
	}
	return byPost, nil
}
