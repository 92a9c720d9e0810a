package text

import (
	"errors"
	"fmt"
	"slices"
)

// A StepFunc turns a text into what the next step gets. It must be safe for
// concurrent use with different Contexts.
type StepFunc func(c *Context, s string) string

// A Step is one of the steps of a [Pipeline].
type Step struct {
	Name string
	Func StepFunc
}

// The names of the steps that WordPress's own pipelines are made of, and the
// functions that a plugin knows them by.
const (
	StepHookedBlocks   = "hooked-blocks"   // apply_block_hooks_to_content…
	StepEmbedShortcode = "embed-shortcode" // WP_Embed::run_shortcode
	StepEmbedLines     = "embed-lines"     // WP_Embed::autoembed
	StepBlocks         = "blocks"          // do_blocks
	StepTypography     = "typography"      // wptexturize
	StepParagraphs     = "paragraphs"      // wpautop
	StepLoneShortcodes = "lone-shortcodes" // shortcode_unautop
	StepAttachment     = "attachment"      // prepend_attachment
	StepProductName    = "product-name"    // capital_P_dangit
	StepShortcodes     = "shortcodes"      // do_shortcode
	StepImages         = "images"          // wp_filter_content_tags
	StepSmilies        = "smilies"         // convert_smilies
	StepAmpersands     = "ampersands"      // convert_chars
	StepTrim           = "trim"            // trim
	StepLinks          = "links"           // make_clickable
	StepBalance        = "balance"         // force_balance_tags
)

// A Pipeline renders a text step by step. It is a value: methods that change
// the steps return another one. The zero value leaves texts as they are. It is
// safe for concurrent use.
type Pipeline struct {
	Steps []Step
	// Err joins the mistakes made while the pipeline was put together, such as
	// a step that is to stand beside one that is not there.
	Err error
}

// Render runs the steps over a text. c may be nil.
func (p Pipeline) Render(c *Context, s string) string {
	if c == nil {
		c = new(Context)
	}
	outer := c.hasBlocks
	c.hasBlocks = false
	for _, step := range p.Steps {
		s = step.Func(c, s)
	}
	c.hasBlocks = outer
	return s
}

// InsertBefore returns a pipeline with a step before the one of that name.
// When there is none it is p with an Err.
func (p Pipeline) InsertBefore(name string, step Step) Pipeline { return p.insert(name, 0, step) }

// InsertAfter returns a pipeline with a step behind the one of that name. When
// there is none it is p with an Err.
func (p Pipeline) InsertAfter(name string, step Step) Pipeline { return p.insert(name, 1, step) }

// Append returns a pipeline with further steps at the end.
func (p Pipeline) Append(steps ...Step) Pipeline {
	p.Steps = slices.Concat(p.Steps, steps)
	return p
}

// Replace returns a pipeline with another function for the step of that name.
// When there is none it is p with an Err.
func (p Pipeline) Replace(name string, f StepFunc) Pipeline {
	i := p.index(name)
	if i < 0 {
		return p.missing(name)
	}
	p.Steps = slices.Clone(p.Steps)
	p.Steps[i].Func = f
	return p
}

// Remove returns a pipeline without the steps of these names. Names that are
// not there count for nothing.
func (p Pipeline) Remove(names ...string) Pipeline {
	p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return slices.Contains(names, s.Name) })
	return p
}

// Has reports whether there is a step of that name.
func (p Pipeline) Has(name string) bool { return p.index(name) >= 0 }

func (p Pipeline) index(name string) int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Name == name })
}

func (p Pipeline) insert(name string, offset int, step Step) Pipeline {
	i := p.index(name)
	if i < 0 {
		return p.missing(name)
	}
	p.Steps = slices.Insert(slices.Clone(p.Steps), i+offset, step)
	return p
}

func (p Pipeline) missing(name string) Pipeline {
	p.Err = errors.Join(p.Err, fmt.Errorf("text: no step %q", name))
	return p
}
