package wxr

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Writer writes a file as WordPress does, entry by entry: authors first, then
// terms, then items, each term behind its parent. It is not safe for concurrent
// use. Characters that XML does not know are left out; bytes that are no UTF-8
// become U+FFFD.
type Writer struct {
	w   *bufio.Writer
	err error
}

// NewWriter returns a Writer that has written what is said of the site. A Version
// is of no matter: it is that of this package.
func NewWriter(w io.Writer, s Site) *Writer {
	out := &Writer{w: bufio.NewWriterSize(w, 64<<10)}
	out.raw(`<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file: a whole site with its texts, terms, comments and authors. -->
<!-- WordPress takes it in under Tools, Import; wprest by: wprest import FILE -->

<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/` + Version + `/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/` + Version + `/"
>

<channel>
`)
	out.plain(1, "title", s.Title)
	out.plain(1, "link", s.Link)
	out.plain(1, "description", s.Description)
	out.plain(1, "pubDate", pubDate(s.PubDate))
	out.plain(1, "language", s.Language)
	out.plain(1, "wp:wxr_version", Version)
	out.plain(1, "wp:base_site_url", s.BaseSiteURL)
	out.plain(1, "wp:base_blog_url", s.BaseBlogURL)
	out.raw("\n")
	return out
}

// Write writes an entry.
func (w *Writer) Write(e Entry) error {
	switch e := e.(type) {
	case *Author:
		w.author(e)
	case *Term:
		w.term(e)
	case *Item:
		w.item(e)
	default:
		return fmt.Errorf("wxr: write %T: no entry", e)
	}
	return w.failure()
}

// Close writes the end of the file. It does not close what it was written to.
func (w *Writer) Close() error {
	w.raw("</channel>\n</rss>\n")
	if w.err == nil {
		w.err = w.w.Flush()
	}
	return w.failure()
}

func (w *Writer) failure() error {
	if w.err != nil {
		return fmt.Errorf("wxr: write: %w", w.err)
	}
	return nil
}

func (w *Writer) raw(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

func (w *Writer) indent(n int) { w.raw("\t\t\t"[:n]) }

// plain writes an element with escaped text.
func (w *Writer) plain(depth int, name, text string) {
	w.indent(depth)
	w.raw("<" + name + ">")
	w.escaped(text)
	w.raw("</" + name + ">\n")
}

func (w *Writer) number(depth int, name string, n int64) {
	w.plain(depth, name, strconv.FormatInt(n, 10))
}

// cdata writes an element whose text stands as it is.
func (w *Writer) cdata(depth int, name, text string) {
	w.indent(depth)
	w.raw("<" + name + ">")
	w.section(text)
	w.raw("</" + name + ">\n")
}

// section writes a CDATA section. What cannot stand in one stands between two: a
// parser would make a line feed of a carriage return, and the lengths in
// serialized values would be wrong.
func (w *Writer) section(text string) {
	w.raw("<![CDATA[")
	text = strings.ReplaceAll(legal(text), "]]>", "]]]]><![CDATA[>")
	w.raw(strings.ReplaceAll(text, "\r", "]]>&#13;<![CDATA["))
	w.raw("]]>")
}

func (w *Writer) escaped(text string) {
	w.raw(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;", "\n", "&#10;", "\t", "&#9;").Replace(legal(text)))
}

// legal returns a text without what XML does not know.
func legal(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0xED {
			return cleaned(s)
		}
	}
	if !utf8.ValidString(s) {
		return cleaned(s)
	}
	return s
}

func cleaned(s string) string {
	var b strings.Builder
	for _, r := range s {
		if allowed(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func pubDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}

func (w *Writer) author(a *Author) {
	w.raw("\t<wp:author>\n")
	w.number(2, "wp:author_id", a.ID)
	w.cdata(2, "wp:author_login", a.Login)
	w.cdata(2, "wp:author_email", a.Email)
	w.cdata(2, "wp:author_display_name", a.DisplayName)
	w.cdata(2, "wp:author_first_name", a.FirstName)
	w.cdata(2, "wp:author_last_name", a.LastName)
	w.raw("\t</wp:author>\n")
}

func (w *Writer) term(t *Term) {
	element, prefix, slug, name := "wp:term", "wp:term_", "slug", "wp:term_name"
	switch t.Taxonomy {
	case "category":
		element, prefix, slug, name = "wp:category", "wp:category_", "nicename", "wp:cat_name"
	case "post_tag":
		element, prefix, name = "wp:tag", "wp:tag_", "wp:tag_name"
	}
	w.raw("\t<" + element + ">\n")
	w.number(2, "wp:term_id", t.ID)
	if element == "wp:term" {
		w.cdata(2, "wp:term_taxonomy", t.Taxonomy)
	}
	w.cdata(2, prefix+slug, t.Slug)
	if element != "wp:tag" {
		w.cdata(2, prefix+"parent", t.Parent)
	}
	w.cdata(2, name, t.Name)
	if t.Description != "" {
		w.cdata(2, prefix+"description", t.Description)
	}
	w.meta("wp:termmeta", t.Meta)
	w.raw("\t</" + element + ">\n")
}

func (w *Writer) meta(element string, list []Meta) {
	for _, m := range list {
		w.raw("\t\t<" + element + ">\n")
		w.cdata(3, "wp:meta_key", m.Key)
		w.cdata(3, "wp:meta_value", m.Value)
		w.raw("\t\t</" + element + ">\n")
	}
}

func (w *Writer) item(i *Item) {
	w.raw("\t<item>\n")
	w.cdata(2, "title", i.Title)
	w.plain(2, "link", i.Link)
	w.plain(2, "pubDate", pubDate(i.PubDate))
	w.cdata(2, "dc:creator", i.Creator)
	w.raw("\t\t<guid isPermaLink=\"false\">")
	w.escaped(i.GUID)
	w.raw("</guid>\n")
	w.plain(2, "description", i.Description)
	w.cdata(2, "content:encoded", i.Content)
	w.cdata(2, "excerpt:encoded", i.Excerpt)
	w.number(2, "wp:post_id", i.ID)
	w.cdata(2, "wp:post_date", formatDate(i.Date))
	w.cdata(2, "wp:post_date_gmt", formatDate(i.DateGMT))
	w.cdata(2, "wp:post_modified", formatDate(i.Modified))
	w.cdata(2, "wp:post_modified_gmt", formatDate(i.ModifiedGMT))
	w.cdata(2, "wp:comment_status", i.CommentStatus)
	w.cdata(2, "wp:ping_status", i.PingStatus)
	w.cdata(2, "wp:post_name", i.Slug)
	w.cdata(2, "wp:status", i.Status)
	w.number(2, "wp:post_parent", i.Parent)
	w.number(2, "wp:menu_order", i.MenuOrder)
	w.cdata(2, "wp:post_type", i.Type)
	w.cdata(2, "wp:post_password", i.Password)
	sticky := int64(0)
	if i.Sticky {
		sticky = 1
	}
	w.number(2, "wp:is_sticky", sticky)
	if i.AttachmentURL != "" {
		w.cdata(2, "wp:attachment_url", i.AttachmentURL)
	}
	for _, t := range i.Terms {
		w.raw("\t\t<category domain=\"")
		w.escaped(t.Taxonomy)
		w.raw("\" nicename=\"")
		w.escaped(t.Slug)
		w.raw("\">")
		w.section(t.Name)
		w.raw("</category>\n")
	}
	w.meta("wp:postmeta", i.Meta)
	for c := range i.Comments {
		w.comment(&i.Comments[c])
	}
	w.raw("\t</item>\n")
}

func (w *Writer) comment(c *Comment) {
	w.raw("\t\t<wp:comment>\n")
	w.number(3, "wp:comment_id", c.ID)
	w.cdata(3, "wp:comment_author", c.Author)
	w.cdata(3, "wp:comment_author_email", c.AuthorEmail)
	w.plain(3, "wp:comment_author_url", c.AuthorURL)
	w.cdata(3, "wp:comment_author_IP", c.AuthorIP)
	w.cdata(3, "wp:comment_date", formatDate(c.Date))
	w.cdata(3, "wp:comment_date_gmt", formatDate(c.DateGMT))
	w.cdata(3, "wp:comment_content", c.Content)
	w.cdata(3, "wp:comment_approved", c.Approved)
	w.cdata(3, "wp:comment_type", c.Type)
	w.number(3, "wp:comment_parent", c.Parent)
	w.number(3, "wp:comment_user_id", c.UserID)
	w.meta("wp:commentmeta", c.Meta)
	w.raw("\t\t</wp:comment>\n")
}
