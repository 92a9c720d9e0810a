// Package wp is WordPress's own resources on a registry of wprest: posts of all
// types with revisions and autosaves, terms, comments, users, settings, search
// and what describes them, over small stores in WordPress's words.
//
//	site := wp.Mount(reg, wp.Config{Stores: db.Stores()})
//	wprest.AddField(site.Posts, wprest.Field[wp.Post, float64]{Name: "rating", …})
//	srv, err := reg.Build()
//
// A host adds types, taxonomies, statuses, meta and settings by Config, replaces
// a backend in Stores, and changes what a resource does through its Controller.
// Everything here is made with the public API of package wprest.
package wp
