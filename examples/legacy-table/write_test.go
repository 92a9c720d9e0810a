package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// sameTables checks that no row has changed.
func sameTables(c *client, before map[string][]string) {
	c.Helper()
	for name, rows := range c.all() {
		if !slices.Equal(rows, before[name]) {
			for i := range rows {
				if i >= len(before[name]) || rows[i] != before[name][i] {
					c.Errorf("%s: %q was %q", name, rows[i], before[name][min(i, len(before[name])-1)])
					break
				}
			}
			c.Errorf("%s: %d rows, there were %d", name, len(rows), len(before[name]))
		}
	}
}

func below(base string, item object) string { return fmt.Sprintf("%s/%.0f", base, item["id"]) }

func TestNewsAreWritten(t *testing.T) {
	c := newClient(t)
	const columns = "SELECT kennung, titel, vorspann, text, datum, status, redakteur, bild FROM nachrichten WHERE nr = ?"
	topics := func(id any) string {
		return strings.Join(c.rows("SELECT thema FROM nachricht_thema WHERE nachricht = ? ORDER BY 1", id), ",")
	}
	made := c.item(2, http.MethodPost, "posts", object{
		"title": "Flut", "content": "Das Wasser steigt.", "excerpt": "Kurz", "status": "publish", "date": "2024-02-29T18:05:00",
		"categories": []int{3, 4}, "featured_media": 300000007,
	}, 201)
	id := made["id"]
	if got, want := c.row(columns, id), "flut|Flut|Kurz|Das Wasser steigt.|29.02.2024 18:05|1|2|7"; got != want {
		t.Errorf("created: %s, want %s", got, want)
	}
	if topics(id) != "3,4" || made["link"] != c.home+"/2024/02/flut/" || made["featured_media"] != 300000007.0 {
		t.Errorf("created: topics %s, %v", topics(id), made)
	}
	changed := c.item(2, http.MethodPut, below("posts", made), object{"date_gmt": "2024-07-01T10:00:30", "categories": []int{4}, "featured_media": 0, "author": 3}, 200)
	if got, want := c.row(columns, id), "flut|Flut|Kurz|Das Wasser steigt.|01.07.2024 12:00|1|3|NULL"; got != want || topics(id) != "4" {
		t.Errorf("changed: %s, %s", got, topics(id))
	}
	if changed["date"] != "2024-07-01T12:00:00" { // the column has no seconds
		t.Errorf("changed: %v", changed["date"])
	}
	trashed := c.item(2, http.MethodDelete, below("posts", made), nil, 200)
	if got, want := c.row(columns, id), "flut|Flut|Kurz|Das Wasser steigt.|01.07.2024 12:00|2|3|NULL"; got != want {
		t.Errorf("in the bin: %s", got)
	}
	if trashed["status"] != "trash" || trashed["slug"] != "flut__trashed" {
		t.Errorf("in the bin: %v", trashed)
	}
	c.refused(0, http.MethodGet, below("posts", made), nil, 401, "rest_forbidden")
	back := c.item(2, http.MethodPost, below("posts", made), object{"status": "publish"}, 200)
	if back["slug"] != "flut" || c.row("SELECT status FROM nachrichten WHERE nr = ?", id) != "1" {
		t.Errorf("back from the bin: %v", back)
	}
	gone := c.item(2, http.MethodDelete, below("posts", made)+"?force=true", nil, 200)
	if gone["deleted"] != true || at(gone, "previous", "slug") != "flut" || len(c.rows(columns, id)) != 0 || topics(id) != "" {
		t.Errorf("deleted: %v, topics %s", gone, topics(id))
	}
}

func TestStatuses(t *testing.T) {
	c := newClient(t)
	for status, want := range map[string]string{
		"draft": "0", "publish": "1", "pending": "3", "private": "4", "future": "5",
	} {
		body := object{"title": "Status", "status": status}
		if status == "future" {
			body["date"] = "2099-01-01T00:00:00"
		}
		made := c.item(2, http.MethodPost, "posts", body, 201)
		if got := c.row("SELECT status FROM nachrichten WHERE nr = ?", made["id"]); got != want || made["status"] != status {
			t.Errorf("%s: column %s, answer %v", status, got, made["status"])
		}
	}
	if n, next, err := c.host.site.PublishDue(t.Context()); n != 0 || next.Year() != 2098 || err != nil { // in Berlin it is 2099
		t.Errorf("due: %d, next %v, %v", n, next, err)
	}
	before := c.all()
	c.refused(2, http.MethodPost, "posts", object{"title": "x", "format": "aside"}, 501, "rest_not_supported")
	c.refused(2, http.MethodPut, "posts/5", object{"password": "geheim"}, 501, "rest_not_supported")
	c.refused(3, http.MethodPut, "posts/5", object{"title": "x"}, 403, "rest_cannot_edit") // of somebody else
	c.refused(0, http.MethodPost, "posts", object{"title": "x"}, 401, "rest_cannot_create")
	sameTables(c, before)
}

// TestDraftsFloat publishes a draft, which gets its date then.
func TestDraftsFloat(t *testing.T) {
	c := newClient(t)
	made := c.item(2, http.MethodPost, "posts", object{"title": "Bald"}, 201)
	if got := c.row("SELECT datum, kennung, status FROM nachrichten WHERE nr = ?", made["id"]); got != "NULL||0" && got != "NULL|NULL|0" {
		t.Errorf("draft: %s", got)
	}
	if first, _ := c.list(2, "posts?status=draft&per_page=1"); first[0]["id"] != made["id"] {
		t.Errorf("the newest draft is not on top, but %v", first[0]["id"])
	}
	out := c.item(2, http.MethodPut, below("posts", made), object{"status": "publish"}, 200)
	if got := c.row("SELECT datum IS NOT NULL, kennung FROM nachrichten WHERE nr = ?", made["id"]); got != "1|bald" || out["slug"] != "bald" {
		t.Errorf("published: %s, %v", got, out)
	}
}

func TestProducts(t *testing.T) {
	c := newClient(t)
	made := c.item(2, http.MethodPost, "produkte", object{
		"title": "Schwimmweste", "content": "Trägt 80 kg.", "status": "publish", "date": "2024-07-01T12:00:00", "meta": object{"preis": 79.9, "bestand": 3}, "featured_media": 300000002,
	}, 201)
	id := int64(made["id"].(float64)) - int64(productIDs)
	const columns = "SELECT kennung, bezeichnung, beschreibung, preis_cent, bestand, bild, angelegt, status FROM artikel WHERE art_nr = ?"
	if got, want := c.row(columns, id), "schwimmweste|Schwimmweste|Trägt 80 kg.|7990|3|2|1719828000|1"; got != want {
		t.Errorf("created: %s, want %s", got, want)
	}
	sold := c.item(2, http.MethodPut, below("produkte", made), object{"meta": object{"bestand": 0}}, 200)
	if at(sold, "meta", "preis") != 79.9 || sold["lieferbar"] != false || sold["date_gmt"] != "2024-07-01T10:00:00" {
		t.Errorf("sold: %v", sold)
	}
	c.refused(2, http.MethodPut, below("produkte", made), object{"meta": object{"preis": -1}}, 400, "rest_out_of_bounds")
	c.item(2, http.MethodDelete, below("produkte", made), nil, 200)
	if got := c.row("SELECT status FROM artikel WHERE art_nr = ?", id); got != "2" {
		t.Errorf("in the bin: %s", got)
	}
	c.item(2, http.MethodDelete, below("produkte", made)+"?force=1", nil, 200)
	if rows := c.rows(columns, id); len(rows) != 0 {
		t.Errorf("deleted: %v", rows)
	}
}

func TestTopics(t *testing.T) {
	c := newClient(t)
	made := c.item(2, http.MethodPost, "categories", object{"name": "Brücken", "parent": 2}, 201)
	if got := c.row("SELECT kennung, titel, oberthema, anzahl FROM themen WHERE nr = ?", made["id"]); got != "bruecken|Brücken|2|0" && got != "brucken|Brücken|2|0" {
		t.Errorf("created: %s", got)
	}
	c.item(2, http.MethodPut, "posts/5", object{"categories": []any{made["id"]}}, 200)
	if got := c.item(0, http.MethodGet, below("categories", made), nil, 200)["count"]; got != 1.0 {
		t.Errorf("count: %v", got)
	}
	c.refused(2, http.MethodPost, "categories", object{"name": "Hafen"}, 400, "term_exists")
	c.item(2, http.MethodDelete, below("categories", made)+"?force=true", nil, 200)
	if got := c.rows("SELECT thema FROM nachricht_thema WHERE nachricht = 5"); !slices.Equal(got, []string{"1"}) {
		t.Errorf("left without a topic: %v, want the default", got)
	}
	countersAreRight(c)
}

func countersAreRight(c *client) {
	c.Helper()
	wrong := c.rows(`SELECT nr, anzahl FROM themen WHERE anzahl <> (SELECT count(*) FROM nachricht_thema JOIN nachrichten ON nachrichten.nr = nachricht
		WHERE thema = themen.nr AND status = 1)`)
	if len(wrong) > 0 {
		c.Errorf("counters: %v", wrong)
	}
}

// TestCounters makes changes at random.
func TestCounters(t *testing.T) {
	c := newClient(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		one := fmt.Sprintf("posts/%d", 1+random.IntN(40))
		switch random.IntN(4) {
		case 0:
			c.call(2, http.MethodDelete, one, nil)
		case 1:
			c.call(2, http.MethodDelete, one+"?force=true", nil)
		case 2:
			c.call(2, http.MethodPut, one, object{"categories": []int{1 + random.IntN(12), 1 + random.IntN(12)}})
		case 3:
			c.call(2, http.MethodPut, one, object{"status": []string{"publish", "draft", "private"}[random.IntN(3)]})
		}
	}
	countersAreRight(c)
	if orphans := c.rows("SELECT * FROM nachricht_thema WHERE nachricht NOT IN (SELECT nr FROM nachrichten)"); len(orphans) > 0 {
		t.Errorf("topics of news that are gone: %v", orphans)
	}
}

// TestUnchanged writes every row as it was read: no byte may change.
func TestUnchanged(t *testing.T) {
	c := newClient(t)
	before := c.all()
	at := place{zone: berlin(t), home: c.home}
	nothing := func(*wp.Post) error { return nil }
	for _, part := range []struct {
		store wprest.Updater[int64, wp.Post]
		ids   idRange
		from  string
	}{
		{newNews(c.shop.db, at), newsIDs, "nr FROM nachrichten"},
		{newProducts(c.shop.db, at), productIDs, "art_nr FROM artikel"},
	} {
		for _, nr := range c.rows("SELECT " + part.from) {
			if _, err := part.store.Update(t.Context(), part.ids.id(wprest.ToInt(nr)), nothing); err != nil {
				t.Fatal(err)
			}
		}
	}
	sameTables(c, before)
	// An editor who saves without a change leaves a new time of the change alone.
	for _, one := range []string{"posts/5", "posts/7", "posts/13", "posts/31", "posts/77", "produkte/100000003"} {
		read := c.item(1, http.MethodGet, one+"?context=edit", nil, 200)
		sent := object{}
		for _, name := range []string{"date", "slug", "status", "title", "content", "excerpt", "author", "categories", "featured_media", "meta"} {
			if v, ok := read[name]; ok {
				sent[name] = v
			}
		}
		if read["status"] == "trash" {
			sent = object{"title": read["title"]}
		}
		c.item(1, http.MethodPut, one, sent, 200)
	}
	for _, query := range []string{"UPDATE nachrichten SET geaendert = NULL", "UPDATE artikel SET geaendert = NULL"} {
		if _, err := c.shop.pool.Write.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	after := c.all()
	fresh := newClient(t)
	for _, query := range []string{"UPDATE nachrichten SET geaendert = NULL", "UPDATE artikel SET geaendert = NULL"} {
		if _, err := fresh.shop.pool.Write.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	sameTables(fresh, after)
}

// TestFailedWrite lets the last statement of a write fail.
func TestFailedWrite(t *testing.T) {
	c := newClient(t)
	for name, trigger := range map[string]string{
		"topics": "BEFORE INSERT ON nachricht_thema", "picture": "BEFORE UPDATE OF bild ON nachrichten WHEN NEW.bild = 3",
	} {
		if _, err := c.shop.pool.Write.ExecContext(t.Context(), "CREATE TRIGGER "+name+" "+trigger+" BEGIN SELECT RAISE(ABORT, 'full'); END"); err != nil {
			t.Fatal(err)
		}
	}
	before := c.all()
	body := object{"title": "Halb", "status": "publish", "categories": []int{1, 2}}
	c.refused(2, http.MethodPost, "posts", body, 500, "internal_server_error")
	c.refused(2, http.MethodPut, "posts/5", body, 500, "internal_server_error")
	c.refused(2, http.MethodPut, "posts/5", object{"title": "Halb", "categories": []int{}, "featured_media": 300000003}, 500, "internal_server_error")
	sameTables(c, before)
	countersAreRight(c)
}

// TestAutosaves keeps what an editor has not saved yet away from the old tables.
func TestAutosaves(t *testing.T) {
	c := newClient(t)
	before := c.all()
	saved := c.item(1, http.MethodPost, "posts/5/autosaves", object{"title": "Noch nicht", "content": "…"}, 200)
	if saved["parent"] != 5.0 || at(saved, "title", "raw") != "Noch nicht" {
		t.Errorf("autosave: %v", saved)
	}
	if list, _ := c.list(1, "posts/5/autosaves?context=edit"); len(list) != 1 {
		t.Errorf("autosaves: %v", list)
	}
	sameTables(c, before)
}
