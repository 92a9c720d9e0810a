// Command harbor serves the conformance site "Harbor Notes".
//
//	go run ./examples/harbor -site conformance/site -addr 127.0.0.1:8071
//
// It loads the site's tables into a fresh database and answers like the WordPress
// on which the conformance cases were recorded. CONFORMANCE_SITE and
// CONFORMANCE_ADDR in the environment stand for the flags.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wprest/wprest/examples/harbor/harborsite"
)

func main() {
	dir := flag.String("site", cmp.Or(os.Getenv("CONFORMANCE_SITE"), "conformance/site"), "folder of the site")
	addr := flag.String("addr", cmp.Or(os.Getenv("CONFORMANCE_ADDR"), "127.0.0.1:8071"), "address to listen on")
	dsn := flag.String("db", "", "database to load the site into; a temporary one by default")
	flag.Parse()
	if err := serve(*dir, *addr, *dsn); err != nil {
		fmt.Fprintln(os.Stderr, "harbor:", err)
		os.Exit(1)
	}
}

func serve(dir, addr, dsn string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	site, err := harborsite.New(ctx, dir, dsn)
	if err != nil {
		return err
	}
	server := &http.Server{Addr: addr, Handler: site, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	err = server.ListenAndServe()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, site.Close())
}
