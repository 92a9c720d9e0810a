package text

import (
	"math"
	"path"
	"strconv"
	"strings"
)

// ContentImages mirrors wp_filter_content_tags: images of the library get
// their measures and versions, and images and frames the attributes that tell
// a browser when to load them. It looks all attachments of the text up at
// once.
func (l *Library) ContentImages(c *Context, s string) string {
	tags, ids := imageTags(s)
	if len(tags) == 0 {
		return s
	}
	var known map[int64]*Attachment
	if len(ids) > 0 {
		known = make(map[int64]*Attachment, len(ids))
		for _, a := range l.find(c, MediaQuery{IDs: ids}) {
			known[a.ID] = a
		}
	}
	w := splicer{src: s}
	for _, t := range tags {
		tag := s[t.start:t.end]
		shown := FrameTag(tag)
		if isImageTag(tag) {
			shown = ImageTag(tag, known[t.id])
		}
		if shown != tag {
			w.replace(t.start, t.end, shown)
		}
	}
	return w.done()
}

// An imageTag is where an image or a frame stands, and the attachment that it
// names.
type imageTag struct {
	start, end int
	id         int64
}

// imageTags finds the images and frames of a text, and the attachments that
// they name.
func imageTags(s string) (tags []imageTag, ids []int64) {
	ends := findByte(s, '>')
	for i := 0; ; {
		start, end := nextImage(&ends, i)
		if end == 0 {
			return tags, ids
		}
		id := tagImageID(s[start:end])
		tags = append(tags, imageTag{start, end, id})
		if id > 0 {
			ids = append(ids, id)
		}
		i = end
	}
}

// nextImage finds the first image or frame at or behind i. end is 0 when there
// is none.
func nextImage(ends *byteFinder, i int) (start, end int) {
	s := ends.s
	for {
		if start = nextByte(s, i, '<'); start < 0 {
			return 0, 0
		}
		i = start + 1
		if i == len(s) || s[i] != 'i' {
			continue
		}
		name := len("<img")
		if !strings.HasPrefix(s[i:], "img") {
			if !strings.HasPrefix(s[i:], "iframe") {
				continue
			}
			name = len("<iframe")
		}
		inside := start + name + 1
		if inside >= len(s) || !isSpace(s[inside-1]) || s[inside] == '>' {
			continue
		}
		if end = ends.from(inside); end == len(s) {
			return 0, 0
		}
		return start, end + 1
	}
}

// tagImageID is the number behind wp-image- in a tag, or 0.
func tagImageID(tag string) int64 {
	for i := 0; ; {
		n := strings.IndexByte(tag[i:], '-')
		if n < 0 {
			return 0
		}
		i += n + 1
		if id := imageID(tag, i); id > 0 {
			return id
		}
	}
}

// ImageTag adds to an image tag what it lacks: measures, versions and loading
// attributes. a is the attachment that it shows, or nil.
func ImageTag(tag string, a *Attachment) string {
	if a != nil {
		tag = ImageDimensions(tag, a)
		tag = ImageVersions(tag, a)
	}
	return ImageAutoSizes(ImageLoading(tag))
}

// isImageTag reports a whole image tag.
func isImageTag(tag string) bool {
	return strings.HasPrefix(tag, "<img") && strings.HasSuffix(tag, ">")
}

// tagSource is the address in src="…" up to a question mark, or "".
func tagSource(tag string) string {
	src, _ := quotedValue(tag, `src="`)
	src, _, _ = strings.Cut(src, "?")
	return src
}

// quotedValue is what stands between prefix, which ends in a quotation mark,
// and the next one.
func quotedValue(tag, prefix string) (string, bool) {
	i := strings.Index(tag, prefix)
	if i < 0 {
		return "", false
	}
	tag = tag[i+len(prefix):]
	i = strings.IndexByte(tag, '"')
	if i < 0 {
		return "", false
	}
	return tag[:i], true
}

// quotedInt is quotedValue for digits; 0 stands for anything else.
func quotedInt(tag, prefix string) int {
	v, _ := quotedValue(tag, prefix)
	if !isDigits(v) {
		return 0
	}
	n, _ := strconv.Atoi(v)
	return n
}

// sourceSize is the width and height of the version of a at src, or zeros.
func (a *Attachment) sourceSize(src string) (width, height int) {
	if a.File == "" {
		return 0, 0
	}
	if strings.Contains(src, path.Base(a.File)) {
		return a.Width, a.Height
	}
	name := path.Base(src)
	for _, s := range a.Sizes {
		if s.File == name {
			return s.Width, s.Height
		}
	}
	return 0, 0
}

// ImageDimensions mirrors wp_img_tag_add_width_and_height_attr: an image tag
// without width and height gets those of the version of a that it shows.
func ImageDimensions(tag string, a *Attachment) string {
	src := tagSource(tag)
	if !isImageTag(tag) || src == "" || strings.Contains(tag, " width=") || strings.Contains(tag, " height=") {
		return tag
	}
	width, height := a.sourceSize(src)
	if width == 0 || height == 0 {
		return tag
	}
	if style, ok := quotedValue(tag, `style="width:`); ok {
		px, ok := strings.CutSuffix(strings.TrimLeft(style, asciiSpace), "px;")
		if n, err := strconv.Atoi(px); ok && isDigits(px) && err == nil {
			width, height = n, int(math.Round(float64(height)*float64(n)/float64(width)))
		}
	}
	return `<img width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `"` + tag[len("<img"):]
}

// ImageVersions mirrors wp_image_add_srcset_and_sizes: an image tag without
// srcset gets the versions of a that fit.
func ImageVersions(tag string, a *Attachment) string {
	src := tagSource(tag)
	if !isImageTag(tag) || src == "" || strings.Contains(tag, " srcset=") {
		return tag
	}
	if edit := editMark(path.Base(a.File)); edit != "" && !strings.Contains(path.Base(src), edit) {
		return tag
	}
	width, height := quotedInt(tag, ` width="`), quotedInt(tag, ` height="`)
	if width == 0 || height == 0 {
		width, height = a.sourceSize(src)
	}
	set := a.Srcset(src, width, height)
	if set == "" || !strings.HasPrefix(tag, "<img ") {
		return tag
	}
	b := append(make([]byte, 0, len(tag)+len(set)+64), strings.TrimRight(tag[:len(tag)-1], "/ ")...)
	b = appendTagAttr(b, "srcset", set)
	if !strings.Contains(tag, " sizes=") {
		b = appendTagAttr(b, "sizes", imageSizes(width))
	}
	return string(append(b, " />"...))
}

// ImageLoading mirrors wp_img_tag_add_loading_optimization_attrs for texts
// that are not a page of their own: an image may be decoded later, and one
// whose measures are known may be loaded when it comes into view.
func ImageLoading(tag string) string {
	if !isImageTag(tag) {
		return tag
	}
	var a loadingAttrs
	a.read(tag)
	if !a.src {
		return tag
	}
	lazy := a.width && a.height && a.loading == "" && a.priority != "high" && a.priority != "low"
	insert := ""
	if a.decoding == "" {
		insert = ` decoding="async"`
	}
	if lazy {
		insert = ` loading="lazy"` + insert
	}
	if insert == "" {
		return tag
	}
	return "<img" + insert + tag[len("<img"):]
}

// loadingAttrs is what ImageLoading looks for in a tag.
type loadingAttrs struct {
	src, width, height          bool
	loading, priority, decoding string // words
}

// read reads the attributes that stand behind a space.
func (a *loadingAttrs) read(tag string) {
	for {
		n := strings.IndexByte(tag, ' ')
		if n < 0 || n+1 == len(tag) {
			return
		}
		tag = tag[n+1:]
		switch tag[0] {
		case 's':
			a.src = a.src || strings.HasPrefix(tag, `src="`)
		case 'w':
			a.width = a.width || strings.HasPrefix(tag, `width="`)
		case 'h':
			a.height = a.height || strings.HasPrefix(tag, `height="`)
		case 'l':
			readWord(&a.loading, tag, "loading=")
		case 'f':
			readWord(&a.priority, tag, "fetchpriority=")
		case 'd':
			readWord(&a.decoding, tag, "decoding=")
		}
	}
}

// readWord reads the word of letters, in quotes of either kind, behind prefix,
// unless there was one before.
func readWord(word *string, tag, prefix string) {
	if *word != "" || !strings.HasPrefix(tag, prefix) {
		return
	}
	tag = tag[len(prefix):]
	if tag == "" || tag[0] != '"' && tag[0] != '\'' {
		return
	}
	n := 1
	for n < len(tag) && isAlpha(tag[n]) {
		n++
	}
	if n < len(tag) && (tag[n] == '"' || tag[n] == '\'') {
		*word = tag[1:n]
	}
}

// ImageAutoSizes mirrors wp_img_tag_add_auto_sizes: the sizes of an image that
// is loaded when it comes into view begin with auto.
func ImageAutoSizes(tag string) string {
	if !isImageTag(tag) || !strings.Contains(tag, "lazy") || !strings.Contains(tag, "sizes") {
		return tag
	}
	const name = len("<img")
	attrs := strings.TrimSuffix(tag[name:], ">")
	var lazy, width bool
	start, end, value := 0, 0, ""
	for rest := attrs; ; {
		rest = strings.TrimLeft(rest, asciiSpace+"/")
		a, next, ok, _ := nextAttr(rest)
		if !ok {
			break
		}
		switch {
		case a.name == "loading":
			lazy = lazy || strings.EqualFold(a.value, "lazy")
		case a.name == "width":
			width = width || a.value != ""
		case a.name == "sizes" && end == 0 && !a.bare:
			start, end, value = len(attrs)-len(rest), len(attrs)-len(next), a.value
		}
		rest = next
	}
	first, _, _ := strings.Cut(value, ",")
	if !lazy || !width || end == 0 || strings.EqualFold(strings.Trim(first, phpTrim), "auto") {
		return tag
	}
	return tag[:name+start] + `sizes="auto, ` + EscapeAttr(value) + `"` + tag[name+end:]
}

// FrameTag mirrors wp_iframe_tag_add_loading_optimization_attrs: a frame whose
// measures are known may be loaded when it comes into view.
func FrameTag(tag string) string {
	if !strings.HasPrefix(tag, "<iframe") || strings.Contains(tag, " loading=") || !strings.Contains(tag, ` src="`) ||
		!strings.Contains(tag, ` width="`) || !strings.Contains(tag, ` height="`) {
		return tag
	}
	return `<iframe loading="lazy"` + tag[len("<iframe"):]
}
