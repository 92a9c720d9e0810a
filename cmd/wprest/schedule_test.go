package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// A post whose time came while nothing ran is published by the next start.
func TestScheduledPost(t *testing.T) {
	data := t.TempDir()
	s := start(t, data)
	date := time.Now().UTC().Add(time.Hour).Format("2006-01-02T15:04:05")
	post := s.object("POST", "/wp-json/wp/v2/posts", s.password, `{"title":"Later","status":"publish","date_gmt":"`+date+`"}`, 201)
	if post["status"] != "future" {
		t.Fatalf("status %v", post["status"])
	}
	id := int64(post["id"].(float64))
	s.stop()

	db, err := wpdb.Open(t.Context(), wpdb.Options{DSN: filepath.Join(data, "wprest.db")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Posts().Update(t.Context(), id, func(p *wp.Post) error {
		p.Date, p.DateGMT = p.Date.Add(-2*time.Hour), p.DateGMT.Add(-2*time.Hour)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	s = start(t, data)
	path := fmt.Sprintf("/wp-json/wp/v2/posts/%d?_fields=status", id)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, text := s.get(path); strings.Contains(text, `"status":"publish"`) {
			return
		} else if time.Now().After(deadline) {
			t.Fatalf("not published: %s", text)
		}
	}
}
