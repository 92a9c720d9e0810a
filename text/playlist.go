package text

import (
	"encoding/json"
	"strings"
)

// Playlist is the shortcode playlist: the sounds or films of a post, or those
// listed, for a script to play.
func (l *Library) Playlist(c *Context, sc *Shortcode) string {
	c.counters().Playlists++
	kind := sc.Attrs.Or("type", "audio")
	if kind != "audio" {
		kind = "video"
	}
	_, found := l.listed(c, sc.Attrs, kind)
	if len(found) == 0 {
		return ""
	}
	type track struct {
		Src     string `json:"src"`
		Type    string `json:"type"`
		Title   string `json:"title"`
		Caption string `json:"caption"`
	}
	list := struct {
		Type   string  `json:"type"`
		Tracks []track `json:"tracks"`
	}{Type: kind}
	for _, a := range found {
		list.Tracks = append(list.Tracks, track{a.URL, a.MIME, a.Title, a.Caption})
	}
	data, err := json.Marshal(list) // escapes <, > and &
	if err != nil {
		c.fail(err)
		return ""
	}
	var b strings.Builder
	b.WriteString(`<div class="wp-playlist wp-` + kind + `-playlist"><` + kind + ` controls="controls" preload="none"></` + kind + ">")
	b.WriteString(`<script type="application/json" class="wp-playlist-script">`)
	b.Write(data)
	b.WriteString("</script></div>")
	return b.String()
}
