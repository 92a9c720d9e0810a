package wp

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

const oembedNamespace = "oembed/1.0"

// The width of an embedded post, in pixels.
const (
	minEmbedWidth     = 200
	maxEmbedWidth     = 600
	defaultEmbedWidth = 600
)

// mountOEmbed registers the routes that describe posts to other sites.
//
// See https://oembed.com.
//
//wp:route GET /oembed/1.0/embed
//wp:route GET /oembed/1.0/proxy
func (s *Site) mountOEmbed(reg *wprest.Registry) {
	url := wprest.Arg{Schema: wprest.Schema{Name: "url", Type: "string", Format: "uri", Required: true, Description: "The address of what to describe."}}
	reg.Route(oembedNamespace, "/embed", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public, Handler: s.oembed, Args: []wprest.Arg{
			url,
			{Schema: wprest.Schema{Name: "format", Default: "json"}, Sanitize: oembedFormat},
			{Schema: wprest.Schema{Name: "maxwidth", Default: defaultEmbedWidth}, Sanitize: wprest.AbsInt},
		},
	}}})
	reg.Route(oembedNamespace, "/proxy", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Can("edit_posts"), Handler: s.oembed, Args: []wprest.Arg{
			url,
			{Schema: wprest.Schema{Name: "format", Type: "string", Enum: []any{"json", "xml"}, Default: "json", Description: "The format to ask for."}},
			{Schema: wprest.Schema{Name: "maxwidth", Type: "integer", Default: defaultEmbedWidth, Description: "The most pixels in width."}, Sanitize: wprest.AbsInt},
			{Schema: wprest.Schema{Name: "maxheight", Type: "integer", Description: "The most pixels in height."}, Sanitize: wprest.AbsInt},
			{Schema: wprest.Schema{Name: "discover", Type: "boolean", Default: true, Description: "Whether to look for a provider."}},
		},
	}}})
	reg.PreServe.Add(10, serveOEmbedXML)
}

// oembedFormat takes everything but xml for json.
func oembedFormat(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) {
	if value == "xml" {
		return "xml", nil
	}
	return "json", nil
}

func errNoEmbed() *wprest.Error {
	return wprest.NewError(http.StatusNotFound, "oembed_invalid_url", "There is nothing to embed at this address.")
}

// oembed describes the post of this site that has an address.
func (s *Site) oembed(ctx context.Context, r *wprest.Request) (any, error) {
	p, err := s.postByURL(ctx, r.String("url"))
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, errNoEmbed()
	}
	visible, err := s.viewableByAll(ctx, p)
	if err != nil {
		return nil, err
	}
	if !visible {
		return nil, errNoEmbed()
	}
	width := min(max(r.Int("maxwidth"), minEmbedWidth), maxEmbedWidth)
	return s.oembedData(ctx, p, width)
}

// viewableByAll reports whether a post has a page that everybody may see.
func (s *Site) viewableByAll(ctx context.Context, p *Post) (bool, error) {
	t := s.postType(p.Type)
	if t == nil || !t.viewable() {
		return false, nil
	}
	if p.Status == StatusInherit {
		if p.Parent == 0 {
			return true, nil
		}
		parent, err := s.post(ctx, p.Parent)
		if err != nil || parent == nil {
			return err == nil, err
		}
		return s.viewableByAll(ctx, parent)
	}
	st := s.status(p.Status)
	return st != nil && st.Public, nil
}

func (s *Site) oembedData(ctx context.Context, p *Post, width int64) (*wprest.Map, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	height := max(minEmbedWidth, (width*9+15)/16)
	title := s.renderTitle(p.Title)
	if p.Password != "" {
		title = "Protected: " + title
	}
	name, url := o.text("blogname"), o.home()
	if author, err := s.stores.Users.Get(ctx, p.Author); err == nil {
		link, err := s.authorLink(ctx, nil, &author)
		if err != nil {
			return nil, err
		}
		name, url = author.Name, wprest.ToString(link)
	} else if !isNotExist(err) {
		return nil, err
	}
	link, err := s.permalink(ctx, p)
	if err != nil {
		return nil, err
	}
	data := wprest.MapOf(
		"version", "1.0", "provider_name", o.text("blogname"), "provider_url", o.home(),
		"author_name", name, "author_url", url, "title", title, "type", "rich",
		"width", width, "height", height, "html", embedHTML(link, title, width, height),
	)
	if err := s.addThumbnail(ctx, o, p, data, width); err != nil {
		return nil, err
	}
	return data, nil
}

// embedHTML is what other sites put into their pages: a quotation with a link,
// and a frame with the post in it.
func embedHTML(link, title string, width, height int64) string {
	secret := rand.Text()[:10]
	address := text.EscapeURL(link)
	return fmt.Sprintf(`<blockquote class="wp-embedded-content" data-secret="%[1]s"><a href="%[2]s">%[3]s</a></blockquote>`+
		`<iframe sandbox="allow-scripts" security="restricted" src="%[2]sembed/#?secret=%[1]s" width="%[4]d" height="%[5]d" title="%[6]s" `+
		`data-secret="%[1]s" frameborder="0" marginwidth="0" marginheight="0" scrolling="no" class="wp-embedded-content"></iframe>`,
		secret, address, title, width, height, text.EscapeAttr(title))
}
