package harborsite

import (
	"fmt"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// knots is the shortcode [knots n="12"]: a speed.
func knots(_ *text.Context, sc *text.Shortcode) string {
	return fmt.Sprintf(`<span class="knots">%d kn%s</span>`, wprest.ToInt(sc.Attrs.Or("n", "1")), text.EscapeHTML(sc.Content))
}
