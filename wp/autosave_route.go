package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// autosaveRoutes serves the autosaves of the posts of a type.
//
//wp:route GET,POST /wp/v2/posts/(?P<id>[\d]+)/autosaves
//wp:route GET /wp/v2/posts/(?P<parent>[\d]+)/autosaves/(?P<id>[\d]+)
type autosaveRoutes struct {
	*revisionRoutes
	view *wprest.Controller[int64, Post] // shows autosaves
}

func (a *autosaveRoutes) add(add func(namespace, pattern string, r wprest.Route)) {
	schema := a.view.Schema
	context := []wprest.Arg{schema.ContextParam("view")}
	add(a.t.namespace(), a.t.base()+`/(?P<id>[\d]+)/autosaves`, wprest.Route{
		Schema: schema, Args: []wprest.Arg{parentArg()},
		Endpoints: []wprest.Endpoint{
			{Permission: a.mayList("id"), Handler: a.list, Args: context},
			{Methods: http.MethodPost, Permission: a.maySave, Handler: a.save, Args: a.posts.ItemSchema().Args(false)},
		},
	})
	add(a.t.namespace(), a.t.base()+`/(?P<parent>[\d]+)/autosaves/(?P<id>[\d]+)`, wprest.Route{
		Schema: schema, Args: []wprest.Arg{parentArg(), idArg("The id of the autosave.")},
		Endpoints: []wprest.Endpoint{{Permission: a.mayList("parent"), Handler: a.read, Args: context}},
	})
}

// maySave lets in who may update the post.
func (a *autosaveRoutes) maySave(ctx context.Context, r *wprest.Request) (bool, error) {
	id := r.Int("id")
	if id <= 0 {
		return false, errPostID()
	}
	p, err := a.site.post(ctx, id)
	if err != nil {
		return false, err
	}
	if p == nil {
		return false, errPostID()
	}
	return a.posts.Permit.Update(ctx, r, p)
}

// list answers all autosaves of a post.
func (a *autosaveRoutes) list(ctx context.Context, r *wprest.Request) (any, error) {
	if r.Method == http.MethodHead {
		return nil, nil
	}
	found, err := a.site.autosaves(ctx, r.Int("id"))
	if err != nil {
		return nil, err
	}
	shown := make([]*Post, len(found))
	for i := range found {
		shown[i] = &found[i]
	}
	return a.view.Present(ctx, r, shown)
}

// read answers the newest autosave of a post.
//
// Quirk: it does not matter which one the address names.
func (a *autosaveRoutes) read(ctx context.Context, r *wprest.Request) (any, error) {
	found, err := a.site.autosaves(ctx, r.Int("parent"))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, wprest.NewError(http.StatusNotFound, "rest_post_no_autosave", "The post has no autosave.")
	}
	return presentOne(ctx, r, a.view, &found[0])
}

// save keeps what is sent as an autosave, and answers with it.
func (a *autosaveRoutes) save(ctx context.Context, r *wprest.Request) (any, error) {
	post, err := a.site.post(ctx, r.Int("id"))
	if err != nil {
		return nil, err
	}
	var saved Post
	run := func(ctx context.Context) (err error) {
		w := &postWriter{site: a.site, t: a.t}
		saved, err = w.autosave(ctx, r, post)
		return err
	}
	if a.site.stores.Atomic != nil {
		err = a.site.stores.Atomic(ctx, run)
	} else {
		err = run(ctx)
	}
	wprest.ForgetMemo(ctx)
	if err != nil {
		return nil, err
	}
	r.Set("context", "edit")
	return presentOne(ctx, r, a.view, &saved)
}
