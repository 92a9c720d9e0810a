package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestLists(t *testing.T) {
	c := newClient(t)
	for _, test := range []struct {
		path  string
		as    int64
		count string // of rows, by the old columns
	}{
		{"posts", 0, "nachrichten WHERE status = 1"},
		{"posts?categories=3", 0, "nachrichten JOIN nachricht_thema ON nachricht = nr WHERE status = 1 AND thema = 3"},
		{"posts?categories_exclude=3", 0, "nachrichten WHERE status = 1 AND NOT EXISTS (SELECT 1 FROM nachricht_thema WHERE nachricht = nr AND thema = 3)"},
		{"posts?author=2", 0, "nachrichten WHERE status = 1 AND redakteur = 2"},
		{"posts?search=%C3%B6sterSTEDT", 0, "nachrichten WHERE status = 1 AND titel LIKE '%Österstedt%'"},
		{"posts?search=streit%20K%C3%9CSTE", 0, "nachrichten WHERE status = 1 AND titel LIKE '%Streit%' AND titel LIKE '%Küste%'"},
		{"posts?after=2004-06-01T11:00:00", 0, "nachrichten WHERE status = 1 AND datum LIKE '__.__.____ %' AND substr(datum, 7, 4) || substr(datum, 4, 2) || substr(datum, 1, 2) || substr(datum, 11) > '20040601 11:00'"},
		{"posts?status=draft", 2, "nachrichten WHERE status NOT IN (1, 2, 3, 4, 5) OR status IS NULL"},
		{"posts?status=trash", 2, "nachrichten WHERE status = 2"},
		{"posts?status=pending,private", 2, "nachrichten WHERE status IN (3, 4)"},
		{"posts?slug=meldung-12", 0, "nachrichten WHERE kennung = 'meldung-12'"},
		{"posts?include=3,4,100000003", 0, "nachrichten WHERE nr IN (3, 4)"},
		{"produkte", 0, "artikel WHERE status = 1"},
		{"produkte?search=%C3%B6lzeug", 0, "artikel WHERE status = 1 AND bezeichnung LIKE '%Ölzeug%'"},
		{"archiv", 0, "archiv"},
		{"archiv?before=1960-01-01T00:00:00", 0, "archiv WHERE erschienen < '1960-01-01'"},
		{"archiv?slug=blatt-7", 0, "archiv WHERE nr = 7"},
		{"archiv?slug=meldung-7", 0, "archiv WHERE 0"},
		{"media", 0, "bilder"},
		{"media?parent=9", 0, "bilder WHERE nr IN (SELECT bild FROM nachrichten WHERE nr = 9)"},
		{"categories", 0, "themen"},
		{"categories?parent=2", 0, "themen WHERE oberthema = 2"},
		{"categories?post=5", 0, "nachricht_thema WHERE nachricht = 5"},
		{"users", 0, "redakteure WHERE nr IN (SELECT redakteur FROM nachrichten WHERE status = 1)"},
		{"users?roles=editor", 1, "redakteure WHERE rolle = 2"},
		{"pages", 0, "nachrichten WHERE 0"},
		{"tags", 0, "themen WHERE 0"},
		{"search?search=anker", 0, "artikel WHERE status = 1 AND bezeichnung LIKE '%anker%'"},
		{"search?subtype=post,produkt,archiv", 0, "(SELECT nr FROM nachrichten WHERE status = 1 UNION ALL SELECT art_nr FROM artikel WHERE status = 1 UNION ALL SELECT nr FROM archiv)"},
	} {
		page, header := c.list(test.as, test.path)
		want := c.row("SELECT count(*) FROM " + test.count)
		if got := header.Get("X-WP-Total"); got != want {
			t.Errorf("%s: total %s, want %s", test.path, got, want)
		}
		if n, _ := strconv.Atoi(want); len(page) != min(n, 10) {
			t.Errorf("%s: %d items", test.path, len(page))
		}
	}
}

func TestOrder(t *testing.T) {
	c := newClient(t)
	const clock = "substr(datum, 7, 4) || substr(datum, 4, 2) || substr(datum, 1, 2) || substr(datum, 11)"
	for _, test := range []struct{ path, want string }{
		{"posts?page=3&per_page=7", "SELECT nr FROM nachrichten WHERE status = 1 ORDER BY " + clock + " DESC, nr DESC LIMIT 7 OFFSET 14"},
		{"posts?orderby=date&order=asc&offset=50", "SELECT nr FROM nachrichten WHERE status = 1 ORDER BY " + clock + ", nr LIMIT 10 OFFSET 50"},
		{"posts?orderby=title&order=asc", "SELECT nr FROM nachrichten WHERE status = 1 ORDER BY titel COLLATE NOCASE, nr LIMIT 10"},
		{"posts?orderby=include&include=9,4,6", "SELECT 9 UNION ALL SELECT 4 UNION ALL SELECT 6"},
		{"produkte?orderby=title&order=desc", "SELECT art_nr + 100000000 FROM artikel WHERE status = 1 ORDER BY bezeichnung COLLATE NOCASE DESC, art_nr DESC LIMIT 10"},
		{"produkte?orderby=author", "SELECT art_nr + 100000000 FROM artikel WHERE status = 1 ORDER BY art_nr DESC LIMIT 10"},
		{"archiv", "SELECT nr + 200000000 FROM archiv ORDER BY erschienen DESC, nr DESC LIMIT 10"},
		{"categories?orderby=count&order=desc", "SELECT nr FROM themen ORDER BY anzahl DESC, nr LIMIT 10"},
		{"search?subtype=post,produkt&per_page=20&page=2", "SELECT id FROM (SELECT nr AS id, " + clock + " AS at FROM nachrichten WHERE status = 1 UNION ALL " +
			"SELECT art_nr + 100000000, strftime('%Y%m%d %H:%M', angelegt + 7200, 'unixepoch') FROM artikel WHERE status = 1) ORDER BY at DESC, id DESC LIMIT 20 OFFSET 20"},
	} {
		page, _ := c.list(0, test.path)
		var ids []string
		for _, item := range page {
			ids = append(ids, strconv.Itoa(int(item["id"].(float64))))
		}
		if want := c.rows(test.want); !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", test.path, ids, want)
		}
	}
}

func TestPageHeaders(t *testing.T) {
	c := newClient(t)
	_, header := c.list(0, "archiv?page=2&per_page=12")
	if header.Get("X-WP-TotalPages") != "4" || !strings.Contains(header.Get("Link"), `page=1&per_page=12>; rel="prev"`) || !strings.Contains(header.Get("Link"), `page=3&per_page=12>; rel="next"`) {
		t.Errorf("headers: %v", header)
	}
	c.refused(0, http.MethodGet, "archiv?page=9&per_page=12", nil, 400, "rest_post_invalid_page_number")
	c.refused(0, http.MethodGet, "posts?status=draft", nil, 400, "rest_invalid_param")
	c.refused(0, http.MethodGet, "posts/999999", nil, 404, "rest_post_invalid_id")
	c.refused(0, http.MethodGet, "posts/100000001", nil, 404, "rest_post_invalid_id") // a product
}

func TestItem(t *testing.T) {
	c := newClient(t)
	post := c.item(0, http.MethodGet, "posts/9?_embed", nil, 200)
	for _, test := range []struct {
		want any
		path []any
	}{
		{"2004-05-04T19:00:00", []any{"date"}}, // the clock on the wall
		{"2004-05-04T17:00:00", []any{"date_gmt"}},
		{"2004-05-04T21:00:00", []any{"modified"}},
		{"Ausbau vor der Küste (9)", []any{"title", "rendered"}},
		{"meldung-9", []any{"slug"}},
		{c.home + "/2004/05/meldung-9/", []any{"link"}},
		{c.home + "/?p=9", []any{"guid", "rendered"}},
		{4.0, []any{"author"}},
		{300000010.0, []any{"featured_media"}},
		{3.0, []any{"categories", 0}},
		{"Ole Brandt", []any{"_embedded", "author", 0, "name"}},
		{"Fischerei", []any{"_embedded", "wp:term", 0, 0, "name"}},
		{c.home + "/bilder/2014/bild-10.png", []any{"_embedded", "wp:featuredmedia", 0, "source_url"}},
		{"Leuchtturm bei Ebbe", []any{"_embedded", "wp:featuredmedia", 0, "alt_text"}},
		{320.0, []any{"_embedded", "wp:featuredmedia", 0, "media_details", "width"}},
	} {
		if got := at(post, test.path...); got != test.want {
			t.Errorf("%v: %v, want %v", test.path, got, test.want)
		}
	}
	if html := at(post, "content", "rendered").(string); !strings.Contains(html, "<p>Es begann am Morgen.</p>\n<p>Bis") {
		t.Errorf("content: %s", html)
	}
	c.refused(0, http.MethodGet, "posts/9?context=edit", nil, 401, "rest_forbidden_context")
	edit := c.item(2, http.MethodGet, "posts/9?context=edit", nil, 200)
	if raw := at(edit, "content", "raw"); raw != c.row("SELECT text FROM nachrichten WHERE nr = 9") {
		t.Errorf("raw: %v", raw)
	}
	if at(edit, "_links", "wp:action-publish") == nil || at(edit, "permalink_template") == nil {
		t.Errorf("for an editor: %v", edit)
	}
	if resp, err := http.Get(at(post, "_embedded", "wp:featuredmedia", 0, "source_url").(string)); err != nil || resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %v, %v", resp, err)
	} else {
		_ = resp.Body.Close()
	}
}

// TestOldValues looks at rows that years of work have left behind.
func TestOldValues(t *testing.T) {
	c := newClient(t)
	for _, test := range []struct {
		nr         string
		date, slug any
		status     string
		author     float64
	}{
		{"101", "2004-05-20T05:00:00", "meldung-101", "publish", 6}, // 00.00.0000: as old as its last change
		{"202", "2004-06-05T23:00:00", "", "publish", 0},            // NULL in all that was not always there
		{"303", "1970-01-01T00:00:00", "meldung-303", "draft", 4},   // neither date nor status
		{"404", "2004-07-09T15:00:00", "meldung-404", "draft", 3},   // a status that nobody knows
	} {
		p := c.item(1, http.MethodGet, "posts/"+test.nr+"?context=edit&_embed", nil, 200)
		if p["date"] != test.date || p["slug"] != test.slug || p["status"] != test.status || p["author"] != test.author {
			t.Errorf("%s: %v %v %v %v", test.nr, p["date"], p["slug"], p["status"], p["author"])
		}
	}
	c.refused(0, http.MethodGet, "posts/404", nil, 401, "rest_forbidden")
	list, _ := c.list(1, "posts?status=any&per_page=100&include=101,202,303,404")
	if len(list) != 4 {
		t.Errorf("listed: %v", list)
	}
}

func TestReadOnly(t *testing.T) {
	c := newClient(t)
	before := c.all()
	for _, base := range []string{"archiv", "media"} {
		one := base + "/200000001"
		if base == "media" {
			one = base + "/300000001"
		}
		for _, path := range []string{base, one} {
			if got := c.call(1, http.MethodGet, path, nil).header.Get("Allow"); got != "GET" {
				t.Errorf("%s: Allow %q", path, got)
			}
			help := c.item(1, http.MethodOptions, path, nil, 200)
			if methods := at(help, "methods").([]any); !slices.Equal(methods, []any{"GET"}) {
				t.Errorf("%s: methods %v", path, methods)
			}
			for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
				c.refused(1, method, path, object{"title": "x"}, 404, "rest_no_route")
			}
		}
	}
	c.refused(1, http.MethodPost, "archiv/200000001/autosaves", object{"title": "x"}, 404, "rest_no_route")
	c.refused(1, http.MethodPost, "users", object{"username": "x"}, 404, "rest_no_route")
	index := c.item(0, http.MethodGet, "", nil, 200)
	for route, v := range index["routes"].(object) {
		if strings.HasPrefix(route, "/wp/v2/archiv") || strings.HasPrefix(route, "/wp/v2/media") {
			if methods := at(v, "methods").([]any); !slices.Equal(methods, []any{"GET"}) {
				t.Errorf("index: %s %v", route, methods)
			}
		}
	}
	// Other doors to the same rows are shut as well.
	c.refused(1, http.MethodPost, "posts/200000001", object{"title": "x"}, 404, "rest_post_invalid_id")
	c.refused(1, http.MethodPost, "pages", object{"title": "x"}, 501, "rest_not_supported")
	c.refused(1, http.MethodPost, "tags", object{"name": "x"}, 501, "rest_not_supported")
	sameTables(c, before)
}
