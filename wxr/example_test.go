package wxr_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/wprest/wprest/wxr"
)

func ExampleReader() {
	file := strings.NewReader(`<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
		<title>Harbor Notes</title>
		<wp:wxr_version>1.2</wp:wxr_version>
		<wp:tag><wp:tag_slug>rope</wp:tag_slug><wp:tag_name>Rope</wp:tag_name></wp:tag>
		<item><title>First light</title><wp:post_id>8</wp:post_id><wp:post_type>post</wp:post_type></item>
	</channel></rss>`)
	r := wxr.NewReader(file, wxr.Limits{})
	for {
		entry, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			fmt.Println(err) // names the line
			return
		}
		switch e := entry.(type) {
		case *wxr.Term:
			fmt.Println(e.Taxonomy, e.Name)
		case *wxr.Item:
			fmt.Println(e.Type, e.ID, e.Title)
		}
	}
	fmt.Println(r.Site().Title)
	// Output:
	// post_tag Rope
	// post 8 First light
	// Harbor Notes
}

func ExampleWriter() {
	var file strings.Builder
	w := wxr.NewWriter(&file, wxr.Site{Title: "Harbor Notes"})
	err := errors.Join(
		w.Write(&wxr.Author{ID: 1, Login: "ada"}),
		w.Write(&wxr.Item{ID: 8, Type: "post", Title: "First light"}),
		w.Close(),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(file.String()) {
		if strings.Contains(line, "title") || strings.Contains(line, "login") {
			fmt.Println(strings.TrimSpace(line))
		}
	}
	// Output:
	// <title>Harbor Notes</title>
	// <wp:author_login><![CDATA[ada]]></wp:author_login>
	// <title><![CDATA[First light]]></title>
}
