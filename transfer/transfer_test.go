package transfer

import (
	"context"
	"errors"
	"testing"

	"github.com/wprest/wprest/internal/testdb"
	"github.com/wprest/wprest/storage/wpdb"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { roundTrip(t, wpdb.Options{DSN: ":memory:"}) })
	testdb.OnServers(t, func(t *testing.T, dsn string) { roundTrip(t, wpdb.Options{DSN: dsn, Temporary: true}) })
}

// roundTrip exports the conformance site and imports it, twice.
func roundTrip(t *testing.T, o wpdb.Options) {
	old := harbor(t)
	file := exportOf(t, old)
	db := freshOn(t, o)
	made := importInto(t, db, file)
	want := pictureOf(t, old, "uncategorized")
	same(t, pictureOf(t, db, ofFresh()...), want)
	for kind, c := range made {
		if kind != Files && (c.Made == 0 || c.Skipped != 0) {
			t.Errorf("%s: %+v", kind, c)
		}
	}

	again := importInto(t, db, file)
	same(t, pictureOf(t, db, ofFresh()...), want)
	for kind, c := range again {
		if kind != Files && (c.Made != 0 || c.Skipped != 0 || c.Updated != 0 || c.There != made[kind].Made+made[kind].There) {
			t.Errorf("again: %s: %+v, first %+v", kind, c, made[kind])
		}
	}
}

// TestInterrupted ends imports at every tenth step and goes on.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	old := harbor(t)
	file := exportOf(t, old)
	db := fresh(t)
	runs := 0
	for done := false; !done; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		im := &Importer{Stores: db.Stores(), Report: func(s Step) {
			if s.Outcome != There {
				n++
			}
			if n == 10 {
				cancel()
			}
		}}
		_, err := im.Import(ctx, fileSource(file))
		if done = err == nil; !done && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
		if runs > 100 {
			t.Fatal("it does not get on")
		}
	}
	if runs < 5 {
		t.Errorf("%d runs", runs)
	}
	same(t, pictureOf(t, db, ofFresh()...), pictureOf(t, old, "uncategorized"))
}
