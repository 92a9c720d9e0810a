package wp

import "github.com/wprest/wprest"

// schemaLinks describe the links that tell an editor what the user may do with
// a post: their relation, and what then may be written.
func (s *Site) schemaLinks(reg *wprest.Registry, t *PostType) []*wprest.Map {
	href := reg.URL(t.route() + "/{id}")
	link := func(action, title string, target *wprest.Map) *wprest.Map {
		return wprest.MapOf("rel", apiRel+"action-"+action, "title", title, "href", href,
			"targetSchema", wprest.MapOf("type", "object", "properties", target))
	}
	list := []*wprest.Map{
		link("publish", "The user may publish this post.", wprest.MapOf("status",
			wprest.MapOf("type", "string", "enum", wprest.ListOf(StatusPublish, StatusFuture)))),
		link("unfiltered-html", "The user may write any HTML.", wprest.MapOf("content",
			wprest.MapOf("raw", wprest.MapOf("type", "string")))),
	}
	if t.Name == "post" {
		list = append(list, link("sticky", "The user may make this post sticky.", wprest.MapOf("sticky", wprest.MapOf("type", "boolean"))))
	}
	if t.supports("author") {
		list = append(list, link("assign-author", "The user may change the author.", wprest.MapOf("author", wprest.MapOf("type", "integer"))))
	}
	for _, x := range s.restTaxonomiesOf(t) {
		terms := wprest.MapOf(x.base(), wprest.MapOf("type", "array", "items", wprest.MapOf("type", "integer")))
		list = append(list,
			link("assign-"+x.base(), "The user may choose terms of "+x.Name+".", terms),
			link("create-"+x.base(), "The user may create terms of "+x.Name+".", terms))
	}
	return list
}
