package transfer

import (
	"net/http"
	"path"
	"strconv"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// mediaRoute lists the attachments of the conformance site as WordPress does.
func mediaRoute(t *testing.T) http.HandlerFunc {
	db := harbor(t)
	posts, _, err := db.Posts().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("type", "attachment")}, Order: []wprest.Order{{Field: "id"}}})
	if err != nil {
		t.Fatal(err)
	}
	var items []any
	for _, p := range posts {
		all, err := db.Meta().Meta(t.Context(), wp.PostMeta, []int64{p.ID})
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, mediaItem(p, all[p.ID]))
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-WP-Total", strconv.Itoa(len(items)))
		list := items
		if r.URL.Query().Get("page") == "2" {
			list = nil
		}
		body, err := wprest.AppendJSON(nil, wprest.ListOf(list...))
		if err != nil {
			t.Error(err)
		}
		w.Write(body)
	}
}

func mediaItem(p wp.Post, meta map[string][]string) *wprest.Map {
	raw := func(text string) *wprest.Map { return wprest.MapOf("raw", text, "rendered", "<p>"+text+"</p>") }
	file := meta[attachedFileKey][0]
	source := "http://127.0.0.1:8071/wp-content/uploads/" + file
	details := &wprest.Map{}
	if len(meta[attachmentKey]) > 0 {
		details = asMap(decoded(meta[attachmentKey][0])).Clone()
	}
	if sizes := asMap(details.Get("sizes")); sizes.Len() > 0 {
		shown := &wprest.Map{}
		for name, v := range sizes.All() {
			size := asMap(v).Clone()
			size.Set("mime_type", size.Get("mime-type"))
			size.Delete("mime-type")
			size.Set("source_url", path.Dir(source)+"/"+wprest.ToString(size.Get("file")))
			shown.Set(name, size)
		}
		shown.Set("full", wprest.MapOf("file", path.Base(file), "source_url", source))
		details.Set("sizes", shown)
	}
	alt := ""
	if values := meta["_wp_attachment_image_alt"]; len(values) > 0 {
		alt = values[0]
	}
	const layout = "2006-01-02T15:04:05"
	return wprest.MapOf(
		"id", p.ID, "date", p.Date.Format(layout), "date_gmt", p.DateGMT.Format(layout), "guid", raw(p.GUID),
		"modified", p.Modified.Format(layout), "modified_gmt", p.ModifiedGMT.Format(layout), "slug", p.Slug, "status", p.Status,
		"type", "attachment", "title", raw(p.Title), "author", p.Author, "featured_media", int64(0), "comment_status", p.CommentStatus,
		"ping_status", p.PingStatus, "template", "", "meta", &wprest.Map{}, "description", raw(p.Content), "caption", raw(p.Excerpt),
		"alt_text", alt, "mime_type", p.MimeType, "media_details", details, "post", nil, "source_url", source,
	)
}
