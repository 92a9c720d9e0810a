package text

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// secondOpinion is a policy of bluemonday with the same tags and attributes.
func secondOpinion(p *Policy) *bluemonday.Policy {
	b := bluemonday.NewPolicy()
	b.AllowURLSchemes("http", "https", "ftp", "ftps", "mailto", "news", "irc", "irc6", "ircs", "gopher", "nntp", "feed",
		"telnet", "mms", "rtsp", "sms", "svn", "tel", "fax", "xmpp", "webcal", "urn")
	b.AllowRelativeURLs(true)
	b.AllowDataAttributes()
	b.AllowComments()
	b.RequireParseableURLs(true)
	for tag, attrs := range p.tags {
		b.AllowElements(tag)
		b.AllowNoAttrs().OnElements(tag)
		for name := range attrs {
			if name != "style" && name != "data-*" {
				b.AllowAttrs(name).OnElements(tag)
			}
		}
	}
	return b
}

// tagsOf lists the opening tags of a text, each with its attributes but those
// that the second opinion reads in another way.
func tagsOf(s string) (tags []string) {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return nil
			}
			return tags
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			tag := token.Data
			for _, a := range token.Attr {
				if !isURLAttr(a.Key) && a.Key != "style" && !strings.HasPrefix(a.Key, "data-") {
					tag += " " + a.Key
				}
			}
			tags = append(tags, tag)
		}
	}
}

// TestSecondOpinion asks bluemonday whether the result still holds something
// that has to go.
func TestSecondOpinion(t *testing.T) {
	for _, p := range ksesPolicies() {
		second := secondOpinion(p)
		for _, s := range append(recordedTexts(t), attackStrings()...) {
			clean := KSES(p, s)
			ours, theirs := tagsOf(clean), tagsOf(second.Sanitize(clean))
			if !slices.Equal(ours, theirs) {
				t.Errorf("%q\n ours  %q\ntheirs %q", clean, ours, theirs)
			}
		}
	}
}

func BenchmarkSecondOpinion(b *testing.B) {
	s := benchmarkPost()
	p := secondOpinion(PostPolicy())
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		p.Sanitize(s)
	}
}
