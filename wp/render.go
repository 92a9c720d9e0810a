package wp

import (
	"context"
	"net/url"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// mountTexts makes the pipelines of the site. What the options leave out is
// WordPress's own, but for blocks: they show as they are stored.
func (s *Site) mountTexts(o text.Options, bytes int) {
	if o.Shortcodes == nil {
		o.Shortcodes = new(text.Shortcodes)
	}
	if o.Library == nil {
		o.Library = &text.Library{Source: mediaSource{s}, Readable: s.mayShow}
	}
	o.Library.Register(o.Shortcodes)
	if o.Embeds == nil {
		o.Embeds = new(text.Embeds)
	}
	if o.Smilies == nil {
		o.Smilies = &text.Smilies{ImageURL: strings.TrimRight(o.Home, "/") + "/wp-includes/images/smilies/"}
	}
	s.policy = text.PostPolicy()
	if home, err := url.Parse(o.Home); err == nil && home.Host != "" {
		s.policy = s.policy.WithUploads(home.Host)
	}
	if o.Blocks == nil {
		o.Blocks = plainBlocks
	}
	smilies := s.smiliesStep(o.Smilies)
	keep := keeper(bytes)
	s.Shortcodes = o.Shortcodes
	s.Content = keep(text.ContentPipeline(o).Replace(text.StepSmilies, smilies))
	s.Title = keep(text.TitlePipeline(o))
	s.Comment = s.commentPipeline(o, smilies)
	s.Excerpt = text.NewExcerpter(o, nil)
	s.Excerpt.Content = keep(s.Excerpt.Content.Replace(text.StepSmilies, smilies))
	s.Excerpt.Shown = keep(s.Excerpt.Shown.Replace(text.StepSmilies, smilies))
}

// textCacheBytes is the default of Config.TextCache.
const textCacheBytes = 16 << 20

// keeper returns what lets a pipeline remember the steps that depend on nothing
// but the text. Each stays a step of its name.
func keeper(bytes int) func(text.Pipeline) text.Pipeline {
	if bytes == 0 {
		bytes = textCacheBytes
	}
	cache := text.NewCache(bytes)
	return func(p text.Pipeline) text.Pipeline {
		for _, name := range []string{text.StepTypography, text.StepParagraphs} {
			if p.Has(name) {
				p = cache.Group(p, name, name, name)
			}
		}
		return p
	}
}

// smiliesStep turns smilies into pictures where option use_smilies is on.
func (s *Site) smiliesStep(smilies *text.Smilies) text.StepFunc {
	return func(c *text.Context, content string) string {
		o, err := s.options(c.Ctx)
		if err != nil || !o.isOn("use_smilies") {
			return content
		}
		return smilies.Convert(content)
	}
}

type countersKey struct{ site *Site }

// textContext is what a rendering of a text of a post knows. All renderings of
// a request count galleries and players together.
func (s *Site) textContext(ctx context.Context, p *Post) *text.Context {
	counters, _ := wprest.Memo(ctx, countersKey{s}, func() (*text.Counters, error) { return new(text.Counters), nil })
	c := &text.Context{Ctx: ctx, Counters: counters, Post: text.Post{ID: p.ID, Type: p.Type}}
	if p.Type == attachmentType {
		c.Post.Attachment = s.attachment(ctx, p.ID)
	}
	return c
}

// renderTitle makes of a stored title what is shown.
func (s *Site) renderTitle(title string) string { return s.Title.Render(nil, title) }

// renderContent makes of the stored content of a post what is shown.
func (s *Site) renderContent(ctx context.Context, p *Post) string {
	return s.Content.Render(s.textContext(ctx, p), p.Content)
}

// renderExcerpt makes the excerpt that is shown: the stored one, or the first
// words of the content.
func (s *Site) renderExcerpt(ctx context.Context, r *wprest.Request, p *Post) string {
	words := text.ExcerptWords
	if given := r.Get("excerpt_length"); given != nil {
		words = int(wprest.ToInt(given))
	}
	return s.Excerpt.Excerpt(s.textContext(ctx, p), p.Excerpt, p.Content, words)
}

// renderedTwice are the types whose content is rendered again for editors.
func renderedTwice(t *PostType) bool {
	return t.Name == "post" || t.Name == "page" || t.Name == "wp_block" || t.Name == "wp_navigation"
}

// renderAgain renders the content of a post a second time where its stored form
// shows.
//
// Quirk: galleries and players are numbered on from the first time.
func (s *Site) renderAgain(ctx context.Context, p wprest.Prepared[Post]) (wprest.Prepared[Post], error) {
	content, ok := p.Data.Get("content").(*wprest.Map)
	if !ok || p.Request.Context() != "edit" {
		return p, nil
	}
	raw, rendered := content.Get("raw"), content.Get("rendered")
	if raw == nil || raw == "" || rendered == nil || rendered == "" {
		return p, nil
	}
	c := s.textContext(ctx, p.Item)
	numbered := strings.Contains(p.Item.Content, "[") || strings.Contains(p.Item.Content, blockOpener)
	if numbered || c.Counters.Audio > 0 || c.Counters.Video > 0 { // else it would be the same
		content.Set("rendered", s.Content.Render(c, p.Item.Content))
	}
	return p, nil
}

// blockOpener is what a text with blocks has in it.
const blockOpener = "<!-- wp:"
