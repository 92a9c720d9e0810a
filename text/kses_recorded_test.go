package text

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestRecorded compares what goes in with what a live WordPress stored, or
// answered. testdata/clean.json holds the pairs, taken from the conformance
// cases; addresses of the site are those of the recording.
func TestRecorded(t *testing.T) {
	const site = "http://127.0.0.1:8071"
	post := PostPolicy().WithUploads("127.0.0.1:8071")
	check := map[string]func(in, want string) string{
		"post-content":     func(in, _ string) string { return KSES(post, WindowsEntities(in)) },
		"title":            func(in, _ string) string { return TitleField(in, false) },
		"windows-entities": func(in, _ string) string { return WindowsEntities(in) },
		"comment-kses": func(in, _ string) string {
			return RelUGC(KSES(CommentPolicy(), WindowsEntities(strings.Trim(in, phpTrim))), site)
		},
		"comment-rel":    func(in, _ string) string { return RelUGC(WindowsEntities(strings.Trim(in, phpTrim)), site) },
		"name":           func(in, _ string) string { return NameField(in) },
		"url-field":      func(in, _ string) string { return URLField(URL(in)) },
		"email-field":    func(in, _ string) string { return EmailField(in) },
		"description":    func(in, _ string) string { return DescriptionField(in) },
		"text-field":     func(in, _ string) string { return TextField(in) },
		"textarea-field": func(in, _ string) string { return TextareaField(in) },
		"uri":            func(in, _ string) string { return URL(in) },
		"email":          func(in, _ string) string { return verdict(IsEmail(in)) },
		"username":       func(in, _ string) string { return verdict(in != "" && in != "0" && Username(in, true) == in) },
		"avatar":         func(in, _ string) string { return Avatar(in, 48, AvatarOptions{}) },
		"file":           func(in, _ string) string { return recordedFile(in) },
		"slug":           func(in, want string) string { return nearSlug(Slug(in), want, SlugLimit) },
		"name-slug":      func(in, want string) string { return nearSlug(Slug(NameField(in)), want, SlugLimit) },
		"generated-slug": func(in, want string) string { return nearSlug(EscapeHTML(decodeSlug(Slug(in))), want, SlugLimit) },
		"user-slug": func(in, want string) string {
			return nearSlug(Slug(Username(in, true)), want, NicenameLimit)
		},
	}
	for kind, rows := range recordedPairs(t) {
		f, ok := check[kind]
		if !ok {
			t.Errorf("nothing checks %q", kind)
			continue
		}
		t.Run(kind, func(t *testing.T) {
			for _, row := range rows {
				if got := f(row[0], row[1]); got != row[1] {
					t.Errorf("%q\n got %q\nwant %q", row[0], got, row[1])
				}
			}
		})
	}
}

// recordedPairs reads testdata/clean.json.
func recordedPairs(t testing.TB) (pairs map[string][][2]string) {
	data, err := os.ReadFile("testdata/clean.json")
	if err == nil {
		err = json.Unmarshal(data, &pairs)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// recordedTexts is all that went into the recordings.
func recordedTexts(t testing.TB) (texts []string) {
	for _, rows := range recordedPairs(t) {
		for _, row := range rows {
			texts = append(texts, row[0])
		}
	}
	return texts
}

func verdict(ok bool) string {
	if ok {
		return "ok"
	}
	return "refused"
}

// nearSlug is want if that is slug with a number, as one has that is taken.
func nearSlug(slug, want string, limit int) string {
	for n := 2; n < 10; n++ {
		if NumberedSlug(slug, n, limit) == want {
			return want
		}
	}
	return slug
}

// recordedFile is what becomes of the name of an upload: its folders go, its
// name is cleaned, its ending becomes lower case.
func recordedFile(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = FileName(name, func(ext string) bool {
		return strings.Contains(" jpg jpeg png tar gz ", " "+ext+" ")
	})
	dot := strings.LastIndexByte(name, '.') + 1
	return name[:dot] + strings.ToLower(name[dot:])
}
