package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
)

// besidePHP serves what there is of a WordPress without PHP besides the API.
type besidePHP struct {
	uploads    *uploads // nil: they cannot be read
	uploadBase string   // path of the uploads, with a slash at its end
	root       string   // of the API
}

// besidePHP returns what serves uploads, and says what it does.
func (s *site) besidePHP(stored map[string]string, log *slog.Logger) http.Handler {
	folder, address := uploadFolder(s.config, stored, s.siteURL)
	b := &besidePHP{uploadBase: pathOf(address) + "/", root: s.api.Root()}
	var err error
	if s.uploads, err = os.OpenRoot(folder); err != nil {
		log.Warn("uploads are not served", "error", err)
	} else {
		b.uploads = &uploads{files: s.uploads, notFound: http.HandlerFunc(b.notFound), log: log}
	}
	log.Info("beside PHP; scheduled posts are published here too",
		"wp-config.php", s.config.File, "database", shownDSN(s.dsn), "prefix", s.db.Prefix(), "uploads", folder)
	return b
}

// ServeHTTP implements http.Handler.
func (b *besidePHP) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, b.uploadBase)
	if ok && b.uploads != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		b.uploads.serve(w, r, name)
		return
	}
	b.notFound(w, r)
}

func (b *besidePHP) notFound(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(w, "Here is the REST API of the site, at %s, and its uploads. WordPress has the rest.\n", b.root)
}
