package wordpress

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A difference is one that there is between WordPress 6.1 and the one that wprest
// is like, or that is meant.
type difference struct {
	at     string // pattern of a path, as of path.Match with "." for "/"
	reason string
	// fits reports whether the values differ as they are known to; nil: any may.
	fits func(php, wprest any) bool
}

func differences() []difference {
	isPrivate := func(php, wprest any) bool { return php == fmt.Sprintf("Private: %v", wprest) }
	isAvatar := func(php, wprest any) bool {
		return strings.Contains(fmt.Sprint(php), "gravatar.com/avatar/") && strings.Contains(fmt.Sprint(wprest), "gravatar.com/avatar/")
	}
	isMissing := func(_, wprest any) bool { return wprest == nil }
	isPlain := func(php, _ any) bool { return strings.Contains(fmt.Sprint(php), "/index.php?rest_route=") }
	return []difference{
		{"meta.*coast_*", "no flag registers meta", isMissing},
		{"*.meta.*coast_*", "as above", isMissing},
		{"title.rendered", "newer ones show editors the title without a prefix", isPrivate},
		{"*.title.rendered", "as above", isPrivate},
		{"avatar_urls.*", "newer ones hash addresses by SHA-256", isAvatar},
		{"*.avatar_urls.*", "as above", isAvatar},
		{"author_avatar_urls.*", "as above", isAvatar},
		{"*.author_avatar_urls.*", "as above", isAvatar},
		{"*._embedded.author.*.avatar_urls.*", "as above", isAvatar},
		{"_links.*.*.href", "wprest answers at /wp-json even where permalinks are plain", isPlain},
		{"labels.*", "wprest has words of its own", nil},
		{"supports.editor", "newer ones have notes", nil},
	}
}

// same fails the test where the sides show something different at a route.
// Members that PHP does not have are newer ones.
func (c *coast) same(t *testing.T, route string) (shown any) {
	t.Helper()
	return c.sameAt(t, c.wprest, route)
}

// sameAt is same for PHP and one of the others.
func (c *coast) sameAt(t *testing.T, other *side, route string) (shown any) {
	t.Helper()
	php, wprest := both(t, c.php, other, route)
	if php.status != http.StatusOK || wprest.status != http.StatusOK {
		t.Fatalf("%s: status %d by php, %d by wprest: %.300s", route, php.status, wprest.status, asJSON(wprest.body))
	}
	if php.total != wprest.total {
		t.Errorf("%s: total %s by php, %s by wprest", route, php.total, wprest.total)
	}
	c.compare(t, route, php.body, wprest.body)
	return php.body
}

func (c *coast) compare(t *testing.T, what string, php, wprest any) {
	t.Helper()
	if found := differ("", php, wprest); len(found) > 0 {
		t.Errorf("%s (php | wprest):\n%s", what, strings.Join(found, "\n"))
	}
}

// both asks both sides at once.
func both(t *testing.T, php, wprest *side, route string) (a, b answer) {
	t.Helper()
	var group sync.WaitGroup
	for s, into := range map[*side]*answer{php: &a, wprest: &b} {
		group.Go(func() {
			var err error
			if *into, err = s.ask(http.MethodGet, route, nil); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	return a, b
}

func isMeant(at string, php, wprest any) bool {
	return slices.ContainsFunc(differences(), func(d difference) bool {
		ok, err := path.Match(strings.ReplaceAll(d.at, ".", "/"), strings.ReplaceAll(at, ".", "/"))
		return ok && err == nil && (d.fits == nil || d.fits(php, wprest))
	})
}

// differ lists what differs between two JSON values.
func differ(at string, php, wprest any) []string {
	inside := func(name string) string { return strings.TrimPrefix(at+"."+name, ".") }
	switch a := php.(type) {
	case object:
		b, ok := wprest.(object)
		if !ok {
			break
		}
		var found []string
		for _, name := range slices.Sorted(maps.Keys(a)) {
			found = append(found, differ(inside(name), a[name], b[name])...)
		}
		return found
	case []any:
		b, ok := wprest.([]any)
		if _, isObject := wprest.(object); isObject && len(a) == 0 {
			return nil // PHP writes an empty object like this
		}
		if !ok || len(a) != len(b) {
			break
		}
		var found []string
		for i := range a {
			found = append(found, differ(inside(fmt.Sprint(i)), a[i], b[i])...)
		}
		return found
	}
	if equal(php, wprest) || isMeant(at, php, wprest) {
		return nil
	}
	return []string{fmt.Sprintf("  %s: %s | %s", at, asJSON(php), asJSON(wprest))}
}

// equal compares JSON values; PHP writes an empty object as an empty list.
func equal(a, b any) bool {
	return reflect.DeepEqual(a, b) || isEmpty(a) && isEmpty(b)
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case object:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
