// Package text renders stored texts as WordPress 7.1 does, byte for byte, and
// cleans what comes in.
//
// # Going out
//
// A [Pipeline] is a list of named steps. A site makes its pipelines once, of
// [Options], and renders with them:
//
//	sc := new(text.Shortcodes)
//	sc.Register("tide", tide)
//	lib := &text.Library{Source: media}
//	lib.Register(sc) // caption, gallery, audio …
//	o := text.Options{Home: home, Shortcodes: sc, Library: lib, Embeds: new(text.Embeds)}
//	content := text.ContentPipeline(o)
//	html := content.Render(&text.Context{Post: text.Post{ID: 7}}, post.Content)
//
// [TitlePipeline], [ExcerptPipeline] and [CommentPipeline] are for the other
// fields; an [Excerpter] makes excerpts of contents. Steps can be added, taken
// out and replaced by name, and each is a function that works alone:
// [Texturize] (typography), [Paragraphs], [Shortcodes.Render], [Smilies],
// [MakeClickable], [BalanceTags], [ProductName], [Library.ContentImages],
// [SplitPages], [SplitMore], [TrimWords]. Package blocks fills the step of that
// name.
//
// A [Context] says which post the text belongs to, and carries the [Counters]
// that number galleries and players within a request. A [Cache] remembers what
// does not depend on it.
//
// # Coming in
//
// [KSES] drops the tags and attributes that a [Policy] does not know; what
// begins with a field's name ([TitleField], [NameField] …) is all that happens
// to a value of that field. [Slug] makes slugs, [EscapeHTML], [EscapeURL] and
// their like escape.
//
// # Time and memory
//
// All functions take time in proportion to the text, whatever stands in it,
// and panic for none. What is valid UTF-8 stays so.
package text
