package wp

import (
	"context"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/text"
)

// mediaSource finds the attachments that texts show. It implements
// text.MediaSource.
type mediaSource struct{ site *Site }

// attachmentKey is the key under which an attachment is kept during a request;
// nil for one that does not exist.
type attachmentKey struct {
	site *Site
	id   int64
}

// Media returns the attachments that q asks for.
func (m mediaSource) Media(ctx context.Context, q text.MediaQuery) ([]*text.Attachment, error) {
	ids := q.IDs
	if order := mediaOrder(q); ids == nil || order != nil {
		query := wprest.Query{
			Where: []wprest.Condition{wprest.Where("type", attachmentType), wprest.Where("status", StatusInherit)},
			Order: order, NoTotal: true, Fields: []string{"id"},
		}
		if ids == nil {
			query = query.And(wprest.Where("parent", q.Parent))
		} else {
			query = query.And(wprest.Where("id", ids...))
		}
		found, _, err := m.site.stores.Posts.List(ctx, query)
		if err != nil {
			return nil, err
		}
		ids = make([]int64, len(found))
		for i := range found {
			ids[i] = found[i].ID
		}
	}
	byID, err := m.site.attachments(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []*text.Attachment
	for _, id := range ids {
		a := byID[id]
		if a == nil || slices.Contains(q.Exclude, id) || q.Kind != "" && !strings.HasPrefix(a.MIME, q.Kind+"/") {
			continue
		}
		list = append(list, a)
	}
	return list, nil
}

// mediaOrder is the order that a gallery asks for; nil is that of its ids.
func mediaOrder(q text.MediaQuery) []wprest.Order {
	desc := strings.EqualFold(q.Order, "desc")
	var list []wprest.Order
	for _, name := range strings.Fields(strings.ToLower(q.OrderBy)) {
		switch name = strings.TrimPrefix(name, "post_"); name {
		case "menu_order", "title", "date", "modified", "author", "parent", "id":
			list = append(list, wprest.Order{Field: name, Desc: desc})
		case "name":
			list = append(list, wprest.Order{Field: "slug", Desc: desc})
		}
	}
	if list == nil && q.IDs == nil {
		list = []wprest.Order{{Field: "id", Desc: desc}}
	}
	return list
}

// attachments loads attachments, those at once that the request has not loaded
// before.
func (s *Site) attachments(ctx context.Context, ids []int64) (map[int64]*text.Attachment, error) {
	byID := make(map[int64]*text.Attachment, len(ids))
	var missing []int64
	for _, id := range ids {
		a, err := wprest.Memo(ctx, attachmentKey{s, id}, func() (*text.Attachment, error) { return nil, wprest.ErrNotExist })
		if err != nil && !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
		byID[id] = a
	}
	if len(missing) == 0 {
		return byID, nil
	}
	posts, err := s.postsByID(ctx, missing)
	if err != nil {
		return nil, err
	}
	meta, err := s.stores.Meta.Meta(ctx, PostMeta, missing, attachmentMeta()...)
	if err != nil {
		return nil, err
	}
	for _, id := range missing {
		if byID[id], err = s.attachmentOf(ctx, posts[id], meta[id]); err != nil {
			return nil, err
		}
		wprest.Memorize(ctx, attachmentKey{s, id}, byID[id])
	}
	return byID, nil
}

// attachment returns one attachment, or nil.
func (s *Site) attachment(ctx context.Context, id int64) *text.Attachment {
	byID, err := s.attachments(ctx, []int64{id})
	if err != nil {
		return nil
	}
	return byID[id]
}

// attachmentMeta lists the keys of meta that attachmentOf reads.
func attachmentMeta() []string {
	return []string{"_wp_attached_file", "_wp_attachment_metadata", "_wp_attachment_image_alt"}
}

// attachmentOf describes the file of a post; nil if it has none.
func (s *Site) attachmentOf(ctx context.Context, p *Post, meta map[string][]string) (*text.Attachment, error) {
	if p == nil || p.Type != attachmentType {
		return nil, nil
	}
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	link, err := s.permalink(ctx, p)
	if err != nil {
		return nil, err
	}
	file := firstOf(meta["_wp_attached_file"])
	a := &text.Attachment{
		ID: p.ID, Title: p.Title, Caption: p.Excerpt, Alt: firstOf(meta["_wp_attachment_image_alt"]), MIME: p.MimeType,
		File: file, URL: p.GUID, Link: link,
	}
	if file != "" {
		a.URL = o.uploads() + "/" + file
	}
	stored, _ := phpvalue.MaybeDecode(firstOf(meta["_wp_attachment_metadata"])).(*wprest.Map)
	a.Width, a.Height = int(wprest.ToInt(stored.Get("width"))), int(wprest.ToInt(stored.Get("height")))
	sizes, _ := stored.Get("sizes").(*wprest.Map)
	for name, v := range sizes.All() {
		size, _ := v.(*wprest.Map)
		a.Sizes = append(a.Sizes, text.AttachmentSize{
			Name: name, File: wprest.ToString(size.Get("file")), MIME: wprest.ToString(size.Get("mime-type")),
			Width: int(wprest.ToInt(size.Get("width"))), Height: int(wprest.ToInt(size.Get("height"))),
		})
	}
	return a, nil
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// uploads is the address of the folder of uploads.
func (o options) uploads() string {
	if address := o.text("upload_url_path"); address != "" {
		return strings.TrimRight(address, "/")
	}
	return strings.TrimRight(o.text("siteurl"), "/") + "/wp-content/uploads"
}

// mayShow reports whether a reader may see what belongs to a post.
func (s *Site) mayShow(c *text.Context, id int64) bool {
	p, err := s.post(c.Ctx, id)
	if err != nil || p == nil {
		return false
	}
	ok, err := s.readable(c.Ctx, p)
	return err == nil && ok && p.Password == ""
}
