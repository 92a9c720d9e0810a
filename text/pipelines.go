package text

import "strings"

// Options say what the pipelines of a site are made of. The zero value renders
// typography and paragraphs; a nil field leaves its steps out. Fields must not
// change while pipelines made of them are in use.
type Options struct {
	// Home is the address of the site: links to it are its own.
	Home string
	// Typography sets quotes and dashes. Its Shortcodes are taken from below.
	Typography Typography
	// Shortcodes are the site's. [Library.Register] adds WordPress's own.
	Shortcodes *Shortcodes
	// Smilies turn :-) into a picture.
	Smilies *Smilies
	// Library knows the site's media: it mends the image tags of texts and
	// shows the files of attachments.
	Library *Library
	// Embeds turns addresses into players and other documents.
	Embeds *Embeds
	// HookedBlocks inserts the blocks that hook into others.
	HookedBlocks StepFunc
	// Blocks renders the blocks of a text.
	Blocks StepFunc
}

// builder collects steps.
type builder []Step

func (b *builder) add(name string, f StepFunc) { *b = append(*b, Step{Name: name, Func: f}) }

// text adds a step that needs no more than the text.
func (b *builder) text(name string, f func(string) string) {
	b.add(name, func(_ *Context, s string) string { return f(s) })
}

// typography is the Typography with the site's shortcodes.
func (o *Options) typography() func(string) string {
	t := o.Typography
	t.Shortcodes = o.Shortcodes
	return t.Texturize
}

// ContentPipeline is what post_content runs through: the filter the_content.
func ContentPipeline(o Options) Pipeline {
	var b builder
	if o.HookedBlocks != nil {
		b.add(StepHookedBlocks, o.HookedBlocks)
	}
	if o.Embeds != nil {
		b.add(StepEmbedShortcode, o.Embeds.RunShortcode)
		b.add(StepEmbedLines, o.Embeds.EmbedLines)
	}
	if o.Blocks != nil {
		b.add(StepBlocks, blocksStep(o.Blocks))
	}
	b.text(StepTypography, o.typography())
	b.add(StepParagraphs, paragraphsStep)
	if o.Shortcodes != nil {
		b.text(StepLoneShortcodes, o.Shortcodes.Unautop)
	}
	if o.Library != nil {
		b.add(StepAttachment, o.Library.Prepend)
	}
	b.text(StepProductName, ProductName)
	if o.Shortcodes != nil {
		b.add(StepShortcodes, o.Shortcodes.Render)
	}
	if o.Library != nil {
		b.add(StepImages, o.Library.ContentImages)
	}
	if o.Smilies != nil {
		b.text(StepSmilies, o.Smilies.Convert)
	}
	return Pipeline{Steps: b}
}

// blocksStep renders blocks. A text with blocks gets no paragraphs.
func blocksStep(f StepFunc) StepFunc {
	return func(c *Context, s string) string {
		c.hasBlocks = strings.Contains(s, "<!-- wp:")
		return f(c, s)
	}
}

// paragraphsStep makes paragraphs unless the text had blocks.
func paragraphsStep(c *Context, s string) string {
	if c.hasBlocks {
		return s
	}
	return Paragraphs(s)
}

// ExcerptPipeline is what an excerpt runs through to be shown, one that was
// written by hand or one that [Excerpter.Auto] made: the filters
// get_the_excerpt and the_excerpt.
func ExcerptPipeline(o Options) Pipeline {
	var b builder
	b.text(StepTypography, o.typography())
	if o.Smilies != nil {
		b.text(StepSmilies, o.Smilies.Convert)
	}
	b.text(StepAmpersands, ConvertChars)
	b.text(StepParagraphs, Paragraphs)
	if o.Shortcodes != nil {
		b.text(StepLoneShortcodes, o.Shortcodes.Unautop)
	}
	if o.Library != nil {
		b.add(StepImages, o.Library.ContentImages)
	}
	return Pipeline{Steps: b}
}

// CommentPipeline is what comments run through: the filter comment_text.
func CommentPipeline(o Options) Pipeline {
	var b builder
	b.text(StepLinks, func(s string) string { return MakeClickable(s, o.Home) })
	b.text(StepTypography, o.typography())
	b.text(StepAmpersands, ConvertChars)
	if o.Smilies != nil {
		b.text(StepSmilies, o.Smilies.Convert)
	}
	b.text(StepBalance, BalanceTags)
	b.text(StepParagraphs, Paragraphs)
	b.text(StepProductName, ProductName)
	return Pipeline{Steps: b}
}

// TitlePipeline is what titles run through: the filter the_title.
func TitlePipeline(o Options) Pipeline {
	var b builder
	b.text(StepTypography, o.typography())
	b.text(StepAmpersands, ConvertChars)
	b.text(StepTrim, func(s string) string { return strings.Trim(s, phpTrim) })
	b.text(StepProductName, productNameAnywhere)
	return Pipeline{Steps: b}
}

// Title renders a title as [TitlePipeline] does with the zero [Options].
func Title(s string) string {
	return productNameAnywhere(strings.Trim(ConvertChars(Texturize(s)), phpTrim))
}

const typedName, productName = "Wordpress", "WordPress"

// ProductName mirrors capital_P_dangit for contents and comments: it spells
// WordPress right behind a space, an opening quote, a > or a parenthesis.
func ProductName(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		n := strings.Index(s[i:], typedName)
		if n < 0 {
			return w.done()
		}
		i += n
		if before := s[:i]; before != "" && (strings.IndexByte(" >(", before[i-1]) >= 0 ||
			strings.HasSuffix(before, "&#8216;") || strings.HasSuffix(before, "&#8220;")) {
			w.replace(i, i+len(typedName), productName)
		}
		i += len(typedName)
	}
}

// productNameAnywhere mirrors capital_P_dangit for titles.
func productNameAnywhere(s string) string { return strings.ReplaceAll(s, typedName, productName) }
