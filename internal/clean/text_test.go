package clean

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTextField(t *testing.T) {
	tests := []struct{ about, in, line, lines string }{
		{"validate-text-field", "  a <b>bold</b>\n\tx  ", "a bold x", "a bold\n\tx"},
		{"validate-text-field", "a%20b%41c", "abc", "abc"},
		{"validate-text-field", "<script>x</script>y", "y", "y"},
		{"validate-text-field", "a < b", "a &lt; b", "a &lt; b"},
		{"validate-text-field", "1<2 and 3>2", "12", "12"},
		{"validate-text-field", "%%4141", "", ""},
		{"validate-text-field", "<b", "&lt;b", "&lt;b"},
		{"validate-text-field", "x &amp; y & z", "x &amp; y & z", "x &amp; y & z"},
		{"validate-text-field", "a<\nb", "a&lt; b", "a&lt;\nb"},
		{"validate-text-field", "\u00a0x\u00a0", "\u00a0x\u00a0", "\u00a0x\u00a0"},
		{"validate-text-field", "<!-- c -->d", "d", "d"},
		{"validate-text-field", "a <br/> b", "a b", "a  b"},
		{"validate-textarea-field", "one\n\n  two  \nthree", "one two three", "one\n\n  two  \nthree"},
		{"validate-textarea-field", "<p>a</p>\n<p>b</p>", "a b", "a\nb"},
		{": not UTF-8", "a\xffb", "", ""},
		{": a tag in an open tag", "<a <b>c", "&lt;a c", "&lt;a c"},
		{": quotes and ampersands are escaped with it", `<"'&&lt;&#39;&nope;`, "&lt;&quot;&#039;&amp;&lt;&#39;&amp;nope;", "&lt;&quot;&#039;&amp;&lt;&#39;&amp;nope;"},
		{": < + LF that is no tag", "a<\nb>c", "a&lt; b>c", "a&lt;\nb>c"},
		{": < + space neither", "a< b>c", "a< b>c", "a< b>c"},
		{": style in any case", "<STYLE type=x>y</Style>z", "z", "z"},
		{": an open script", "<script>x</scrip>y", "xy", "xy"},
		{": mixed elements", "<script>a</style>b</script>c<style>d</style>e", "ce", "ce"},
		{": escapes, then blanks", "a %41 b", "a b", "a b"},
		{": no hex", "100%zz %4", "100%zz %4", "100%zz %4"},
		{": trimmed bytes", "\x00\x0b a \x00\x0b", "a", "a"},
	}
	for _, test := range tests {
		if got := TextField(test.in); got != test.line {
			t.Errorf("%s: TextField(%q) = %q, want %q", test.about, test.in, got, test.line)
		}
		if got := TextareaField(test.in); got != test.lines {
			t.Errorf("%s: TextareaField(%q) = %q, want %q", test.about, test.in, got, test.lines)
		}
	}
}

func TestStripTags(t *testing.T) {
	tests := []struct{ about, in, want string }{
		{"no tags", "a > b & c", "a > b & c"},
		{"NUL", "a\x00b", "ab"},
		{"a quoted >", `<a title="x>y">z`, "z"},
		{"an open quote", `<a ">b`, ""},
		{"the other quote", `<a "'">b`, "b"},
		{"a tag in a tag", "<a <b> c>d", "d"},
		{"no tag before a space", "< b>c <\tb>", "< b>c <\tb>"},
		{"< at the end", "a<", "a"},
		{"comments", "a<!-- <b> > -- - -->c", "ac"},
		{"a short comment", "a<!-->b-->c", "ab-->c"},
		{"a comment with quotes", `a<!-- don't -->b`, "ab"},
		{"a declaration", `<!DOCTYPE html "a>b">c`, "c"},
		{"an instruction", "a<?php echo '?>'; ?>b", "ab"},
		{"an instruction with (", "a<?php f(?>) ?>b", "ab"},
		{"xml", `a<?xml version="1.0"?>b`, "ab"},
	}
	for _, test := range tests {
		if got := StripTags(test.in); got != test.want {
			t.Errorf("%s: %q gives %q, want %q", test.about, test.in, got, test.want)
		}
	}
}

// TestLinear would take minutes if any step were quadratic.
func TestLinear(t *testing.T) {
	start := time.Now()
	for _, part := range []string{"<", "<a ", "<script>", "<style></script>", "%4", "%%4141", "</", `<a "`, "<!--", "<?(", "& <", "&#0", "%0", "[", "feed:", "a:b/?", "a@b."} {
		s := strings.Repeat(part, 1<<19/len(part))
		TextField(s)
		TextareaField(s + ">")
		StripTags(s)
		URL(s)
		IsEmail(s)
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func FuzzTextField(f *testing.F) {
	for _, s := range []string{"a <b>c</b>\n d", "a < b%4%411", "<script><</script>", "<a '<!--\">-->", "\xff", "< \x00<?xml ?>&lt;\x0b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, field := range map[string]func(string) string{"TextField": TextField, "TextareaField": TextareaField} {
			got := field(s)
			if !utf8.ValidString(got) {
				t.Fatalf("%s(%q) = %q is not UTF-8", name, s, got)
			}
			if again := field(got); again != got {
				t.Fatalf("%s(%q) = %q, and again %q", name, s, got, again)
			}
			for rest := got; ; {
				_, after, found := strings.Cut(rest, "<")
				if !found {
					break
				}
				if after == "" || !isSpace(after[0]) {
					t.Fatalf("%s(%q) = %q has a tag", name, s, got)
				}
				rest = after
			}
		}
	})
}
