// Command legacy-table serves the data of an old program to WordPress clients: a
// shop with news, in tables that no WordPress ever saw. Their columns have
// German names, statuses are numbers, dates are kept in three ways, topics hang
// on news by a join table. Nothing is copied: what clients read and write is in
// the old columns, in the old formats.
//
//	go run ./examples/legacy-table
//	curl 'http://127.0.0.1:8080/wp-json/wp/v2/posts?search=Deich&_embed'
//
// What an owner of such data writes is one adapter for each table, and a list of
// which table is what:
//
//	news.go      nachrichten      posts                read, write
//	products.go  artikel          a type of its own    read, write
//	archive.go   archiv           a type of its own    read
//	pictures.go  bilder           attachments          read
//	topics.go    themen, and the join table: categories  read, write
//	editors.go   redakteure       users                read
//	meta.go      columns that WordPress has as meta values
//	posts.go     all tables together as the posts of the site
//	site.go      what the site is made of
//
// The file shop.go stands for the old program: it makes its tables and 50,000
// rows, where there are none.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/wp"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	path := flag.String("db", "", "file of the old database, which is made if it is missing; a temporary one by default")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *addr, *path); err != nil {
		fmt.Fprintln(os.Stderr, "legacy-table:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, addr, path string) (err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // the server has closed it, unless it never ran
	old, err := openShop(ctx, path, allRows)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	home := "http://" + listener.Addr().String()
	h, err := newHost(old.db, home)
	if err != nil {
		return err
	}
	plain, _, err := auth.NewAppPassword(ctx, h.passwords, chief, "started "+time.Now().Format(time.DateTime), "")
	if err != nil {
		return err
	}
	fmt.Println("application password for heike:", auth.ChunkPassword(plain))
	fmt.Println("listening on", home)
	go publish(ctx, h.site)
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// publish publishes scheduled posts when their time has come.
func publish(ctx context.Context, site *wp.Site) {
	every := time.NewTicker(time.Minute)
	defer every.Stop()
	for {
		if _, _, err := site.PublishDue(ctx); err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "publish scheduled posts", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
