package wxr

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// member reads an element of the channel. What is no entry is nil.
func (r *Reader) member(e *element) (Entry, error) {
	if strings.HasPrefix(e.name, "wp:") {
		r.known = true
	}
	switch e.name {
	case "wp:author":
		return r.author()
	case "wp:category":
		return r.term("category")
	case "wp:tag":
		return r.term("post_tag")
	case "wp:term":
		return r.term("")
	case "item":
		return r.item()
	}
	text, err := r.text()
	if err != nil {
		return nil, err
	}
	switch e.name {
	case "title":
		r.site.Title = text
	case "link":
		r.site.Link = strings.TrimSpace(text)
	case "description":
		r.site.Description = text
	case "language":
		r.site.Language = strings.TrimSpace(text)
	case "pubDate":
		r.site.PubDate = parsePubDate(text)
	case "wp:wxr_version":
		r.site.Version = strings.TrimSpace(text)
	case "wp:base_site_url":
		r.site.BaseSiteURL = strings.TrimSpace(text)
	case "wp:base_blog_url":
		r.site.BaseBlogURL = strings.TrimSpace(text)
	}
	return nil, nil
}

// A place is where the text of an element goes: a *string as it is, a *key
// without space around it, an *int64, a *bool or a *time.Time.
type place any

// key is a text that names something.
type key string

// fill stores the text of the open element in a place; nil: nowhere.
func (r *Reader) fill(to place) error {
	text, err := r.text()
	if err != nil || to == nil {
		return err
	}
	switch to := to.(type) {
	case *string:
		*to = text
	case *key:
		*to = key(strings.TrimSpace(text))
	case *int64:
		*to, _ = strconv.ParseInt(strings.TrimSpace(text), 10, 64) // 0 for what is no number
	case *bool:
		*to = strings.TrimSpace(text) == "1"
	case *time.Time:
		*to = parseDate(strings.TrimSpace(text))
	}
	return nil
}

// fields reads the elements within the open one into their places. Others are
// given to more, if that is not nil and knows them.
func (r *Reader) fields(places map[string]place, more func(e *element) (known bool, err error)) error {
	return r.children(func(e *element) error {
		if more != nil {
			if known, err := more(e); known || err != nil {
				return err
			}
		}
		return r.fill(places[e.name])
	})
}

func (r *Reader) author() (*Author, error) {
	a := &Author{}
	return a, r.fields(map[string]place{
		"wp:author_id":           &a.ID,
		"wp:author_login":        (*key)(&a.Login),
		"wp:author_email":        (*key)(&a.Email),
		"wp:author_display_name": &a.DisplayName,
		"wp:author_first_name":   &a.FirstName,
		"wp:author_last_name":    &a.LastName,
	}, nil)
}

// term reads a term. Each kind of element has names of its own for the parts.
func (r *Reader) term(taxonomy string) (*Term, error) {
	t := &Term{Taxonomy: taxonomy}
	err := r.fields(map[string]place{
		"wp:term_id":              &t.ID,
		"wp:term_taxonomy":        (*key)(&t.Taxonomy),
		"wp:category_nicename":    (*key)(&t.Slug),
		"wp:tag_slug":             (*key)(&t.Slug),
		"wp:term_slug":            (*key)(&t.Slug),
		"wp:category_parent":      (*key)(&t.Parent),
		"wp:term_parent":          (*key)(&t.Parent),
		"wp:cat_name":             &t.Name,
		"wp:tag_name":             &t.Name,
		"wp:term_name":            &t.Name,
		"wp:category_description": &t.Description,
		"wp:tag_description":      &t.Description,
		"wp:term_description":     &t.Description,
	}, r.metaIn("wp:termmeta", &t.Meta))
	return t, err
}

// metaIn returns what reads meta that is under a name.
func (r *Reader) metaIn(name string, list *[]Meta) func(e *element) (bool, error) {
	return func(e *element) (bool, error) {
		if e.name != name {
			return false, nil
		}
		var m Meta
		err := r.fields(map[string]place{"wp:meta_key": (*key)(&m.Key), "wp:meta_value": &m.Value}, nil)
		if m.Key != "" {
			*list = append(*list, m)
		}
		return true, err
	}
}

func (r *Reader) item() (*Item, error) {
	i := &Item{}
	meta := r.metaIn("wp:postmeta", &i.Meta)
	isKnown := false
	err := r.fields(i.places(), func(e *element) (bool, error) {
		isKnown = isKnown || strings.HasPrefix(e.name, "wp:")
		switch e.name {
		case "pubDate":
			text, err := r.text()
			i.PubDate = parsePubDate(text)
			return true, err
		case "category":
			name, err := r.text()
			t := ItemTerm{Taxonomy: e.attr("domain"), Slug: e.attr("nicename"), Name: name}
			if t.Taxonomy != "" && t.Slug != "" { // old files have each of them twice
				i.Terms = append(i.Terms, t)
			}
			return true, err
		case "wp:comment":
			c, err := r.comment()
			i.Comments = append(i.Comments, c)
			return true, err
		}
		return meta(e)
	})
	if err != nil {
		return nil, err
	}
	if !isKnown && r.site.Version == "" {
		return nil, fmt.Errorf("%w: its item has no element of WordPress", ErrNotWXR)
	}
	r.known = true
	return i, nil
}

func (i *Item) places() map[string]place {
	return map[string]place{
		"title":                &i.Title,
		"link":                 (*key)(&i.Link),
		"dc:creator":           (*key)(&i.Creator),
		"guid":                 (*key)(&i.GUID),
		"description":          &i.Description,
		"content:encoded":      &i.Content,
		"excerpt:encoded":      &i.Excerpt,
		"wp:post_id":           &i.ID,
		"wp:post_date":         &i.Date,
		"wp:post_date_gmt":     &i.DateGMT,
		"wp:post_modified":     &i.Modified,
		"wp:post_modified_gmt": &i.ModifiedGMT,
		"wp:comment_status":    (*key)(&i.CommentStatus),
		"wp:ping_status":       (*key)(&i.PingStatus),
		"wp:post_name":         (*key)(&i.Slug),
		"wp:status":            (*key)(&i.Status),
		"wp:post_parent":       &i.Parent,
		"wp:menu_order":        &i.MenuOrder,
		"wp:post_type":         (*key)(&i.Type),
		"wp:post_password":     &i.Password,
		"wp:is_sticky":         &i.Sticky,
		"wp:attachment_url":    (*key)(&i.AttachmentURL),
	}
}

func (r *Reader) comment() (Comment, error) {
	c := Comment{}
	err := r.fields(map[string]place{
		"wp:comment_id":           &c.ID,
		"wp:comment_author":       &c.Author,
		"wp:comment_author_email": (*key)(&c.AuthorEmail),
		"wp:comment_author_url":   (*key)(&c.AuthorURL),
		"wp:comment_author_IP":    (*key)(&c.AuthorIP),
		"wp:comment_date":         &c.Date,
		"wp:comment_date_gmt":     &c.DateGMT,
		"wp:comment_content":      &c.Content,
		"wp:comment_approved":     (*key)(&c.Approved),
		"wp:comment_type":         (*key)(&c.Type),
		"wp:comment_parent":       &c.Parent,
		"wp:comment_user_id":      &c.UserID,
	}, r.metaIn("wp:commentmeta", &c.Meta))
	return c, err
}

// parsePubDate reads a date of RSS.
func parsePubDate(s string) time.Time {
	t, err := time.Parse(time.RFC1123Z, strings.TrimSpace(s))
	if err != nil || t.Year() < 1 { // WordPress writes the year -1 for no date
		return time.Time{}
	}
	return t.UTC()
}
