package wp

import (
	"context"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// renderTitle makes of a stored title what is shown.
func renderTitle(title string) string { return text.Texturize(title) }

// renderContent makes of the stored content of a post what is shown.
func (s *Site) renderContent(_ context.Context, p *Post) string {
	return text.Paragraphs(text.Texturize(p.Content))
}

// renderExcerpt makes the excerpt that is shown: the stored one, or the first
// words of the content.
func (s *Site) renderExcerpt(_ context.Context, _ *wprest.Request, p *Post) string {
	return text.Paragraphs(text.Texturize(p.Excerpt))
}
