package text

import (
	"fmt"
	"strings"
	"testing"
)

func ExampleEmail() {
	fmt.Println(Email(" deck (hand)@ex ample.test. "))
	fmt.Println(Email("deck@-mail-.example.test"))
	// Output:
	// deckhand@example.test
	// deck@mail.example.test
}

func TestEmail(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"a@b.c", ""},
		{"@example.test", ""},
		{"éé@example.test", ""},
		{"a@example", ""},
		{"a@example.", ""},
		{"a@ex_ample.test", "a@example.test"},
		{"a@..example.test", "a@example.test"},
		{"a@é.test", ""},
		{"a@é.x.test", "a@x.test"},
		{"a@b@c.test", "a@bc.test"},
		{"o'neil+x@Example.TEST", "o'neil+x@Example.TEST"},
		{"a@b.--.c.test", "a@b.c.test"},
	}
	for _, tt := range tests {
		if got := Email(tt.in); got != tt.want {
			t.Errorf("Email(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzEmail(f *testing.F) {
	for _, s := range []string{"a@example.test", "a@@b..c", "\"q\"@x.y", "a@-b-.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := Email(s)
		dash := strings.Contains(clean+".", "-.") || strings.Contains(clean, ".-") || strings.Contains(clean, "@-")
		if clean != "" && len(clean) >= 6 && !dash && !IsEmail(clean) { // WordPress trims dashes first
			t.Fatalf("%q gives %q, which is no address", s, clean)
		}
		if IsEmail(s) && clean != s {
			t.Fatalf("%q is an address but becomes %q", s, clean)
		}
	})
}
