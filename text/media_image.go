package text

import (
	"math"
	"strconv"
	"strings"
)

// Image mirrors wp_get_attachment_image: an attachment as an image tag, in the
// version of that name ("full": the file itself). Further attributes follow
// the alternative text. Other files than images give "".
//
// The tag has no loading attributes: [Library.ContentImages] adds them.
func (l *Library) Image(a *Attachment, size string, more ...Attribute) string {
	if !a.kind("image") {
		return ""
	}
	src, width, height := l.version(a, size)
	b := make([]byte, 0, 256)
	b = append(b, "<img"...)
	if width > 0 {
		b = appendTagAttr(b, "width", strconv.Itoa(width))
	}
	if height > 0 {
		b = appendTagAttr(b, "height", strconv.Itoa(height))
	}
	b = appendTagAttr(b, "src", src)
	b = appendTagAttr(b, "class", "attachment-"+size+" size-"+size)
	b = appendTagAttr(b, "alt", strings.Trim(StripTags(a.Alt), phpTrim))
	for _, x := range more {
		b = appendTagAttr(b, x.Name, x.Value)
	}
	if set := a.Srcset(src, width, height); set != "" {
		b = appendTagAttr(b, "srcset", set)
		b = appendTagAttr(b, "sizes", imageSizes(width))
	}
	return string(append(b, " />"...))
}

// appendTagAttr writes an attribute.
func appendTagAttr(b []byte, name, value string) []byte {
	b = append(b, ' ')
	b = append(b, name...)
	b = append(b, '=', '"')
	b = append(b, EscapeAttr(value)...)
	return append(b, '"')
}

// imageSizes mirrors wp_calculate_image_sizes.
func imageSizes(width int) string {
	px := strconv.Itoa(width) + "px"
	return "(max-width: " + px + ") 100vw, " + px
}

// version is the address and the measures of an image in a size of that name,
// bounded by what the site has set for it.
func (l *Library) version(a *Attachment, name string) (src string, width, height int) {
	src, width, height = a.URL, a.Width, a.Height
	if s := a.size(name); s != nil {
		src, width, height = a.sibling(s.File), s.Width, s.Height
	}
	bound, ok := l.Sizes[name]
	if l.Sizes == nil {
		bound, ok = defaultSize(name)
	}
	if ok {
		width, height = constrain(width, height, bound)
	}
	return src, width, height
}

// defaultSize is what WordPress sets for a size of that name.
func defaultSize(name string) (ImageSize, bool) {
	switch name {
	case "thumbnail":
		return ImageSize{150, 150}, true
	case "medium":
		return ImageSize{300, 300}, true
	case "medium_large":
		return ImageSize{768, 0}, true
	case "large":
		return ImageSize{1024, 1024}, true
	case "1536x1536":
		return ImageSize{1536, 1536}, true
	case "2048x2048":
		return ImageSize{2048, 2048}, true
	}
	return ImageSize{}, false
}

// constrain mirrors wp_constrain_dimensions: measures scaled down to a bound.
// Unknown ones become 1.
func constrain(width, height int, bound ImageSize) (w, h int) {
	byWidth, byHeight := 1.0, 1.0
	if bound.Width > 0 && width > bound.Width {
		byWidth = float64(bound.Width) / float64(width)
	}
	if bound.Height > 0 && height > bound.Height {
		byHeight = float64(bound.Height) / float64(height)
	}
	scaled := func(n int, ratio float64) int { return max(1, int(math.Round(float64(n)*ratio))) }
	ratio := max(byWidth, byHeight)
	if bound.Width > 0 && scaled(width, ratio) > bound.Width || bound.Height > 0 && scaled(height, ratio) > bound.Height {
		ratio = min(byWidth, byHeight)
	}
	w, h = scaled(width, ratio), scaled(height, ratio)
	if byWidth < 1 && w == bound.Width-1 {
		w = bound.Width
	}
	if byHeight < 1 && h == bound.Height-1 {
		h = bound.Height
	}
	return w, h
}

// widestCandidate bounds the files that srcset lists, but for the one shown.
const widestCandidate = 2048

// Srcset mirrors wp_calculate_image_srcset: the versions of an image that look
// the same as the one at src, which is shown with that width and height. It is
// "" when there is no choice, or src is none of them.
func (a *Attachment) Srcset(src string, width, height int) string {
	if len(a.Sizes) == 0 || width < 1 || height < 1 {
		return ""
	}
	dir := a.File[:strings.LastIndexByte(a.File, '/')+1]
	full := AttachmentSize{File: a.File[len(dir):], Width: a.Width, Height: a.Height, MIME: a.MIME}
	candidates := a.Sizes
	if thumb := a.size("thumbnail"); thumb == nil || thumb.MIME != "image/gif" {
		candidates = append(candidates[:len(candidates):len(candidates)], full)
	} else if strings.Contains(src, a.File) {
		return ""
	}
	edit := editMark(src)
	var set srcset
	for _, x := range candidates {
		shown := strings.Contains(src, dir+x.File)
		if x.Width > widestCandidate && !shown || edit != "" && !strings.Contains(x.File, edit) ||
			!sameShape(width, height, x.Width, x.Height) {
			continue
		}
		set.add(srcsetEntry{a.sibling(x.File), x.Width}, shown)
	}
	if !set.shown || len(set.entries) < 2 {
		return ""
	}
	return set.String()
}

// A srcset is the list of versions, by width.
type srcset struct {
	entries []srcsetEntry
	shown   bool
}

type srcsetEntry struct {
	url   string
	width int
}

// add puts the version that is shown in front, others at the end. One of the
// same width takes the place of another.
func (set *srcset) add(e srcsetEntry, shown bool) {
	for i, x := range set.entries {
		if x.width != e.width {
			continue
		}
		if !shown {
			set.entries[i] = e
			return
		}
		set.entries = append(set.entries[:i], set.entries[i+1:]...)
		break
	}
	if !shown {
		set.entries = append(set.entries, e)
		return
	}
	set.shown = true
	set.entries = append([]srcsetEntry{e}, set.entries...)
}

// String is the list as the attribute has it.
func (set *srcset) String() string {
	var b []byte
	for i, e := range set.entries {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, strings.ReplaceAll(e.url, " ", "%20")...)
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(e.width), 10)
		b = append(b, 'w')
	}
	return string(b)
}

// sameShape mirrors wp_image_matches_ratio: the larger of two images, scaled
// down to the width of the other, differs from it by one pixel at most.
func sameShape(w1, h1, w2, h2 int) bool {
	if w1 < w2 {
		w1, h1, w2, h2 = w2, h2, w1, h1
	}
	w, h := constrain(w1, h1, ImageSize{Width: w2})
	ew, eh := constrain(w2, h2, ImageSize{Width: w1})
	return abs(w-ew) <= 1 && abs(h-eh) <= 1
}

func abs(n int) int { return max(n, -n) }

// editMark is the mark that an edited image has in its name, -e and 13 digits,
// or "".
func editMark(name string) string {
	const digits = 13
	for i := 0; ; {
		n := strings.Index(name[i:], "-e")
		if n < 0 {
			return ""
		}
		i += n + len("-e")
		end := i
		for end < len(name) && end-i < digits && isDigit(name[end]) {
			end++
		}
		if end-i == digits {
			return name[i-len("-e") : end]
		}
	}
}
