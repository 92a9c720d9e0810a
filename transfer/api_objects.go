package transfer

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wxr"
)

// textOf returns a text: as it is stored, if the API tells.
func textOf(m *wprest.Map, name string) string {
	v := m.Get(name)
	if parts, ok := v.(*wprest.Map); ok {
		if parts.Has("raw") {
			v = parts.Get("raw")
		} else {
			v = parts.Get("rendered")
		}
	}
	if _, ok := v.(*wprest.Map); ok || v == nil {
		return ""
	}
	return wprest.ToString(v)
}

func intOf(m *wprest.Map, name string) int64 {
	if _, ok := m.Get(name).(*wprest.Map); ok {
		return 0
	}
	return wprest.ToInt(m.Get(name))
}

// timeOf returns a date; the zero time if there is none.
func timeOf(m *wprest.Map, name string) time.Time {
	text := textOf(m, name)
	for _, layout := range []string{"2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return t.UTC()
		}
	}
	return time.Time{}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plainText returns a short HTML text as it is read.
func plainText(s string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(s, "")))
}

// metaFields says of meta that the API shows what its schema does.
type metaFields map[string]metaField

type metaField struct {
	many  bool   // there is a row for each value
	unset string // what shows when there is none, as it would be stored
}

// metaFields asks the schema of a route for its meta.
func (a *API) metaFields(ctx context.Context, route string) (metaFields, error) {
	answer, err := a.ask(ctx, http.MethodOptions, route, nil)
	if err != nil { // then lists are taken for single values
		return nil, ctx.Err()
	}
	fields := metaFields{}
	schema := asMap(asMap(asMap(asMap(answer.value).Get("schema")).Get("properties")).Get("meta"))
	for key, v := range asMap(schema.Get("properties")).All() {
		// Only a single value has words of its own beside its items.
		m := asMap(v)
		fields[key] = metaField{
			many:  m.Get("type") == "array" && !m.Has("default") && !m.Has("description") && !m.Has("title"),
			unset: phpvalue.MaybeEncode(m.Get("default")),
		}
	}
	return fields, nil
}

// meta returns the values that are neither empty nor what shows without one.
func (f metaFields) meta(v any) (list []wxr.Meta) {
	for key, value := range asMap(v).All() {
		m, isMap := value.(*wprest.Map)
		switch {
		case value == nil || value == "" || value == false || value == int64(0) || value == 0.0 || isMap && m.Len() == 0:
		case phpvalue.MaybeEncode(value) == f[key].unset:
		case isMap && f[key].many:
			for _, one := range m.All() {
				list = append(list, wxr.Meta{Key: key, Value: phpvalue.MaybeEncode(one)})
			}
		default:
			list = append(list, wxr.Meta{Key: key, Value: phpvalue.MaybeEncode(value)})
		}
	}
	return list
}

// userOf reads a user. Who may not edit sees no login, and has to do with the
// slug.
func userOf(m *wprest.Map, fields metaFields) *User {
	u := &User{
		Author: wxr.Author{
			ID: intOf(m, "id"), Login: cmp.Or(textOf(m, "username"), textOf(m, "slug")), Email: textOf(m, "email"),
			DisplayName: textOf(m, "name"), FirstName: textOf(m, "first_name"), LastName: textOf(m, "last_name"),
		},
		Slug: textOf(m, "slug"), URL: textOf(m, "url"), Nickname: textOf(m, "nickname"), Description: textOf(m, "description"),
		Registered: timeOf(m, "registered_date"), Meta: fields.meta(m.Get("meta")),
	}
	if locale := textOf(m, "locale"); locale != "en_US" {
		u.Locale = locale
	}
	for _, role := range wprest.ToList(m.Get("roles")) {
		u.Roles = append(u.Roles, wprest.ToString(role))
	}
	return u
}

// postOf reads a post of a type, or says why it cannot.
func (a *API) postOf(t apiType, fields metaFields, m *wprest.Map) (*Post, string) {
	p := &Post{Item: wxr.Item{
		ID: intOf(m, "id"), Title: textOf(m, "title"), Link: textOf(m, "link"), GUID: textOf(m, "guid"),
		Content: textOf(m, "content"), Excerpt: a.excerptOf(m), Date: timeOf(m, "date"), DateGMT: timeOf(m, "date_gmt"),
		Modified: timeOf(m, "modified"), ModifiedGMT: timeOf(m, "modified_gmt"), CommentStatus: textOf(m, "comment_status"),
		PingStatus: textOf(m, "ping_status"), Slug: textOf(m, "slug"), Status: textOf(m, "status"), Parent: intOf(m, "parent"),
		MenuOrder: intOf(m, "menu_order"), Type: t.name, Password: textOf(m, "password"),
		Sticky: m.Get("sticky") == true, Meta: fields.meta(m.Get("meta")),
	}}
	p.GUID = cmp.Or(p.GUID, fmt.Sprintf("%s#%s-%d", a.base, t.name, p.ID)) // items of menus show none
	if isDraft(p.Status) && p.Date.Equal(p.Modified) {
		p.DateGMT = time.Time{} // its date floats
	}
	if !a.edit && asMap(m.Get("content")).Get("protected") == true {
		return p, "a password protects it"
	}
	p.Creator = a.creator(intOf(m, "author"))
	a.addTerms(p, m)
	meta := func(key, value string) {
		if value != "" {
			p.Meta = append(p.Meta, wxr.Meta{Key: key, Value: value})
		}
	}
	if id := intOf(m, "featured_media"); id > 0 {
		meta(thumbnailKey, fmt.Sprint(id))
	}
	meta("_wp_page_template", textOf(m, "template"))
	switch t.name {
	case attachmentType:
		mediaOf(p, m, meta)
	case "nav_menu_item":
		menuItemOf(p, m, meta)
	case "wp_block":
		if metaValue(p.Meta, "wp_pattern_sync_status") == "" {
			meta("wp_pattern_sync_status", textOf(m, "wp_pattern_sync_status"))
		}
	}
	return p, ""
}

// creator returns the login of a user; one for those whom the API does not show.
func (a *API) creator(id int64) string {
	if id == 0 {
		return ""
	}
	return cmp.Or(a.logins[id], fmt.Sprintf("user-%d", id))
}

// excerptOf returns the excerpt that somebody wrote. Without credentials those
// come too that were made of the content: they end with dots, or begin as it.
func (a *API) excerptOf(m *wprest.Map) string {
	text := textOf(m, "excerpt")
	if asMap(m.Get("excerpt")).Has("raw") {
		return text
	}
	text = plainText(text)
	squeezed := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if strings.HasSuffix(text, "[…]") || strings.HasPrefix(squeezed(plainText(textOf(m, "content"))), cut(squeezed(text), 40)) {
		return ""
	}
	return text
}

// addTerms reads the terms that a post has in each taxonomy.
func (a *API) addTerms(p *Post, m *wprest.Map) {
	for _, x := range a.taxonomies {
		ids, ok := m.Get(x.base).(*wprest.Map)
		if one, isNumber := m.Get(x.base).(int64); isNumber && x.name == "nav_menu" {
			ids, ok = wprest.ListOf(one), true
		}
		if !ok {
			continue
		}
		for _, id := range ids.All() {
			if t, known := a.terms[wprest.ToInt(id)]; known && t.taxonomy == x.name {
				p.Terms = append(p.Terms, wxr.ItemTerm{Taxonomy: t.taxonomy, Slug: t.slug, Name: t.name})
			}
		}
	}
	if format := textOf(m, "format"); format != "" && format != "standard" {
		slug := "post-format-" + format
		p.Terms = append(p.Terms, wxr.ItemTerm{Taxonomy: "post_format", Slug: slug, Name: slug})
	}
}

// mediaOf reads what only attachments have.
func mediaOf(p *Post, m *wprest.Map, meta func(key, value string)) {
	p.Excerpt, p.Content = textOf(m, "caption"), textOf(m, "description")
	p.Parent, p.MimeType, p.AttachmentURL = intOf(m, "post"), textOf(m, "mime_type"), textOf(m, "source_url")
	p.Status = cmp.Or(p.Status, "inherit")
	details := asMap(m.Get("media_details")).Clone()
	file := textOf(details, "file")
	meta(attachedFileKey, cmp.Or(file, belowUploads(p.AttachmentURL)))
	meta("_wp_attachment_image_alt", textOf(m, "alt_text"))
	sizes := &wprest.Map{}
	for name, v := range asMap(details.Get("sizes")).All() {
		if name == "full" {
			continue
		}
		shown, size := asMap(v), &wprest.Map{}
		for _, key := range []string{"file", "width", "height", "mime_type"} { // WordPress's order
			if shown.Has(key) {
				size.Set(strings.ReplaceAll(key, "mime_type", "mime-type"), shown.Get(key))
			}
		}
		for key, value := range shown.All() {
			if key != "source_url" && key != "mime_type" {
				size.Set(key, value)
			}
		}
		sizes.Set(name, size)
	}
	if details.Has("sizes") {
		details.Set("sizes", sizes)
	}
	if details.Len() > 0 {
		meta(attachmentKey, phpvalue.Encode(details))
	}
}

// menuItemOf reads what only items of menus have.
func menuItemOf(p *Post, m *wprest.Map, meta func(key, value string)) {
	p.Parent = 0
	p.Excerpt, p.Content = textOf(m, "attr_title"), textOf(m, "description")
	kind := textOf(m, "type")
	meta(menuTypeKey, kind)
	p.Meta = append(p.Meta, wxr.Meta{Key: menuParentKey, Value: fmt.Sprint(intOf(m, "parent"))})
	object := intOf(m, "object_id")
	if kind == "custom" && object == 0 {
		object = p.ID
	}
	meta(menuObjectKey, fmt.Sprint(object))
	meta("_menu_item_object", textOf(m, "object"))
	p.Meta = append(p.Meta,
		wxr.Meta{Key: "_menu_item_target", Value: textOf(m, "target")},
		wxr.Meta{Key: "_menu_item_classes", Value: phpvalue.Encode(asList(m.Get("classes")))},
		wxr.Meta{Key: "_menu_item_xfn", Value: strings.Join(stringsOf(m.Get("xfn")), " ")},
		wxr.Meta{Key: "_menu_item_url", Value: ""},
	)
	if kind == "custom" {
		p.Meta[len(p.Meta)-1].Value = textOf(m, "url")
	}
}

func asList(v any) *wprest.Map {
	if m, ok := v.(*wprest.Map); ok && m.Len() > 0 {
		return m
	}
	return wprest.ListOf("")
}

func stringsOf(v any) (list []string) {
	for _, one := range asMap(v).All() {
		list = append(list, wprest.ToString(one))
	}
	return list
}

// commentOf reads a comment.
func commentOf(m *wprest.Map) wxr.Comment {
	c := wxr.Comment{
		ID: intOf(m, "id"), Author: textOf(m, "author_name"), AuthorEmail: textOf(m, "author_email"), AuthorURL: textOf(m, "author_url"),
		AuthorIP: textOf(m, "author_ip"), Date: timeOf(m, "date"), DateGMT: timeOf(m, "date_gmt"), Content: textOf(m, "content"),
		Type: textOf(m, "type"), Parent: intOf(m, "parent"), UserID: intOf(m, "author"),
	}
	switch status := textOf(m, "status"); status {
	case "approved", "approve":
		c.Approved = "1"
	case "hold", "unapproved":
		c.Approved = "0"
	default:
		c.Approved = status
	}
	for key, value := range asMap(m.Get("meta")).All() {
		if value != nil && value != "" {
			c.Meta = append(c.Meta, wxr.Meta{Key: key, Value: phpvalue.MaybeEncode(value)})
		}
	}
	return c
}
