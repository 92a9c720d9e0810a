package harborsite

import (
	"net/http"
	"strings"
	"testing"
)

// A queryLimit says how many queries a GET request may cost at most.
type queryLimit struct {
	path, authorization string
	most                int
}

// checkQueries sends each request twice, so that options and the like are kept,
// and counts the queries of the second.
func checkQueries(t *testing.T, site *Site, log *queryLog, limits []queryLimit) {
	t.Helper()
	for _, limit := range limits {
		site.call(t, http.MethodGet, limit.path, "", limit.authorization, http.StatusOK)
		log.take()
		site.call(t, http.MethodGet, limit.path, "", limit.authorization, http.StatusOK)
		queries := log.take()
		if len(queries) > limit.most {
			t.Errorf("GET %s: %d queries, at most %d:\n%s", limit.path, len(queries), limit.most, strings.Join(shorter(queries), "\n"))
		}
	}
}

func shorter(texts []string) []string {
	for i, text := range texts {
		if at := strings.Index(text, " FROM "); at > 40 {
			text = text[:40] + "…" + text[at:]
		}
		texts[i] = text[:min(len(text), 160)]
	}
	return texts
}
