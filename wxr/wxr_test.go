package wxr

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

// readAll returns what a file holds, and how it ended.
func readAll(r *Reader) (entries []Entry, err error) {
	for {
		e, err := r.Next()
		if err != nil {
			return entries, err
		}
		entries = append(entries, e)
	}
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// one is an entry of each kind with every part.
func one() []Entry {
	day := time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC)
	return []Entry{
		&Author{ID: 3, Login: "ada", Email: "ada@example.org", DisplayName: "Ada <L.> & Co", FirstName: "Ada", LastName: "Lovelace"},
		&Term{ID: 4, Taxonomy: "category", Slug: "news", Name: "News &amp; more", Description: "What is\nnew", Meta: []Meta{{"color", "#ff0000"}}},
		&Term{ID: 5, Taxonomy: "category", Slug: "local", Parent: "news", Name: "Local"},
		&Term{ID: 6, Taxonomy: "post_tag", Slug: "sea", Name: "Sea"},
		&Term{ID: 7, Taxonomy: "nav_menu", Slug: "top", Parent: "none", Name: "Top", Description: "d"},
		&Item{
			ID: 12, Title: "One & <em>only</em> ]]> here", Link: "https://example.org/?p=12&x=1", PubDate: day, Creator: "ada",
			GUID: "https://example.org/?p=12&preview=1", Description: "", Content: "a\r\nb\rc ]]]]>> <!-- wp:x {\"a\":\"&amp;\"} -->",
			Excerpt: " kept ", Date: day.Add(time.Hour), DateGMT: day, Modified: day.Add(2 * time.Hour), ModifiedGMT: day.Add(time.Hour),
			CommentStatus: "open", PingStatus: "closed", Slug: "one", Status: "publish", Parent: 11, MenuOrder: -2, Type: "post",
			Password: "s3 cret", Sticky: true, AttachmentURL: "https://example.org/a b.png",
			Terms: []ItemTerm{{"category", "news", "News &amp; more"}, {"post_tag", `a"b`, "]]>"}},
			Meta:  []Meta{{"log", "day one"}, {"log", ""}, {"cargo", "a:1:{i:0;s:4:\"x\r\ny\";}"}},
			Comments: []Comment{{
				ID: 1, Author: "B. & C.", AuthorEmail: "b@example.org", AuthorURL: "https://example.org/?a=1&b=2", AuthorIP: "192.0.2.7",
				Date: day, DateGMT: day, Content: "Nice <b>one</b>\n", Approved: "1", Type: "comment", Parent: 9, UserID: 3, Meta: []Meta{{"tone", "warm"}},
			}},
		},
	}
}

func write(t testing.TB, s Site, entries []Entry) *bytes.Buffer {
	t.Helper()
	var file bytes.Buffer
	w := NewWriter(&file, s)
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &file
}

func TestRoundTrip(t *testing.T) {
	site := Site{
		Title: "A & B", Link: "https://example.org", Description: "Just <one>", Language: "en-US", Version: Version,
		PubDate: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), BaseSiteURL: "https://example.org", BaseBlogURL: "https://example.org/blog",
	}
	r := NewReader(write(t, site, one()), Limits{})
	got, err := readAll(r)
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if r.Site() != site {
		t.Errorf("site %+v, want %+v", r.Site(), site)
	}
	for i, want := range one() {
		if i >= len(got) || !reflect.DeepEqual(got[i], want) {
			t.Errorf("entry %d of %d differs: %+v, want %+v", i, len(got), got[min(i, len(got)-1)], want)
		}
	}
}

func TestWriterLeavesOutWhatXMLDoesNotKnow(t *testing.T) {
	got, err := readAll(NewReader(write(t, Site{}, []Entry{&Item{ID: 1, Title: "a\x00b\x1fc\tf\xffg\uFFFEh"}}), Limits{}))
	if !errors.Is(err, io.EOF) || len(got) != 1 || got[0].(*Item).Title != "abc\tf\uFFFDgh" {
		t.Errorf("%v %+v", err, got)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriterTellsOfErrors(t *testing.T) {
	w := NewWriter(brokenWriter{}, Site{})
	if err := w.Close(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("close: %v", err)
	}
	if err := w.Write(&Author{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("write: %v", err)
	}
}

// TestOldExport reads a file as old and careless as they come.
func TestOldExport(t *testing.T) {
	got, err := readAll(NewReader(open(t, "old.xml"), Limits{}))
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	want := []Entry{
		&Term{Taxonomy: "category", Slug: "news", Name: "Caf\u00e9 \u2013 news"},
		&Item{
			Title: "Fish & chips &nosuch; ok\u00a0& more", Creator: "ada", GUID: "https://old.example/?p=7", Content: "One\n\nTwo ]]> three\uFFFD",
			ID: 7, Status: "publish", Type: "post", Slug: "fish-chips", PubDate: time.Date(2009, 1, 2, 3, 4, 5, 0, time.UTC),
			Terms:    []ItemTerm{{"category", "news", "News"}},
			Comments: []Comment{{ID: 4, Author: "Bob", Content: "Hi", Approved: "1"}},
		},
		&Item{ID: 8},
	}
	if !reflect.DeepEqual(got, want) {
		for i := range got {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
}

func TestEncodings(t *testing.T) {
	const item = `<rss><channel><item><title>caf` + "\xe9 \x93x\x94" + `</title><wp:post_id>1</wp:post_id></item></channel></rss>`
	for head, want := range map[string]string{
		`<?xml version="1.0" encoding="ISO-8859-1"?>`:   "café “x”",
		`<?xml version='1.0' encoding='windows-1251'?>`: "cafй “x”",
		`<?xml version="1.0" encoding="UTF-8"?>`:        "caf\uFFFD \uFFFDx\uFFFD",
		"\xef\xbb\xbf\n\n <?xml version=\"1.0\"?>":      "caf\uFFFD \uFFFDx\uFFFD",
		`<?xml version="1.0" encoding="klingon"?>`:      "caf\uFFFD \uFFFDx\uFFFD",
	} {
		got, err := readAll(NewReader(strings.NewReader(head+item), Limits{}))
		if !errors.Is(err, io.EOF) || len(got) != 1 || got[0].(*Item).Title != want {
			t.Errorf("%s: %v %+v", head, err, got)
		}
	}
}

func TestPrefixesAreWhatTheyAreDeclaredAs(t *testing.T) {
	const file = `<rss xmlns:w="http://wordpress.org/export/1.1/" xmlns:e="http://wordpress.org/export/1.1/excerpt/" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><w:wxr_version>1.1</w:wxr_version>
<item><w:post_id> 5 </w:post_id><e:encoded>E</e:encoded><c:encoded>C</c:encoded><d:creator>D</d:creator></item></channel></rss>`
	got, err := readAll(NewReader(strings.NewReader(file), Limits{}))
	want := []Entry{&Item{ID: 5, Excerpt: "E", Content: "C", Creator: "D"}}
	if !errors.Is(err, io.EOF) || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %+v", err, got)
	}
}

func TestDamagedFiles(t *testing.T) {
	head := "<?xml version=\"1.0\"?>\n<rss><channel>\n<wp:wxr_version>1.2</wp:wxr_version>\n<item><wp:post_id>1</wp:post_id></item>\n"
	for name, c := range map[string]struct {
		file  string
		items int
		want  string
		is    error
	}{
		"empty":               {"", 0, "no WordPress export", ErrNotWXR},
		"not XML":             {"hello\n", 0, "no WordPress export", ErrNotWXR},
		"another language":    {"<!DOCTYPE html>\n<html><body>Log in</body></html>", 0, "line 2: this is no WordPress export file (WXR): it begins with <html>", ErrNotWXR},
		"an ordinary feed":    {"<rss><channel>\n<item><title>x</title></item></channel></rss>", 0, "line 2", ErrNotWXR},
		"a feed without item": {"<rss><channel><title>x</title></channel></rss>", 0, "no WordPress export", ErrNotWXR},
		"no channel":          {"<rss></rss>", 0, "no WordPress export", ErrNotWXR},
		"cut between items":   {head, 1, "line 5: the file ends too early, within <channel>", ErrTruncated},
		"cut within text":     {head + "<item><title>\nabc", 1, "line 6: the file ends too early, within <title>", ErrTruncated},
		"cut within CDATA":    {head + "<item>\n<title><![CDATA[abc", 1, "line 6: ", nil},
		"cut within a tag":    {head + "<item><tit", 1, "line 5: the file ends too early, within <item>", ErrTruncated},
		"cut after channel":   {head + "</channel>", 1, "within <rss>", ErrTruncated},
		"wrong order":         {head + "<item>\n<title></item></title>", 1, "line 6: <title> is closed by </item>", nil},
		"one end too many":    {head + "</item></channel></rss>", 1, "line 5: <channel> is closed by </item>", nil},
		"bad tag":             {head + "<item><1></item>", 1, "line 5", nil},
		"too deep":            {head + strings.Repeat("<a>", 100), 1, "more than 64", nil},
		"too large":           {head + "<item><title>" + strings.Repeat("x", 2000), 1, "larger than allowed: 1000 bytes", nil},
		"endless comment":     {head + "<!--" + strings.Repeat("x", 2000), 1, "larger than allowed", nil},
	} {
		r := NewReader(strings.NewReader(c.file), Limits{MaxItem: 1000})
		got, err := readAll(r)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || c.is != nil && !errors.Is(err, c.is) || len(got) != c.items {
			t.Errorf("%s: %d entries, %v", name, len(got), err)
		}
		if _, again := r.Next(); again != err { //nolint:errorlint // it must be the same
			t.Errorf("%s: then %v", name, again)
		}
	}
}

// TestLimitIsForOneItem reads more than the limit in all.
func TestLimitIsForOneItem(t *testing.T) {
	var entries []Entry
	for range 50 {
		entries = append(entries, &Item{ID: 1, Content: strings.Repeat("x", 500)})
	}
	got, err := readAll(NewReader(write(t, Site{}, entries), Limits{MaxItem: 3000}))
	if !errors.Is(err, io.EOF) || len(got) != 50 {
		t.Errorf("%d %v", len(got), err)
	}
}
