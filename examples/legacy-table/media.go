package main

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/gormstore"
)

// picturePath is where the old web server has the pictures.
const picturePath = "/bilder"

// A medium is a picture as clients of /wp/v2/media read it.
type medium struct {
	ID        int64    `json:"id" wp:"view,edit,embed;readonly"`
	Date      string   `json:"date" wp:"view,edit,embed" jsonschema:"format=date-time"`
	Slug      string   `json:"slug" wp:"view,edit,embed"`
	Status    string   `json:"status" wp:"view,edit"`
	Type      string   `json:"type" wp:"view,edit,embed;readonly"`
	Link      string   `json:"link" wp:"view,edit,embed;readonly" jsonschema:"format=uri"`
	Title     rendered `json:"title" wp:"view,edit,embed"`
	Author    int64    `json:"author" wp:"view,edit,embed"`
	Caption   rendered `json:"caption" wp:"view,edit,embed"`
	AltText   string   `json:"alt_text" wp:"view,edit,embed"`
	MediaType string   `json:"media_type" wp:"view,edit,embed;readonly" jsonschema:"enum=image,enum=file"`
	MimeType  string   `json:"mime_type" wp:"view,edit,embed;readonly"`
	Details   details  `json:"media_details" wp:"view,edit,embed;readonly"`
	Source    string   `json:"source_url" wp:"view,edit,embed;readonly" jsonschema:"format=uri"`
}

type rendered struct {
	Raw      string `json:"raw" wp:"edit"`
	Rendered string `json:"rendered" wp:"view,edit,embed"`
}

type details struct {
	Width  int64    `json:"width"`
	Height int64    `json:"height"`
	File   string   `json:"file"`
	Sizes  struct{} `json:"sizes"` // the old program has none
}

// media serves the pictures below /wp/v2/media: a controller over a second view of
// their table.
func media(db *gorm.DB, at place) *wprest.Controller[int64, medium] {
	ids := func(name, field string, op wprest.Op) wprest.Param {
		return wprest.Param{Field: field, Op: op, Arg: wprest.Arg{Schema: wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}}}}
	}
	return &wprest.Controller[int64, medium]{
		Namespace: "wp/v2", Base: "media",
		Schema: wprest.SchemaOf[medium]("attachment"),
		Permit: wprest.Caps[medium]("post", "posts"),
		Params: []wprest.Param{ids("include", "id", wprest.In), ids("exclude", "id", wprest.NotIn), ids("parent", "parent", wprest.In)},
		Store: gormstore.NewReader[int64](db, gormstore.Mapping[bild, medium]{
			Columns: gormstore.Columns{
				"id": {Name: "nr", Encode: pictureIDs.encode}, "date": {Name: "hochgeladen"}, "title": {Expr: "titel COLLATE NOCASE"},
				"parent": {In: "nr IN (SELECT bild FROM nachrichten WHERE nr IN ?)", Encode: newsIDs.encode},
			},
			Search:   []string{"title"},
			Contains: contains,
			Read:     func(row bild) (medium, error) { return readMedium(&row, at), nil },
		}),
		OrderBy:      []string{"date", "id", "title"},
		DefaultOrder: wprest.Order{Field: "date", Desc: true},
		Searchable:   true,
		Links: func(_ context.Context, l *wprest.Links, _ *medium) {
			l.Add("about", l.To("wp/v2/types/attachment"))
		},
	}
}

func readMedium(row *bild, at place) medium {
	return medium{
		ID: pictureIDs.id(row.Nr), Date: at.unix(row.Hochgeladen).local.Format("2006-01-02T15:04:05"), Slug: pictureSlug(row.Datei),
		Status: "inherit", Type: "attachment", Link: at.home + picturePath + "/" + row.Datei, Title: rendered{row.Titel, row.Titel},
		AltText: orEmpty(row.Alttext), MediaType: "image", MimeType: "image/png",
		Details: details{Width: row.Breite, Height: row.Hoehe, File: row.Datei}, Source: at.home + picturePath + "/" + row.Datei,
	}
}

// pictureFiles stands for the folder of pictures of the old web server.
func pictureFiles(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, ".png") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	sea := color.RGBA{R: 20, G: 70, B: byte(len(r.URL.Path) * 8), A: 255}
	_ = png.Encode(w, image.NewPaletted(image.Rect(0, 0, 320, 240), color.Palette{sea})) // the client may have gone
}
