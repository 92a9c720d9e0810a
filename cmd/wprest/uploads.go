package main

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path"
	"strings"
)

// uploads serves the files that users have uploaded. They are not to be
// trusted: none may run in the site's own name.
type uploads struct {
	files    *os.Root // no link leads out of it
	notFound http.Handler
	log      *slog.Logger
}

// serve answers a request for the file of a name below the folder.
func (u *uploads) serve(w http.ResponseWriter, r *http.Request, name string) {
	f, info, err := u.open(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			u.log.WarnContext(r.Context(), "upload cannot be read", "error", err)
		}
		u.notFound.ServeHTTP(w, r)
		return
	}
	defer f.Close() //nolint:errcheck // it was only read
	kind, isSafe := uploadType(name)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	if !isSafe {
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
		h.Set("Content-Disposition", "attachment")
	}
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// open opens a file. Folders, what begins with a dot, and what a server with PHP
// would run instead of showing it, are not there.
func (u *uploads) open(name string) (*os.File, os.FileInfo, error) {
	if !fs.ValidPath(name) || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || isProgram(name) {
		return nil, nil, fs.ErrNotExist
	}
	f, err := u.files.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// isProgram reports whether a server with PHP runs a file of the name.
func isProgram(name string) bool {
	extension := strings.ToLower(path.Ext(name))
	return strings.HasPrefix(extension, ".php") || extension == ".phtml" || extension == ".phar"
}

// uploadType returns the content type of a file by its name, and whether a
// browser may show it: not if it could bring along a script.
func uploadType(name string) (kind string, isSafe bool) {
	shown := map[string]string{
		".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
		".avif": "image/avif", ".heic": "image/heic", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff",
		".ico": "image/x-icon", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg",
		".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime",
		".webm": "video/webm", ".ogv": "video/ogg", ".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8",
		".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf", ".vtt": "text/vtt; charset=utf-8",
	}
	saved := map[string]string{
		".svg": "image/svg+xml", ".svgz": "image/svg+xml", ".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8",
		".xhtml": "application/xhtml+xml", ".xml": "application/xml", ".css": "text/css; charset=utf-8",
		".js": "text/javascript; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8",
		".zip": "application/zip", ".gz": "application/gzip",
	}
	extension := strings.ToLower(path.Ext(name))
	if kind, ok := shown[extension]; ok {
		return kind, true
	}
	if kind, ok := saved[extension]; ok {
		return kind, false
	}
	return "application/octet-stream", false
}
