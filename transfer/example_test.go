package transfer_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/transfer"
	"github.com/wprest/wprest/wxr"
)

func ExampleImporter() {
	ctx := context.Background()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:"})
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if err := db.Create(ctx); err != nil {
		log.Fatal(err)
	}
	file := strings.NewReader(`<rss version="2.0"><channel><wp:wxr_version>1.2</wp:wxr_version>
		<item><title>First light</title><dc:creator>ada</dc:creator><wp:post_id>8</wp:post_id><wp:status>publish</wp:status></item>
	</channel></rss>`)
	im := &transfer.Importer{Stores: db.Stores()}
	result, err := im.Import(ctx, transfer.FromWXR(wxr.NewReader(file, wxr.Limits{})))
	if err != nil {
		log.Fatal(err)
	}
	post, err := db.Posts().Get(ctx, 8)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(post.Title, post.Slug)
	fmt.Println(result[transfer.Posts].Made, result[transfer.Users].Made)
	// Output:
	// First light first-light
	// 1 1
}
