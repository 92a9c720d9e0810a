package wpdb_test

import (
	"context"
	"fmt"
	"log"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

func Example() {
	ctx := context.Background()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:"})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.Install(ctx, wpdb.InstallOptions{SiteURL: "https://example.org", AdminLogin: "harbormaster", AdminEmail: "master@example.org"})
	if err != nil {
		log.Fatal(err)
	}
	err = db.Tx(ctx, func(ctx context.Context) error { // both or neither
		post := wp.Post{Type: "post", Status: "publish", Title: "Low tide"}
		if err := db.Posts().Create(ctx, &post); err != nil {
			return err
		}
		return db.Meta().SetMeta(ctx, wp.PostMeta, post.ID, "rating", "5")
	})
	if err != nil {
		log.Fatal(err)
	}
	posts, total, err := db.Posts().List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("type", "post"), wprest.Where("status", "publish")},
		Order: []wprest.Order{{Field: "title"}},
		Limit: 10,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range posts {
		fmt.Println(p.Title)
	}
	fmt.Println(total)
	// Output:
	// A first post
	// Low tide
	// 2
}
