package text

import (
	"testing"
	"time"
)

// cleaners is every function of a single text.
func cleaners() map[string]func(string) string {
	return map[string]func(string) string{
		"KSES":            func(s string) string { return KSES(PostPolicy(), s) },
		"SafeCSS":         SafeCSS,
		"RelUGC":          func(s string) string { return RelUGC(s, "https://example.test") },
		"Slug":            Slug,
		"QuerySlug":       QuerySlug,
		"NumberedSlug":    func(s string) string { return NumberedSlug(s, 2, SlugLimit) },
		"RemoveAccents":   func(s string) string { return RemoveAccents(s, "ca") },
		"EscapeHTML":      EscapeHTML,
		"EscapeTextarea":  EscapeTextarea,
		"EscapeURL":       EscapeURL,
		"WindowsEntities": WindowsEntities,
		"Key":             Key,
		"HTMLClass":       func(s string) string { return HTMLClass(s, "x") },
		"ClassToken":      func(s string) string { return ClassToken(s, "1") },
		"Username":        func(s string) string { return Username(s, false) },
		"strict Username": func(s string) string { return Username(s, true) },
		"FileName":        func(s string) string { return FileName(s, func(ext string) bool { return ext == "jpg" }) },
		"Email":           Email,
		"NameField":       NameField,
		"URLField":        URLField,
		"EmailField":      EmailField,
		"StripTags":       StripTags,
		"StripAllTags":    StripAllTags,
		"TextField":       TextField,
		"TextareaField":   TextareaField,
		"URL":             URL,
		"avatar":          func(s string) string { return Avatar(s, 96, AvatarOptions{Default: "initials", Name: s}) },
	}
}

// TestLinear finds functions for which an odd text takes quadratic time, which
// would be minutes.
func TestLinear(t *testing.T) {
	if raceDetector {
		t.Skip("looks at times")
	}
	for shape, s := range pathological(1 << 18) {
		for name, f := range cleaners() {
			start := time.Now()
			f(s)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("%s of %s took %v", name, shape, took)
			}
		}
	}
}

// BenchmarkCleaners measures every function on the odd text that is the worst
// for it, and on prose.
func BenchmarkCleaners(b *testing.B) {
	texts := pathological(1 << 20)
	for name, f := range cleaners() {
		worst, longest := "", time.Duration(0)
		for shape, s := range texts {
			start := time.Now()
			f(s)
			if took := time.Since(start); took > longest {
				worst, longest = shape, took
			}
		}
		b.Run(name+"/"+worst, func(b *testing.B) {
			b.SetBytes(int64(len(texts[worst])))
			b.ReportAllocs()
			for b.Loop() {
				f(texts[worst])
			}
		})
	}
}
