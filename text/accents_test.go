package text

import (
	"fmt"
	"testing"
	"unicode/utf8"
)

func ExampleRemoveAccents() {
	fmt.Println(RemoveAccents("Ærø naïve Größe", ""), RemoveAccents("Größe", "de_DE"))
	// Output: AEro naive Grose Groesse
}

func TestRemoveAccents(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"e\u0301 a\u0302\u0301", "e a"},
		{"o\u030a x\u0301", "o\u030a x\u0301"},
		{"α\u0301 か\u3099", "ά が"},
		{"ß ẞ € £ ª º", "s ẞ E  a o"},
		{"a\xffé", "ae"},
		{"港 🚢 Ⅷ", "港 🚢 Ⅷ"},
	}
	for _, tt := range tests {
		if got := RemoveAccents(tt.in, ""); got != tt.want {
			t.Errorf("RemoveAccents(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestAccentTable counts the letters of the table, so that none is lost.
func TestAccentTable(t *testing.T) {
	table, letters := accentTable(), 0
	for r, n := range table.number {
		if n == 0 {
			continue
		}
		letters++
		if to := table.letters[n]; !isASCII(to) || r < utf8.RuneSelf {
			t.Errorf("%c becomes %q", r, to)
		}
	}
	if letters != 311 {
		t.Errorf("%d letters", letters)
	}
}

func FuzzRemoveAccents(f *testing.F) {
	f.Add("Größe Århus l·l Đ", "de")
	f.Add("e\u0301\xff", "ca")
	f.Fuzz(func(t *testing.T, s, locale string) {
		got := RemoveAccents(s, locale)
		if !utf8.ValidString(got) {
			t.Fatalf("%q gives %q", s, got)
		}
	})
}
