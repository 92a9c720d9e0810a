package main

import (
	"testing"
	"time"

	"github.com/wprest/wprest/wp"
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestText(t *testing.T) {
	at := place{zone: berlin(t)}
	for _, test := range []struct{ column, local, gmt string }{
		{"31.12.1999 23:59", "1999-12-31 23:59:00", "1999-12-31 22:59:00"},
		{"01.07.2024 12:00", "2024-07-01 12:00:00", "2024-07-01 10:00:00"},
		{"29.02.2024", "2024-02-29 00:00:00", "2024-02-28 23:00:00"},
		{"31.03.2024 02:30", "2024-03-31 02:30:00", "2024-03-31 01:30:00"}, // clocks skip it
		{"00.00.0000", "", ""}, {"00.00.0000 00:00", "", ""}, {"30.02.2024 12:00", "", ""}, {"", "", ""}, {"gestern", "", ""}, {"2024-07-01 12:00", "", ""},
	} {
		m := at.text(&test.column)
		if test.local == "" {
			if m != (moment{}) {
				t.Errorf("%q: %v", test.column, m)
			}
			continue
		}
		if got := m.local.Format(time.DateTime); got != test.local {
			t.Errorf("%q: %s, want %s", test.column, got, test.local)
		}
		if got := m.gmt.Format(time.DateTime); got != test.gmt {
			t.Errorf("%q: GMT %s, want %s", test.column, got, test.gmt)
		}
	}
	if m := at.text(nil); m != (moment{}) {
		t.Errorf("NULL: %v", m)
	}
}

func TestUnix(t *testing.T) {
	at := place{zone: berlin(t)}
	for _, seconds := range []int64{1, 1719828000, 1729989000, 1729992600} { // two of them are in an hour that comes twice
		m := at.unix(&seconds)
		if m.gmt.Unix() != seconds {
			t.Errorf("%d: %v", seconds, m)
		}
		var column *int64
		putUnix(&column, m.gmt, time.Time{})
		if orEmpty(column) != seconds {
			t.Errorf("%d is written as %d", seconds, orEmpty(column))
		}
	}
	if m := at.unix(new(int64)); m != (moment{}) {
		t.Errorf("0: %v", m)
	}
}

// FuzzText reads dates and writes them: what reads as a date is written as it was
// or as one that reads the same, and what is none is left alone.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"31.12.1999 23:59", "29.02.2024", "00.00.0000", "1.1.2000 5:00", "31.03.2024 02:30", "01.01.0001 00:00"} {
		f.Add(seed)
	}
	at := place{zone: berlin(f)}
	f.Fuzz(func(t *testing.T, text string) {
		was, column := wp.Post{}, &text
		setDates(&was, at.text(column), moment{})
		p := was
		putText(&column, &p, &was)
		if column != &text {
			t.Fatalf("%q was rewritten as %q", text, orEmpty(column))
		}
		if p.DateGMT.IsZero() {
			return
		}
		putText(&column, &p, &wp.Post{})
		if again := at.text(column); !again.local.Equal(p.Date) || !again.gmt.Equal(p.DateGMT) {
			t.Fatalf("%q became %q", text, orEmpty(column))
		}
	})
}
