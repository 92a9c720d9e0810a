package text

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func ExampleSlug() {
	fmt.Println(Slug("Ærø & Øre: 50% “off” — naïve café"))
	fmt.Println(Slug("港口 🚢"))
	// Output:
	// aero-ore-50-off-naive-cafe
	// %e6%b8%af%e5%8f%a3-%f0%9f%9a%a2
}

func ExampleUniqueSlug() {
	used := map[string]bool{"low-water": true, "low-water-2": true}
	slug, err := UniqueSlug("low-water", SlugLimit, func(slug string) (bool, error) {
		return used[slug] || ReservedSlug(slug, false), nil
	})
	fmt.Println(slug, err)
	// Output: low-water-3 <nil>
}

// TestSlug has rows that no recording shows.
func TestSlug(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"a\u00a0b\u2009c\u202fd\u2028e", "a-b-c-d-e"},
		{"a\u00adb\u200bc\u202ed\ufeffe\ufffcf\u02cag", "abcdefg"},
		{"2×3 ¡x!", "2x3-x"},
		{"&NBSP;a&#8209;b&#160;c&MDASH;d", "a-b-c-d"},
		{"a & b; c", "a-c"},
		{"a &; b", "a-b"},
		{"&\n;x", "x"},
		{"%E2%80%94 %c3%97 %zz %%41", "x-zz-%41"},
		{"a\xffb", "ab"},
		{"Kelvin", "kelvin"},
		{"tab\there", "tabhere"},
		{"<b>x</b>-<!-- c -->y", "x-y"},
		{strings.Repeat("a", 199) + "é" + "b", strings.Repeat("a", 199) + "e"},
		{strings.Repeat("a", 197) + "港b", strings.Repeat("a", 197)},
		{strings.Repeat("a", 191) + "港b", strings.Repeat("a", 191) + "%e6%b8%af"},
	}
	for _, tt := range tests {
		if got := Slug(tt.in); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLocaleSlug(t *testing.T) {
	tests := []struct{ in, locale, want string }{
		{"Größe ẞ", "de_DE", "groesse-ss"},
		{"Größe", "de_CH_informal", "groesse"},
		{"Größe", "", "grose"},
		{"Århus Ø æ", "da_DK", "aarhus-oe-ae"},
		{"Col·lecció", "ca", "colleccio"},
		{"l·l·l", "ca", "lll"},
		{"Đorđe", "sr_RS", "djordje"},
		{"Đorđe", "bs_BA", "djordje"},
		{"Đorđe", "desert", "dorde"},
	}
	for _, tt := range tests {
		if got := LocaleSlug(tt.in, tt.locale); got != tt.want {
			t.Errorf("LocaleSlug(%q, %q) = %q, want %q", tt.in, tt.locale, got, tt.want)
		}
	}
}

func TestQuerySlug(t *testing.T) {
	tests := []struct{ in, want string }{
		{"First Light", "first-light"},
		{"é/x", "%c3%a9x"},
		{"港", "%e6%b8%af"},
		{"%E6%B8%AF", "%e6%b8%af"},
		{"a—b", "a%e2%80%94b"},
	}
	for _, tt := range tests {
		if got := QuerySlug(tt.in); got != tt.want {
			t.Errorf("QuerySlug(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestNumberedSlug(t *testing.T) {
	long, encoded := strings.Repeat("a", 200), strings.Repeat("%e6%b8%af", 22)
	tests := []struct {
		slug     string
		n, limit int
		want     string
	}{
		{"a", 2, SlugLimit, "a-2"},
		{long, 2, SlugLimit, long[:198] + "-2"},
		{long, 10, SlugLimit, long[:197] + "-10"},
		{long[:197] + "-b", 2, SlugLimit, long[:197] + "-2"},
		{encoded, 2, SlugLimit, encoded + "-2"},
		{encoded + "ab", 2, SlugLimit, encoded + "-2"},
		{"%e6%b8%af" + long[:50], 2, NicenameLimit, "%e6%b8%af" + long[:39] + "-2"},
		{"a", 2, 1, "-2"},
	}
	for _, tt := range tests {
		if got := NumberedSlug(tt.slug, tt.n, tt.limit); got != tt.want {
			t.Errorf("NumberedSlug(%q, %d, %d) = %q, want %q", tt.slug, tt.n, tt.limit, got, tt.want)
		}
	}
	if got := TrashedSlug(long); got != long[:191]+"__trashed" {
		t.Errorf("TrashedSlug = %q", got)
	}
}

func TestUniqueSlugError(t *testing.T) {
	broken := errors.New("broken")
	calls := 0
	_, err := UniqueSlug("x", SlugLimit, func(string) (bool, error) {
		if calls++; calls == 3 {
			return false, broken
		}
		return true, nil
	})
	if !errors.Is(err, broken) || calls != 3 {
		t.Errorf("err = %v after %d calls", err, calls)
	}
}

func TestReservedSlug(t *testing.T) {
	for slug, want := range map[string][2]bool{
		"feed": {true, true}, "atom": {true, true}, "embed": {true, true}, "feeds": {false, false},
		"12": {false, true}, "page2": {false, true}, "page": {false, false}, "pages2": {false, false}, "": {false, false},
	} {
		if got := [2]bool{ReservedSlug(slug, false), ReservedSlug(slug, true)}; got != want {
			t.Errorf("ReservedSlug(%q) = %v, want %v", slug, got, want)
		}
	}
}

func TestDateSlug(t *testing.T) {
	tests := []struct {
		slug, structure string
		want            bool
	}{
		{"2025", "/%postname%/", true},
		{"12", "/%year%/%postname%/", true},
		{"13", "/%year%/%postname%/", false},
		{"31", "/%year%/%monthnum%/%postname%/", true},
		{"32", "/%year%/%monthnum%/%postname%/", false},
		{"0", "/%year%/%monthnum%/%postname%/", false},
		{"12", "/%year%/%monthnum%/%day%/%postname%/", false},
		{"x", "/%postname%/", false},
		{"12", "", false},
		{"99999999999999999999", "/%year%/%postname%/", false},
	}
	for _, tt := range tests {
		if got := DateSlug(tt.slug, tt.structure); got != tt.want {
			t.Errorf("DateSlug(%q, %q) = %v", tt.slug, tt.structure, got)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"a", "Ä %41 &nbsp;", "港口 🚢", "%e2%80", "<b>x</b>", "--", "K", "İ"} {
		f.Add(s, 2, "de_DE")
	}
	f.Fuzz(func(t *testing.T, s string, n int, locale string) {
		for name, slug := range map[string]string{"slug": Slug(s), "locale": LocaleSlug(s, locale), "query": QuerySlug(s)} {
			if len(slug) > SlugLimit || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789_%-") != "" ||
				strings.Trim(slug, "-") != slug || strings.Contains(slug, "--") {
				t.Fatalf("%s of %q is %q", name, s, slug)
			}
		}
		slug := Slug(s)
		if again := Slug(slug); again != slug {
			t.Fatalf("%q is not stable: %q, %q", s, slug, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(decodeSlug(slug)) && !strings.Contains(s, "%") {
			t.Fatalf("%q was cut: %q", s, slug)
		}
		numbered := NumberedSlug(slug, n, SlugLimit)
		if len(numbered) > SlugLimit || !strings.HasSuffix(numbered, fmt.Sprintf("-%d", n)) {
			t.Fatalf("%q numbered is %q", slug, numbered)
		}
		if trashed := TrashedSlug(s); len(trashed) > SlugLimit {
			t.Fatalf("%q in the trash is %q", s, trashed)
		}
		_ = ReservedSlug(s, true)
		_ = DateSlug(s, "/%year%/"+locale+"/%postname%/")
	})
}
