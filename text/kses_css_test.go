package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestSafeCSS has rows that no recording shows.
func TestSafeCSS(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"color:red;   ;width:1px", "color:red;;width:1px"},
		{" ; ;color:red", "color:red"},
		{"co\nlor:red", "color:red"},
		{"color", "color"},
		{"col(or", ""},
		{"--:1", ""},
		{"--a_B-1:2;--x:url( 'javascript:x' )", "--a_B-1:2"},
		{"--x:a url(/y)", ""},
		{"background:url( \"/a b\" )", "background:url( \"/a b\" )"},
		{"background:url( )", ""},
		{"background:url(/a) url(javascript:b)", ""},
		{"background:url(/a), url('feed:x')", "background:url(/a), url('feed:x')"},
		{"background:URL(/a)", ""},
		{"background:url(/a", ""},
		{"background:repeating-linear-gradient(rgba(0,0,0,.5) 1px, var(--x)), url(/a)", "background:repeating-linear-gradient(rgba(0,0,0,.5) 1px, var(--x)), url(/a)"},
		{"background:linear-gradient(rgb(calc(1),2,3))", ""},
		{"background:x-gradient(a)", ""},
		{"--g:conic-gradient(a,b)", "--g:conic-gradient(a,b)"},
		{"color:conic-gradient(a,b)", ""},
		{"width:calc(1px + (2px * 3))", "width:calc(1px + (2px * 3))"},
		{"width:calc(1px", ""},
		{"width:xcalc(1px)", ""},
		{"width:_calc(1px)", ""},
		{"width:-calc(1px)", "width:-calc(1px)"},
		{"width:calc(min(1px,foo(2)))", "width:calc(min(1px,foo(2)))"},
		{"width:foo(calc(1))", ""},
		{"width:CALC(1px)", ""},
		{"transform:rotateX(1deg) translate3d(0,0,0)", "transform:rotateX(1deg) translate3d(0,0,0)"},
		{"transform:rotateW(1deg)", ""},
		{"color:red!important;color:#fff", "color:red!important;color:#fff"},
		{"color:a/**/b", ""},
		{"color:a/b", "color:a/b"},
		{"border-block:1px", ""},
	}
	for _, tt := range tests {
		if got := SafeCSS(tt.in); got != tt.want {
			t.Errorf("SafeCSS(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCSSProperties(t *testing.T) {
	for _, name := range strings.Fields("border-bottom-right-radius grid-row-gap max-height padding-inline-end d unicode-bidi visibility") {
		if !isCSSProperty(name) {
			t.Errorf("%s is not listed", name)
		}
	}
	for _, name := range strings.Fields("behavior -moz-binding content transition animation inset text-shadow user-select Color list-style") {
		if isCSSProperty(name) {
			t.Errorf("%s is listed", name)
		}
	}
}

func FuzzSafeCSS(f *testing.F) {
	for _, s := range []string{"color:red", "background:url('x')", "a:calc(calc(1", "--x:linear-gradient(a(b)c)", "a\\:b;;c", "url(javascript:x)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := SafeCSS(s)
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("not UTF-8: %q", once)
		}
		if strings.Contains(once, "expression(") && !strings.Contains(once, "gradient(") && !strings.Contains(once, "--") {
			for _, f := range []string{"calc(", "var(", "min(", "max(", "url(", "("} {
				if strings.Contains(strings.Replace(once, "expression(", "", 1), f) {
					return // inside the parentheses of another function
				}
			}
			t.Fatalf("%q gives %q", s, once)
		}
		if twice := SafeCSS(once); twice != once && !strings.Contains(once+";", ";;") {
			t.Fatalf("not stable: %q, %q", once, twice)
		}
	})
}
