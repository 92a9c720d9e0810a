package text

import (
	"strconv"
	"strings"
)

// itoa is a number in decimal.
func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Gallery is the shortcode gallery: the images of a post, or those listed.
func (l *Library) Gallery(c *Context, sc *Shortcode) string {
	n := c.counters()
	n.Galleries++
	post, images := l.listed(c, sc.Attrs, "image")
	if len(images) == 0 {
		return ""
	}
	g := gallery{
		Library: l, b: new(strings.Builder), id: "gallery-" + strconv.Itoa(n.Galleries),
		item:    galleryTag(sc.Attrs.Or("itemtag", "figure"), "dl"),
		icon:    galleryTag(sc.Attrs.Or("icontag", "div"), "dt"),
		caption: galleryTag(sc.Attrs.Or("captiontag", "figcaption"), "dd"),
		size:    sc.Attrs.Or("size", "thumbnail"),
		link:    sc.Attrs.Get("link"),
	}
	g.b.WriteString("<div id='" + g.id + "' class='gallery galleryid-" + itoa(post) + " gallery-columns-" +
		itoa(phpInt(sc.Attrs.Or("columns", "3"))) + " gallery-size-" + HTMLClass(g.size, "") + "'>")
	for _, a := range images {
		g.write(a)
	}
	g.b.WriteString("\n\t\t</div>\n")
	return g.b.String()
}

// listed finds the attachments that a gallery or playlist shows, and the post
// that it names.
func (l *Library) listed(c *Context, attrs Attributes, kind string) (post int64, found []*Attachment) {
	post = c.Post.ID
	if id, ok := attrs.Lookup("id"); ok {
		post = phpInt(id)
	}
	q := MediaQuery{Kind: kind, OrderBy: attrs.Get("orderby"), Order: attrs.Or("order", "ASC")}
	include := attrs.Get("include")
	if ids := attrs.Get("ids"); ids != "" {
		include = ids
		if q.OrderBy == "" {
			q.OrderBy = "post__in"
		}
	}
	if q.OrderBy == "" {
		q.OrderBy = "menu_order ID"
	}
	if include != "" {
		q.IDs = idList(include)
	} else if l.readable(c, post) {
		q.Parent = post
		q.Exclude = idList(attrs.Get("exclude"))
	}
	if len(q.IDs) == 0 && q.Parent == 0 {
		return post, nil
	}
	return post, l.find(c, q)
}

// A gallery is one in the making.
type gallery struct {
	*Library
	b                   *strings.Builder
	id                  string
	item, icon, caption string // tags
	size, link          string
}

// write writes one image.
func (g *gallery) write(a *Attachment) {
	b := g.b
	captioned := !isBlank(a.Caption)
	describes := g.id + "-" + itoa(a.ID)
	var more []Attribute
	if captioned {
		more = []Attribute{{Name: "aria-describedby", Value: describes}}
	}
	orientation := ""
	if a.Width > 0 && a.Height > 0 {
		orientation = "landscape"
		if a.Height > a.Width {
			orientation = "portrait"
		}
	}
	b.WriteString("<" + g.item + " class='gallery-item'>\n\t\t\t<" + g.icon + " class='gallery-icon " + orientation + "'>\n\t\t\t\t")
	b.WriteString(g.linked(a, more))
	b.WriteString("\n\t\t\t</" + g.icon + ">")
	if captioned {
		t := g.Typography
		if t == nil {
			t = new(Typography)
		}
		b.WriteString("\n\t\t\t\t<" + g.caption + " class='wp-caption-text gallery-caption' id='" + describes + "'>\n\t\t\t\t")
		b.WriteString(t.Texturize(a.Caption))
		b.WriteString("\n\t\t\t\t</" + g.caption + ">")
	}
	b.WriteString("</" + g.item + ">")
}

// linked is an image in its link.
func (g *gallery) linked(a *Attachment, more []Attribute) string {
	switch g.link {
	case "file":
		return g.Link(a, a.URL, g.size, more...)
	case "none":
		return g.Image(a, g.size, more...)
	}
	return g.Link(a, a.Link, g.size, more...)
}

// Link mirrors wp_get_attachment_link: a link to an address that shows the
// image in the version of that name, or the title of another file.
func (l *Library) Link(a *Attachment, address, size string, more ...Attribute) string {
	shown := l.Image(a, size, more...)
	if shown == "" {
		shown = a.shownTitle()
	}
	return "<a href='" + EscapeURL(address) + "'>" + shown + "</a>"
}

// galleryTag is a tag that a gallery may be made of, or otherwise.
func galleryTag(tag, otherwise string) string {
	tag = keepBytes(asciiLower(tag), func(c byte) bool { return isWord(c) || c == '-' || c == ':' })
	if !PostPolicy().Allows(tag) {
		return otherwise
	}
	return tag
}

// Prepend mirrors prepend_attachment: the content of an attachment begins with
// its file, as a player, an image or a link.
func (l *Library) Prepend(c *Context, s string) string {
	a := c.Post.Attachment
	switch {
	case a == nil:
		return s
	case a.kind("video"):
		attrs := Attributes{{"src", a.URL}, {"poster", a.Poster}}
		if a.Width > 0 && a.Height > 0 {
			attrs = append(attrs, Attribute{"width", strconv.Itoa(a.Width)}, Attribute{"height", strconv.Itoa(a.Height)})
		}
		return l.Video(c, &Shortcode{Attrs: attrs}) + "\n" + s
	case a.kind("audio"):
		return l.Audio(c, &Shortcode{Attrs: Attributes{{"src", a.URL}}}) + "\n" + s
	}
	return `<p class="attachment">` + l.Link(a, a.URL, "medium") + "</p>\n" + s
}
