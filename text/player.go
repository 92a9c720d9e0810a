package text

import (
	"path"
	"strconv"
	"strings"
)

// A player is what audio and video players have in common.
type player struct {
	kind  string   // "audio" or "video"
	types []string // extensions that it plays, in the order of its sources
	attrs Attributes
	n     int // how many there were
	id    string
}

// audioTypes and videoTypes are the files that players show.
func audioTypes() []string { return []string{"mp3", "ogg", "flac", "m4a", "wav"} }
func videoTypes() []string { return []string{"mp4", "m4v", "webm", "ogv", "flv"} }

// Audio is the shortcode audio: a player for sounds.
func (l *Library) Audio(c *Context, sc *Shortcode) string {
	n := c.counters()
	n.Audio++
	p := player{kind: "audio", types: audioTypes(), attrs: sc.Attrs, n: n.Audio}
	p.id = "audio-" + itoa(c.Post.ID) + "-" + strconv.Itoa(p.n)
	sources, text := l.sources(c, &p)
	if len(sources) == 0 {
		return text
	}
	b := p.open("audio", "none", nil)
	b = appendTagAttr(b, "style", p.attrs.Or("style", "width: 100%;"))
	b = append(b, ` controls="controls">`...)
	b = p.appendSources(b, sources)
	return string(append(appendFallback(b, sources[0].url), "</audio>"...))
}

// Video is the shortcode video: a player for films.
func (l *Library) Video(c *Context, sc *Shortcode) string {
	n := c.counters()
	n.Video++
	p := player{kind: "video", types: videoTypes(), attrs: sc.Attrs, n: n.Video}
	p.id = "video-" + itoa(c.Post.ID) + "-" + strconv.Itoa(p.n)
	sources, text := l.sources(c, &p)
	if len(sources) == 0 {
		return text
	}
	b := make([]byte, 0, 512)
	b = append(b, `<div style="`...)
	width := p.attrs.Or("width", "640")
	if width != "" && width != "0" {
		b = append(b, "width: "+itoa(phpInt(width))+"px;"...)
	}
	b = append(b, `" class="wp-video">`...)
	b = append(b, p.open("video", "metadata", func(b []byte) []byte {
		for _, x := range [...]Attribute{{"width", width}, {"height", p.attrs.Or("height", "360")}} {
			if px := phpInt(x.Value); px != 0 {
				b = appendTagAttr(b, x.Name, itoa(max(px, -px)))
			}
		}
		if poster := EscapeURL(p.attrs.Get("poster")); poster != "" {
			b = appendTagAttr(b, "poster", poster)
		}
		return b
	})...)
	b = append(b, ` controls="controls">`...)
	b = p.appendSources(b, sources)
	b = append(b, playerContent(sc.Content)...)
	return string(append(appendFallback(b, sources[0].url), "</video></div>"...))
}

// playerContent is what a player encloses: on one line, if it has several.
func playerContent(s string) string {
	if strings.IndexByte(s, '\n') >= 0 {
		s = strings.NewReplacer("\r\n", "", "\n", "", "\t", "").Replace(s)
	}
	return strings.Trim(s, phpTrim)
}

// open writes the tag of a player up to its last attributes. own writes those
// that only this kind has.
func (p *player) open(tag, preload string, own func([]byte) []byte) []byte {
	b := make([]byte, 0, 256)
	b = append(b, '<')
	b = append(b, tag...)
	b = appendTagAttr(b, "class", p.attrs.Or("class", "wp-"+p.kind+"-shortcode"))
	b = appendTagAttr(b, "id", p.id)
	if own != nil {
		b = own(b)
	}
	for _, name := range [...]string{"loop", "autoplay", "muted"} {
		if p.isSet(name) {
			b = append(b, ' ')
			b = append(b, name...)
		}
	}
	switch v := p.attrs.Or("preload", preload); v {
	case "none", "metadata", "auto":
		b = appendTagAttr(b, "preload", v)
	}
	return b
}

// isSet reports whether an attribute says yes: it is there, and neither empty
// nor 0 nor false.
func (p *player) isSet(name string) bool {
	v := p.attrs.Get(name)
	return v != "" && v != "0" && !strings.EqualFold(v, "false")
}

// A playerSource is a file that a player may play.
type playerSource struct{ url, mime string }

// sources are the files of a player. When there are none, text is shown in its
// place: a link to what cannot be played, or nothing.
func (l *Library) sources(c *Context, p *player) (sources []playerSource, text string) {
	src := p.attrs.Get("src")
	if src == "" && !p.hasTyped() {
		if c.Post.ID == 0 {
			return nil, ""
		}
		attached := l.find(c, MediaQuery{Parent: c.Post.ID, Kind: p.kind, OrderBy: "menu_order", Order: "ASC"})
		if len(attached) == 0 || attached[0].URL == "" {
			return nil, ""
		}
		src = attached[0].URL
		sources = append(sources, playerSource{src, mediaType(src)})
	} else if src != "" {
		src, mime := p.hosted(src)
		if mime == "" && !contains(p.types, extension(src)) {
			return nil, `<a class="wp-embedded-` + p.kind + `" href="` + EscapeURL(src) + `">` + EscapeHTML(src) + "</a>"
		}
		if mime == "" {
			mime = mediaType(src)
		}
		sources = append(sources, playerSource{src, mime})
	}
	for _, ext := range p.types {
		if url := p.attrs.Get(ext); url != "" && url != "0" {
			sources = append(sources, playerSource{url, mediaType(url)})
		}
	}
	return sources, ""
}

// hasTyped reports whether an attribute named after a type has a file of it.
func (p *player) hasTyped() bool {
	for _, ext := range p.types {
		if url := p.attrs.Get(ext); url != "" && extension(url) == ext {
			return true
		}
	}
	return false
}

// hosted knows films on YouTube and Vimeo: it returns the address to use and
// the type, which is "" for other addresses.
func (p *player) hosted(src string) (address, mime string) {
	scheme, host := urlHost(src)
	if p.kind != "video" || scheme != "http" && scheme != "https" {
		return src, ""
	}
	_, rest, _ := strings.Cut(src, "://")
	at := strings.IndexAny(rest, "/?#")
	if at < 0 {
		return src, ""
	}
	site, rest := rest[:at], rest[at:]
	switch name := strings.TrimPrefix(host, "www."); {
	case name == "youtube.com" && strings.HasPrefix(rest, "/watch"), name == "youtu.be":
		return "https://" + site + withoutArgument(rest, "feature"), "video/youtube"
	case host == "vimeo.com" || strings.HasSuffix(host, ".vimeo.com"):
		if i := strings.IndexAny(rest, "?#"); i >= 0 {
			rest = rest[:i]
		}
		loop := "0"
		if p.isSet("loop") {
			loop = "1"
		}
		return "https://" + site + rest + "?loop=" + loop, "video/vimeo"
	}
	return src, ""
}

// withoutArgument drops an argument from the query of an address.
func withoutArgument(address, name string) string {
	head, query, ok := strings.Cut(address, "?")
	if !ok {
		return address
	}
	query, fragment, hasFragment := strings.Cut(query, "#")
	var kept []string
	for arg := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(arg, "="); key != name && arg != "" {
			kept = append(kept, arg)
		}
	}
	if len(kept) > 0 {
		head += "?" + strings.Join(kept, "&")
	}
	if hasFragment {
		head += "#" + fragment
	}
	return head
}

// appendSources writes the files of a player. Each address gets the number of
// the player as an argument.
func (p *player) appendSources(b []byte, sources []playerSource) []byte {
	for _, s := range sources {
		b = append(b, `<source type="`...)
		b = append(b, s.mime...)
		b = append(b, `" src="`...)
		b = append(b, EscapeURL(withArgument(s.url, "_="+strconv.Itoa(p.n)))...)
		b = append(b, `" />`...)
	}
	return b
}

// withArgument adds an argument to the query of an address.
func withArgument(address, arg string) string {
	head, fragment, ok := strings.Cut(address, "#")
	if ok {
		fragment = "#" + fragment
	}
	separator := "?"
	if strings.IndexByte(head, '?') >= 0 {
		separator = "&"
	}
	return head + separator + arg + fragment
}

// appendFallback writes what is shown where players do not work.
func appendFallback(b []byte, url string) []byte {
	url = EscapeURL(url)
	return append(b, `<a href="`+url+`">`+url+"</a>"...)
}

// extension is the extension of an address, in lower case.
func extension(address string) string {
	return asciiLower(strings.TrimPrefix(path.Ext(address), "."))
}

// mediaType is the type of the sound or film at an address, or "".
func mediaType(address string) string {
	switch extension(address) {
	case "mp3", "m4a", "m4b":
		return "audio/mpeg"
	case "ogg", "oga":
		return "audio/ogg"
	case "flac":
		return "audio/flac"
	case "wav":
		return "audio/wav"
	case "mp4", "m4v":
		return "video/mp4"
	case "webm":
		return "video/webm"
	case "ogv":
		return "video/ogg"
	case "flv":
		return "video/x-flv"
	}
	return ""
}
