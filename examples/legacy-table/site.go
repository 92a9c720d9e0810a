package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// zoneName is where the clocks hang that the old program goes by.
const zoneName = "Europe/Berlin"

// A host is the old program's web server, with the API beside it.
type host struct {
	http.Handler
	site      *wp.Site
	passwords *passwords
}

// newHost makes a site of an old database. Home is its address.
func newHost(db *gorm.DB, home string) (*host, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, err
	}
	at := place{zone, home}
	people, options, archive := newEditors(db), newOptions(home), newArchive(db, at)
	h := &host{passwords: &passwords{of: map[int64][]auth.AppPassword{}}}
	appPasswords := &auth.AppPasswordAuth{Accounts: people, Store: h.passwords}
	reg := wprest.New(wprest.Config{
		BaseURL:  home + "/wp-json",
		Auth:     []wprest.Authenticator{appPasswords},
		May:      wp.Authorizer(),
		Describe: wp.Describe(options),
	})
	topics := newTopics(db)
	h.site = wp.Mount(reg, wp.Config{
		Stores: wp.Stores{
			Posts: posts{
				{"post", newsIDs, newNews(db, at)},
				{productType, productIDs, newProducts(db, at)},
				{archiveType, archiveIDs, archive},
				{"attachment", pictureIDs, newPictures(db, at)},
				{"revision", autosaveIDs, newAutosaves()},
			},
			Users:     people,
			Terms:     topics,
			PostTerms: topics,
			Meta:      newMeta(db),
			Options:   options,
			Atomic:    gormstore.Atomic(db),
		},
		Types:        types(),
		PostMeta:     productMeta(),
		AppPasswords: appPasswords,
		MaxRevisions: -1, // the old program keeps none
	})
	// The list of all posts can write. The archive cannot, so its routes are those
	// of a store of its own.
	h.site.PostType(archiveType).Store = archive
	wprest.AddField(h.site.PostType(productType), inStock(h.site))
	reg.Register(media(db, at))
	srv, err := reg.Build()
	if err != nil {
		return nil, err
	}
	pages := http.NewServeMux()
	pages.HandleFunc("GET "+picturePath+"/", pictureFiles)
	pages.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", srv.DiscoveryLink())
		fmt.Fprintln(w, "Hafenblatt. The API is at", home+"/wp-json/")
	})
	h.Handler = srv.Wrap(pages)
	return h, nil
}

// types are the post types of the old tables besides posts.
func types() []wp.PostType {
	return []wp.PostType{
		{
			Name: productType, Label: "Produkte", Public: true, HasArchive: true, ShowInREST: true, RESTBase: "produkte", Slug: "produkte",
			Supports: []string{"title", "editor", "excerpt", "thumbnail", "custom-fields"},
		},
		{Name: archiveType, Label: "Archiv", Public: true, HasArchive: true, ShowInREST: true, RESTBase: "archiv", Supports: []string{"title", "editor"}},
	}
}

// productMeta are columns of the products as meta values.
func productMeta() []wp.MetaField {
	return []wp.MetaField{
		{Key: "preis", Types: []string{productType}, Schema: wprest.Schema{Type: "number", Minimum: new(0.0), Description: "The price in euros."}},
		{Key: "bestand", Types: []string{productType}, Schema: wprest.Schema{Type: "integer", Minimum: new(0.0), Description: "How many are in stock."}},
	}
}

// inStock is a field that no column has. It costs no query: the meta values of a
// page are loaded already.
func inStock(site *wp.Site) wprest.Field[wp.Post, bool] {
	return wprest.Field[wp.Post, bool]{
		Name: "lieferbar", Schema: wprest.SchemaOf[bool](""),
		Load: func(ctx context.Context, page []*wp.Post) ([]bool, error) {
			stock, err := site.PostMeta(ctx, page, "bestand")
			list := make([]bool, len(page))
			for i, values := range stock {
				list[i] = len(values) > 0 && values[0] != "0"
			}
			return list, err
		},
	}
}
