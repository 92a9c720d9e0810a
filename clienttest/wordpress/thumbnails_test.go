package wordpress

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
)

// upload has PHP keep a picture.
func (c *coast) upload(t *testing.T, name string) int {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 300))); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, c.php.url+address("/wp/v2/media"), &picture)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(c.php.user, c.php.password)
	req.Header.Set("Content-Type", "image/png")
	req.Header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return number(c.php.mustSend(t, http.StatusCreated, req), "id")
}

// testThumbnails gives posts a picture that PHP has.
func testThumbnails(t *testing.T, c *coast) {
	picture, other := c.upload(t, "light.png"), c.upload(t, "light.png")
	source := strings.TrimPrefix(str(c.php.get(t, fmt.Sprintf("/wp/v2/media/%d", picture)), "source_url"), c.php.url)
	if c.php.page(t, source) != c.wprest.page(t, source) {
		t.Error("the file of the picture differs")
	}
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		id := writer.create(t, "/wp/v2/posts", object{"title": "With picture", "featured_media": picture, "status": "publish"})
		route := fmt.Sprintf("/wp/v2/posts/%d", id)
		want(t, reader, c.samePost(t, id), "featured_media", picture)
		reader.update(t, route, object{"featured_media": other})
		want(t, writer, c.samePost(t, id), "featured_media", other)
		writer.update(t, route, object{"featured_media": 0})
		want(t, reader, c.samePost(t, id), "featured_media", 0)
		if value, ok := c.metaOf(t, id)["_thumbnail_id"]; ok {
			t.Errorf("_thumbnail_id is still %q", value)
		}
		// The slugs of pictures are those of no post.
		post := writer.create(t, "/wp/v2/posts", object{"title": "light", "status": "publish"})
		c.samePost(t, post)
	})
	t.Run("deleted", func(t *testing.T) {
		id := c.wprest.create(t, "/wp/v2/posts", object{"title": "Loses its picture", "featured_media": picture, "status": "publish"})
		c.php.delete(t, fmt.Sprintf("/wp/v2/media/%d?force=true", picture))
		want(t, c.wprest, c.samePost(t, id), "featured_media", 0)
	})
}
