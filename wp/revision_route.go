package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// revisionRoutes serves the revisions and autosaves of the posts of a type, as
// far as it supports them.
//
//wp:route GET /wp/v2/posts/(?P<parent>[\d]+)/revisions
//wp:route GET,DELETE /wp/v2/posts/(?P<parent>[\d]+)/revisions/(?P<id>[\d]+)
type revisionRoutes struct {
	site  *Site
	t     *PostType
	posts *wprest.Controller[int64, Post] // serves the posts themselves
	view  *wprest.Controller[int64, Post] // shows revisions
}

// Routes implements wprest.Resource. It is called when the type's own schema is
// complete.
func (v *revisionRoutes) Routes(add func(namespace, pattern string, r wprest.Route)) error {
	built := *v
	if v.t.supports("revisions") {
		built.view = v.site.revisionView(v.t, v.posts.Schema, false)
		built.addRevisions(add)
	}
	if _, ok := v.posts.Store.(wprest.Updater[int64, Post]); ok && v.t.has("autosave") {
		saves := &autosaveRoutes{revisionRoutes: &built, view: v.site.revisionView(v.t, v.posts.Schema, true)}
		saves.add(add)
	}
	return nil
}

func (v *revisionRoutes) addRevisions(add func(namespace, pattern string, r wprest.Route)) {
	schema := v.view.Schema
	base := v.t.base() + `/(?P<parent>[\d]+)/revisions`
	add(v.t.namespace(), base, wprest.Route{Schema: schema, Args: []wprest.Arg{parentArg()}, Endpoints: []wprest.Endpoint{
		{Permission: v.mayList("parent"), Handler: v.list, Args: revisionArgs(schema)},
	}})
	add(v.t.namespace(), base+`/(?P<id>[\d]+)`, wprest.Route{
		Schema: schema, Args: []wprest.Arg{parentArg(), idArg("The id of the revision.")},
		Endpoints: []wprest.Endpoint{
			{Permission: v.mayList("parent"), Handler: v.read, Args: []wprest.Arg{schema.ContextParam("view")}},
			{Methods: http.MethodDelete, Permission: v.mayDelete, Handler: v.delete, Args: []wprest.Arg{{Schema: wprest.Schema{
				Name: "force", Type: "boolean", Default: false, Description: "Must be true: revisions have no trash.",
			}}}},
		},
	})
}

func parentArg() wprest.Arg {
	return wprest.Arg{Schema: wprest.Schema{Name: "parent", Type: "integer", Description: "The id of the post."}}
}

func idArg(description string) wprest.Arg {
	return wprest.Arg{Schema: wprest.Schema{Name: "id", Type: "integer", Description: description}}
}

// idsArg is an argument that takes a list of ids.
func idsArg(name, description string) wprest.Arg {
	return wprest.Arg{Schema: wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}, Default: []any{}, Description: description}}
}

// revisionArgs are the arguments of a list of revisions. There is no page size
// by default: all are listed.
//
// See https://developer.wordpress.org/rest-api/reference/post-revisions/#arguments.
func revisionArgs(schema *wprest.Schema) []wprest.Arg {
	args := append([]wprest.Arg{schema.ContextParam("view")}, wprest.ListArgs()...)
	for i := range args {
		if args[i].Name == "per_page" {
			args[i].Default = nil
		}
	}
	return append(args, wprest.SearchArg(),
		idsArg("include", "Revisions to take."), idsArg("exclude", "Revisions to leave out."),
		wprest.Arg{Schema: wprest.Schema{Name: "offset", Type: "integer", Description: "How many revisions to pass over."}},
		wprest.Arg{Schema: wprest.Schema{Name: "order", Type: "string", Enum: []any{"asc", "desc"}, Default: "desc", Description: "The direction of the order."}},
		wprest.Arg{Schema: wprest.Schema{
			Name: "orderby", Type: "string", Default: "date", Description: "The property to sort by.",
			Enum: []any{"date", "id", "include", "relevance", "slug", "include_slugs", "title"},
		}})
}

// parent returns the post that a parameter names, which must be of the type.
func (v *revisionRoutes) parent(ctx context.Context, r *wprest.Request, name string) (*Post, error) {
	missing := wprest.NewError(http.StatusNotFound, "rest_post_invalid_parent", "There is no such parent.")
	id := r.Int(name)
	if id <= 0 {
		return nil, missing
	}
	p, err := v.site.post(ctx, id)
	if err == nil && (p == nil || p.Type != v.t.Name) {
		err = missing
	}
	return p, err
}

// mayList lets in who may edit the post that a parameter names.
func (v *revisionRoutes) mayList(name string) wprest.Permission {
	return func(ctx context.Context, r *wprest.Request) (bool, error) {
		parent, err := v.parent(ctx, r, name)
		if err != nil {
			return false, err
		}
		ok, err := v.site.mayPost(ctx, "edit_post", parent)
		return require(ctx, ok, err, "rest_cannot_read", "You are not allowed to see revisions of this post.")
	}
}

// revision returns the revision that a request names, of whatever post.
func (v *revisionRoutes) revision(ctx context.Context, r *wprest.Request) (*Post, error) {
	id := r.Int("id")
	if id <= 0 {
		return nil, errRevisionID()
	}
	p, err := v.site.post(ctx, id)
	if err == nil && (p == nil || p.Type != revisionType) {
		err = errRevisionID()
	}
	return p, err
}

func errRevisionID() error {
	return wprest.NewError(http.StatusNotFound, "rest_post_invalid_id", "There is no such revision.")
}

// mayDelete asks about the post, and about the revision itself.
func (v *revisionRoutes) mayDelete(ctx context.Context, r *wprest.Request) (bool, error) {
	parent, err := v.parent(ctx, r, "parent")
	if err != nil {
		return false, err
	}
	const message = "You are not allowed to delete revisions of this post."
	ok, err := v.site.mayPost(ctx, "delete_post", parent)
	if ok, err = require(ctx, ok, err, "rest_cannot_delete", message); err != nil {
		return ok, err
	}
	revision, err := v.revision(ctx, r)
	if err != nil {
		return false, err
	}
	if ok, err := v.mayList("parent")(ctx, r); err != nil {
		return ok, err
	}
	ok, err = v.site.mayPost(ctx, "delete_post", revision)
	return require(ctx, ok, err, "rest_cannot_delete", message)
}

func (v *revisionRoutes) read(ctx context.Context, r *wprest.Request) (any, error) {
	revision, err := v.revision(ctx, r)
	if err != nil {
		return nil, err
	}
	if revision.Parent != r.Int("parent") {
		return nil, wprest.NewError(http.StatusNotFound, "rest_revision_parent_id_mismatch", "The revision is of another post.")
	}
	return presentOne(ctx, r, v.view, revision)
}

// presentOne makes the answer of a single item.
func presentOne(ctx context.Context, r *wprest.Request, view *wprest.Controller[int64, Post], p *Post) (*wprest.Response, error) {
	list, err := view.Present(ctx, r, []*Post{p})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func (v *revisionRoutes) delete(ctx context.Context, r *wprest.Request) (any, error) {
	revision, err := v.revision(ctx, r)
	if err != nil {
		return nil, err
	}
	if !r.Bool("force") {
		return nil, wprest.NewError(http.StatusNotImplemented, "rest_trash_not_supported", "There is no trash for revisions. Set force=true to delete.")
	}
	store, ok := v.site.stores.Posts.(wprest.Deleter[int64])
	if !ok {
		return nil, wprest.ErrUnsupported
	}
	r.Set("context", "edit")
	previous, err := presentOne(ctx, r, v.view, revision)
	if err != nil {
		return nil, err
	}
	if err := store.Delete(ctx, revision.ID); err != nil {
		return nil, err
	}
	wprest.ForgetMemo(ctx)
	return wprest.MapOf("deleted", true, "previous", previous.Data), nil
}
