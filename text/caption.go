package text

import "strings"

// Caption is the shortcode caption: an image, in a link or not, with a text
// below it. Shortcodes within the image are those of all; those in the caption
// do not run.
func Caption(c *Context, all *Shortcodes, sc *Shortcode) string {
	content, caption := sc.Content, sc.Attrs.Get("caption")
	if _, ok := sc.Attrs.Lookup("caption"); !ok {
		if start, end := captionedImage(content); end > 0 {
			content, caption = content[start:end], strings.Trim(content[end:], phpTrim)
		}
	} else if strings.IndexByte(caption, '<') >= 0 {
		caption = KSES(PostPolicy(), caption)
	}
	width := phpInt(sc.Attrs.Get("width"))
	if width < 1 || caption == "" || caption == "0" {
		return content
	}
	ids, describes := captionIDs(c, sc.Attrs)
	var b strings.Builder
	b.WriteString("<figure ")
	if ids != "" {
		b.WriteString(`id="` + ids + `" `)
	}
	if describes != "" {
		b.WriteString(`aria-describedby="` + describes + `" `)
	}
	class := strings.Trim("wp-caption "+sc.Attrs.Or("align", "alignnone")+" "+sc.Attrs.Get("class"), phpTrim)
	b.WriteString(`style="width: ` + itoa(width) + `px" class="` + EscapeAttr(class) + `">`)
	b.WriteString(all.Render(c, content))
	b.WriteString("<figcaption ")
	if describes != "" {
		b.WriteString(`id="` + describes + `" `)
	}
	b.WriteString(`class="wp-caption-text">` + caption + "</figcaption></figure>")
	return b.String()
}

// captionIDs are the id of a figure and that of its caption, unique within
// the request. They are "" when the shortcode gives none.
func captionIDs(c *Context, attrs Attributes) (figure, caption string) {
	if id := attrs.Get("id"); id != "" {
		figure = HTMLClass(id, "")
		if figure != "" {
			figure = c.counters().UniqueID(figure)
		}
	}
	caption = HTMLClass(attrs.Get("caption_id"), "")
	switch {
	case caption != "":
		caption = c.counters().UniqueID(caption)
	case figure != "":
		caption = "caption-" + strings.ReplaceAll(figure, "_", "-")
	}
	return figure, caption
}

// captionedImage finds the first image in a text, with the link around it. end
// is 0 when there is none.
func captionedImage(s string) (start, end int) {
	ends := findByte(s, '>')
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return 0, 0
		}
		start = i + n
		i = start + 1
		image := start
		if hasFold(s, start, "<a ") {
			image = skipSpace(s, ends.from(start+len("<a ")+1)+1)
		}
		if !hasFold(s, image, "<img ") {
			continue
		}
		end = tagEnd(s, image+len("<img ")+1)
		if end == 0 {
			continue
		}
		if closer := skipSpace(s, end); hasFold(s, closer, "</a>") {
			end = closer + len("</a>")
		}
		return start, end
	}
}
