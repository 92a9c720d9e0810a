package wp

import (
	"cmp"
	"context"
	"strconv"

	"github.com/wprest/wprest"
)

// apiRel is what the relations that WordPress defines begin with.
const apiRel = "https://api.w.org/"

// postLinks adds the links of posts of a type.
//
// See https://developer.wordpress.org/rest-api/using-the-rest-api/linking-and-embedding/.
func (s *Site) postLinks(t *PostType) func(ctx context.Context, l *wprest.Links, p *Post) {
	return func(ctx context.Context, l *wprest.Links, p *Post) {
		id := strconv.FormatInt(p.ID, 10)
		add := func(rel, route string) *wprest.Link { return l.Add(rel, wprest.URL(ctx, route)) }
		add("about", "wp/v2/types/"+t.Name)
		if t.supports("author") && p.Author != 0 {
			add("author", "wp/v2/users/"+strconv.FormatInt(p.Author, 10)).Embed()
		}
		if t.supports("comments") && s.stores.Comments != nil {
			add("replies", "wp/v2/comments?post="+id).Embed()
		}
		self := t.route() + "/" + id
		if t.supports("revisions") {
			revisions := p.view.revisions
			add("version-history", self+"/revisions").With("count", revisions.Count)
			if revisions.Count > 0 {
				add("predecessor-version", self+"/revisions/"+strconv.FormatInt(revisions.Newest, 10)).With("id", revisions.Newest)
			}
		}
		if t.Hierarchical && p.Parent != 0 {
			s.addUpLink(ctx, l, p)
		}
		if t.supports("thumbnail") {
			s.addFeaturedLink(ctx, l, p)
		}
		add(apiRel+"attachment", "wp/v2/media?parent="+id)
		for _, x := range s.restTaxonomiesOf(t) {
			add(apiRel+"term", x.route()+"?post="+id).With("taxonomy", x.Name).Embed()
		}
		if r := wprest.RequestFrom(ctx); r != nil && r.Context() == "edit" {
			s.addActions(ctx, l, t, wprest.URL(ctx, self))
		}
	}
}

// addUpLink links to the parent, at the route of its type.
func (s *Site) addUpLink(ctx context.Context, l *wprest.Links, p *Post) {
	parent, err := s.post(ctx, p.Parent)
	if err != nil || parent == nil {
		return
	}
	if t := s.postType(parent.Type); t != nil && t.ShowInREST {
		l.Add("up", l.To("%s/%d", t.route(), p.Parent)).Embed()
	}
}

// addFeaturedLink links to the featured image if the user may see it.
func (s *Site) addFeaturedLink(ctx context.Context, l *wprest.Links, p *Post) {
	id := wprest.ToInt(p.view.first("_thumbnail_id"))
	if id == 0 {
		return
	}
	image, err := s.post(ctx, id)
	if err != nil || image == nil {
		return
	}
	status, err := s.effectiveStatus(ctx, image)
	visible := status == StatusPublish
	if !visible && err == nil {
		visible, _ = s.mayPost(ctx, "read_post", image)
	}
	if visible {
		l.Add(apiRel+"featuredmedia", l.To("wp/v2/media/%d", id)).Embed()
	}
}

// effectiveStatus is the status by which a post is read: for one that inherits
// that of its parent, or publish where it has none. It mirrors get_post_status.
func (s *Site) effectiveStatus(ctx context.Context, p *Post) (string, error) {
	switch {
	case p.Status != StatusInherit:
		return p.Status, nil
	case p.Parent == 0:
		return StatusPublish, nil
	}
	parent, err := s.post(ctx, p.Parent)
	switch {
	case err != nil:
		return "", err
	case parent == nil:
		return StatusPublish, nil
	case parent.Status == StatusTrash:
		before, err := s.statusBefore(ctx, parent.ID)
		return cmp.Or(before, StatusPublish), err
	}
	return parent.Status, nil
}

// addActions adds what the user may do with posts of the type, for editors.
func (s *Site) addActions(ctx context.Context, l *wprest.Links, t *PostType, self string) {
	caps := t.caps()
	may := func(capability string) bool {
		ok, err := wprest.May(ctx, capability)
		return err == nil && ok
	}
	action := func(name string, allowed bool) {
		if allowed {
			l.Add(apiRel+"action-"+name, self)
		}
	}
	action("publish", may(caps.PublishPosts))
	action("unfiltered-html", may("unfiltered_html"))
	action("sticky", t.Name == "post" && may(caps.EditOthersPosts) && may(caps.PublishPosts))
	action("assign-author", t.supports("author") && may(caps.EditOthersPosts))
	for _, x := range s.restTaxonomiesOf(t) {
		create := x.caps().AssignTerms
		if x.Hierarchical {
			create = x.caps().EditTerms
		}
		action("create-"+x.base(), may(create))
		action("assign-"+x.base(), may(x.caps().AssignTerms))
	}
}
