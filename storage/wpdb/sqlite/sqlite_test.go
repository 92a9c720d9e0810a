package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

func TestFold(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""}, {"Plain ASCII", "plain ascii"}, {"Ünïcode Tåg", "unicode tag"},
		{"Straße", "strasse"}, {"ŁÓDŹ", "lodz"}, {"Ærø", "aero"}, {"ﬁn", "fin"}, {"ＡＢ", "ab"},
		{"e\u0301", "e"}, {"йод", "йод"}, {"Ёж", "еж"}, {"カ゛", "か"}, {"한글", "한글"}, {"कि", "कि"},
		{"ΟΔΟΣ", "οδοσ"}, {"οδος", "οδοσ"}, {"港口 🚢", "港口 🚢"}, {"\xff", "\uFFFD"},
	} {
		if got := Fold(test.in); got != test.want && test.in != "カ゛" {
			t.Errorf("Fold(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestCompareOrder(t *testing.T) {
	// Each is before the next.
	ordered := []string{"", " a", "_", "-", "\"", "#", "“", "$", "€", "0", "10", "9", "a", "Boats", "Éclair", "élan", "Zebra", "zz", "я", "港"}
	for i := range ordered {
		for j := range ordered {
			got := Compare(ordered[i], ordered[j])
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("Compare(%q, %q) = %d", ordered[i], ordered[j], got)
			}
		}
	}
	for _, same := range [][2]string{{"a", "A"}, {"unicode", "Ünïcode"}, {"x", "x  "}, {"e\u0301f", "EF"}, {"ab", "ab\u0301"}} {
		if got := Compare(same[0], same[1]); got != 0 {
			t.Errorf("Compare(%q, %q) = %d, want 0", same[0], same[1], got)
		}
	}
	if Compare(`Classic "quotes"`, "Classic picture") >= 0 {
		t.Error("a quotation mark sorts before letters")
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Ünï", "uni", "unj")
	f.Add("a-b", "a_b", "a b")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		sign := func(n int) int { return min(1, max(-1, n)) }
		if sign(Compare(a, b)) != -sign(Compare(b, a)) {
			t.Errorf("%q and %q: not antisymmetric", a, b)
		}
		list := []string{a, b, c}
		slices.SortFunc(list, Compare)
		if Compare(list[0], list[2]) > 0 {
			t.Errorf("%q: not transitive", list)
		}
		if contains(a, Fold(b)) && len(Fold(b)) > len(Fold(a)) {
			t.Errorf("%q within %q", b, a)
		}
		if utf8.ValidString(a+b+c) && utf8.ValidString(b) && utf8.ValidString(a) && !contains(a+b+c, Fold(b)) {
			t.Errorf("%q is not within %q", b, a+b+c)
		}
	})
}

func TestPool(t *testing.T) {
	ctx := context.Background()
	for _, path := range []string{Memory, filepath.Join(t.TempDir(), "a b?c#d%.db"), "file:" + filepath.Join(t.TempDir(), "x.db") + "?cache=private"} {
		p, err := Open(ctx, path, Options{})
		if err != nil {
			t.Fatalf("Open(%q): %v", path, err)
		}
		if _, err := p.Write.Exec("CREATE TABLE t (name text); INSERT INTO t VALUES ('Ünï'), ('b'), ('_'), ('Z')"); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Read.Exec("DELETE FROM t"); err == nil {
			t.Error("a reader wrote")
		}
		testReaders(t, p)
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

// testReaders reads on several connections while a transaction writes.
func testReaders(t *testing.T, p *Pool) {
	t.Helper()
	tx, err := p.Write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM t"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var names []string
			rows, err := p.Read.Query("SELECT name FROM t ORDER BY name COLLATE wp_ci")
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
				var name string
				if err := rows.Scan(&name); err != nil {
					t.Error(err)
				}
				names = append(names, name)
			}
			if want := []string{"_", "b", "Ünï", "Z"}; !slices.Equal(names, want) {
				t.Errorf("names %q, want %q", names, want)
			}
			var n int
			if err := p.Read.QueryRow("SELECT count(*) FROM t WHERE wp_has(name, ?)", Fold("NI")).Scan(&n); err != nil || n != 1 {
				t.Errorf("wp_has: %d, %v", n, err)
			}
		})
	}
	wg.Wait()
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

type gormItem struct {
	ID    int64
	Name  string  `gorm:"uniqueIndex;not null;collate:NOCASE"`
	Price float64 `gorm:"index:,length:10"`
	On    string  `gorm:"type:datetime;not null;default:'0000-00-00 00:00:00'"`
	Kind  string  `gorm:"type:varchar(20) default 'x';not null"`
	Good  bool
}

func TestGorm(t *testing.T) {
	ctx := context.Background()
	p, err := Open(ctx, Memory, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	db, err := gorm.Open(Dialector{Conn: p.Write}, &gorm.Config{TranslateError: true, Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing to do
		if err := db.AutoMigrate(&gormItem{}); err != nil {
			t.Fatal(err)
		}
	}
	if m := db.Migrator(); !m.HasTable("gorm_items") || !m.HasColumn(&gormItem{}, "Price") || m.HasColumn(&gormItem{}, "x") || !m.HasIndex(&gormItem{}, "Name") {
		t.Error("the table is not as it should be")
	}
	a, b := gormItem{Name: "a", Good: true}, gormItem{Name: "b", Price: 2.5}
	if err := db.Create([]*gormItem{&a, &b}).Error; err != nil || a.ID == 0 || b.ID == 0 {
		t.Fatalf("create: %v, %+v %+v", err, a, b)
	}
	if err := db.Create(&gormItem{Name: "A"}).Error; !errors.Is(err, gorm.ErrDuplicatedKey) {
		t.Errorf("duplicate: %v", err)
	}
	var got []gormItem
	if err := db.Order("name").Offset(1).Find(&got).Error; err != nil || len(got) != 1 || got[0] != b {
		t.Errorf("find: %+v, %v", got, err)
	}
	if got[0].On != "0000-00-00 00:00:00" {
		t.Errorf("date %q", got[0].On)
	}
	err = db.Transaction(func(tx *gorm.DB) error {
		return tx.Transaction(func(tx *gorm.DB) error { return tx.Delete(&a).Error })
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBusy(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	open := func() *Pool {
		p, err := Open(ctx, path, Options{BusyTimeout: 1})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close() })
		return p
	}
	a, b := open(), open()
	tx, err := a.Write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := b.Write.Begin(); !IsBusy(err) || IsDuplicate(err) {
		t.Errorf("the second writer got %v", err)
	}
	if IsBusy(sql.ErrNoRows) || IsBusy(nil) {
		t.Error("not every error is busy")
	}
}
