package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/wprest/wprest/auth"
)

// stopTime is how long requests may take to end once the server shall stop.
const stopTime = 4 * time.Second

type serveOptions struct {
	location
	addr, siteURL, title, log string
	quiet, proxied            bool
}

func serveCommand() command {
	return command{
		name: "serve", group: groupServe, brief: "serve the site; make it on the first start",
		about: `
The first start makes a site in the data folder, with an administrator, a post
and a page, and shows the passwords of the administrator once. Later starts
serve what is there. With --wp-root the API of a WordPress is served beside its
PHP, from the same rows, with the same cookies and nonces: wp-config.php says
where the database is. Nothing is made or altered in a database that WordPress
has made, but for what clients write; wprest index adds indexes if you ask.

The address of the site, by which it makes its links, is that of --addr until
--site-url or a client chooses another. What --site-url chooses is kept in the
database; later starts do not need the flag. Whoever is logged in by cookie has
to log in again when the address changes.

The start page lists the routes and lets you try them. The server speaks plain
HTTP: passwords sent to it over a network need a proxy with TLS before it.
It ends on SIGINT and SIGTERM, once the requests that are under way were
answered, or after 4 seconds.`,
		examples: []string{
			"wprest serve",
			"wprest serve --addr 127.0.0.1:0 --data /tmp/site",
			"wprest serve --addr :8080 --data /var/lib/wprest --site-url https://example.org",
			"wprest serve --db mysql://wprest:secret@127.0.0.1/site",
			"wprest serve --wp-root /var/www/html",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &serveOptions{}
			flags.StringVar(&o.addr, "addr", cmp.Or(env.getenv("WPREST_ADDR"), "127.0.0.1:8080"), "HOST:PORT|to listen on; port 0 takes a free one|WPREST_ADDR")
			o.declare(flags, env)
			flags.StringVar(&o.siteURL, "site-url", env.getenv("WPREST_SITE_URL"), "URL|of the site as clients see it|WPREST_SITE_URL")
			flags.StringVar(&o.title, "title", "My site", "TITLE|of a new site")
			flags.StringVar(&o.log, "log", "text", "FORMAT|of the log on standard error: text or json")
			flags.BoolVar(&o.proxied, "behind-proxy", false, "|a proxy in front sets X-Forwarded-For; its last address is the client's")
			flags.BoolVar(&o.quiet, "quiet", false, "|log only what goes wrong, and no requests")
			return o.run
		},
	}
}

// run serves the site until ctx ends.
func (o *serveOptions) run(ctx context.Context, out *output) (err error) {
	log, err := o.logger(out.stderr)
	if err != nil {
		return err
	}
	chosen := ""
	if o.siteURL != "" && o.wpRoot != "" {
		return usagef("--site-url cannot be set with --wp-root: the WordPress has an address")
	}
	if o.siteURL != "" {
		if chosen, err = cleanAddress(o.siteURL); err != nil {
			return err
		}
	}
	listener, err := listen(ctx, o.addr)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // the server has closed it, unless it never ran
	address := listeningURL(listener.Addr())
	s, err := openSite(ctx, siteOptions{
		location: o.location, title: o.title, chosen: chosen, derived: address, proxied: o.proxied, log: log,
		announce: func(made *secrets) { made.announce(out.stdout, o.shown()) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if s.home != address {
		fmt.Fprintln(out.stdout, "the site is", s.home)
	}
	return serve(ctx, listener, s.handler, log, func() { fmt.Fprintln(out.stdout, "listening on", address) })
}

// logger returns what the flags ask for.
func (o *serveOptions) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelInfo
	if o.quiet {
		level = slog.LevelWarn
	}
	options := &slog.HandlerOptions{Level: level}
	switch o.log {
	case "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return nil, usagef("--log is text or json, not %q", o.log)
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program; choose another port, as --addr 127.0.0.1:0", addr)
	}
	return listener, err
}

// serve answers requests until ctx ends, and then those that are under way.
// It calls ready when clients can connect.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger, ready func()) error {
	server := &http.Server{
		Handler:           logAccess(log, handler),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // of an upload
		WriteTimeout:      10 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		shutDown(ctx, server, stopTime, log)
	})
	ready()
	err := server.Serve(listener)
	if stop() { // it ended by itself
		return err
	}
	<-stopped
	return nil
}

// shutDown lets a server end its requests, for some time.
func shutDown(ctx context.Context, server *http.Server, limit time.Duration, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("stopped before all requests were answered", "error", err)
		_ = server.Close() // closes connections, and has nothing more to tell
	}
}

// forwardedFor returns the address of the client that the nearest proxy names, or
// that of the connection.
func forwardedFor(r *http.Request) string {
	list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if address, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
		return address.String()
	}
	return auth.RemoteIP(r)
}
