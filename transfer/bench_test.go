package transfer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wprest/wprest/wxr"
)

// BenchmarkImport imports posts with terms, meta and comments from WXR. It tells
// how many it does in a second.
func BenchmarkImport(b *testing.B) {
	const posts = 500
	entries := []wxr.Entry{&wxr.Author{ID: 5, Login: "ada"}, &wxr.Term{ID: 50, Taxonomy: "category", Slug: "news", Name: "News"}}
	for n := range int64(posts) {
		entries = append(entries, item(100+n, func(i *wxr.Item) {
			i.Type, i.Creator, i.Content = "post", "ada", strings.Repeat("<p>A line of text that is neither long nor short.</p>\n", 40)
			i.Terms = []wxr.ItemTerm{{Taxonomy: "category", Slug: "news", Name: "News"}, {Taxonomy: "post_tag", Slug: fmt.Sprint("tag-", n%20), Name: "Tag"}}
			i.Meta = []wxr.Meta{{Key: "a", Value: "1"}, {Key: "_thumbnail_id", Value: "100"}, {Key: "b", Value: "x"}}
			i.Comments = []wxr.Comment{{ID: 1000 + 2*n, Author: "B", Content: "Yes", Approved: "1"}, {ID: 1001 + 2*n, Parent: 1000 + 2*n, Author: "C", Content: "No", Approved: "1"}}
		}))
	}
	file := wxrOf(b, entries...)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		b.StopTimer()
		db := fresh(b)
		b.StartTimer()
		importInto(b, db, file)
	}
	b.ReportMetric(float64(posts*b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkImportAgain imports what is there already.
func BenchmarkImportAgain(b *testing.B) {
	var entries []wxr.Entry
	for n := range int64(500) {
		entries = append(entries, item(100+n, nil))
	}
	file := wxrOf(b, entries...)
	db := fresh(b)
	importInto(b, db, file)
	for b.Loop() {
		importInto(b, db, file)
	}
	b.ReportMetric(float64(500*b.N)/b.Elapsed().Seconds(), "items/s")
}
