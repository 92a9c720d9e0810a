package wordpress

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// A publisher looks for posts whose time has come, and returns when it has
// published them.
type publisher func(ctx context.Context) error

// testScheduled has either side, and both at once, publish what either has
// scheduled.
func testScheduled(t *testing.T, c *coast) {
	cron := func(context.Context) error {
		resp, _, err := c.php.send(http.MethodGet, "/wp-cron.php?doing_wp_cron", "", nil)
		if err == nil && resp.StatusCode != http.StatusOK {
			err = fmt.Errorf("wp-cron.php: %s", resp.Status)
		}
		return err
	}
	due := func(ctx context.Context) error {
		_, _, err := c.site.PublishDue(ctx)
		return err
	}
	c.bothWays(t, func(t *testing.T, writer, _ *side) {
		for name, publishers := range map[string][]publisher{"by php": {cron}, "by wprest": {due}, "by both": {cron, due}} {
			t.Run(name, func(t *testing.T) { c.testPublishing(t, writer, publishers) })
		}
	})
}

func (c *coast) testPublishing(t *testing.T, writer *side, publishers []publisher) {
	category := writer.create(t, "/wp/v2/categories", object{"name": t.Name()})
	due := time.Now().UTC().Add(10 * time.Minute).Truncate(time.Second)
	var ids []int
	for i := range 3 {
		ids = append(ids, writer.create(t, "/wp/v2/posts", object{
			"title": fmt.Sprintf("Due %d", i), "date_gmt": due.Format("2006-01-02T15:04:05"), "categories": []int{category}, "status": "publish",
		}))
	}
	for _, id := range ids {
		want(t, writer, c.samePost(t, id), "status", "future")
		if !c.scheduled(t, id) {
			t.Errorf("post %d has no event", id)
		}
	}
	c.makeDue(t, due)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !c.published(t, ids) {
		var group sync.WaitGroup
		for _, publish := range publishers {
			group.Go(func() {
				if err := publish(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		if group.Wait(); t.Failed() || ctx.Err() != nil {
			t.Fatalf("they are not published: %s", c.schedule(t, ids))
		}
	}
	for _, id := range ids {
		want(t, writer, c.samePost(t, id), "status", "publish")
	}
	// Who publishes twice counts twice. PHP counts first and stores the number
	// later, so of two that publish at once it can miss what the other one does.
	answer := c.same(t, fmt.Sprintf("/wp/v2/categories/%d", category))
	if n := number(answer, "count"); n > len(ids) || n < len(ids) && len(publishers) == 1 {
		t.Errorf("%d posts are counted, want %d", n, len(ids))
	}
}

// published reports whether all of the posts are, and have no event.
func (c *coast) published(t *testing.T, ids []int) bool {
	t.Helper()
	for _, id := range ids {
		var status string
		if err := c.db.QueryRow("SELECT post_status FROM "+prefix+"posts WHERE ID = ?", id).Scan(&status); err != nil {
			t.Fatal(err)
		}
		if status != "publish" || c.scheduled(t, id) {
			return false
		}
	}
	return true
}

// schedule tells the states of posts, and the list of events.
func (c *coast) schedule(t *testing.T, ids []int) string {
	t.Helper()
	told, cron := "", ""
	for _, id := range ids {
		var status string
		if err := c.db.QueryRow("SELECT CONCAT(post_status, ' ', post_date_gmt) FROM "+prefix+"posts WHERE ID = ?", id).Scan(&status); err != nil {
			t.Error(err)
		}
		told += fmt.Sprintf("%d is %s, ", id, status)
	}
	if err := c.db.QueryRow("SELECT option_value FROM " + prefix + "options WHERE option_name = 'cron'").Scan(&cron); err != nil {
		t.Error(err)
	}
	return told + cron
}

// makeDue has the posts of a time, and their events, be of a minute ago. Nobody
// may schedule a post for less than a minute ahead.
func (c *coast) makeDue(t *testing.T, due time.Time) {
	t.Helper()
	now := time.Now().UTC().Add(-time.Minute)
	result, err := c.db.Exec("UPDATE "+prefix+"posts SET post_date = ?, post_date_gmt = ? WHERE post_status = 'future' AND post_date_gmt = ?", now, now, due)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); n == 0 || err != nil {
		t.Fatalf("nothing was made due: %v", err)
	}
	var stored string
	if err := c.db.QueryRow("SELECT option_value FROM " + prefix + "options WHERE option_name = 'cron'").Scan(&stored); err != nil {
		t.Fatal(err)
	}
	events, _ := phpvalue.MaybeDecode(stored).(*wprest.Map)
	then := strconv.FormatInt(due.Unix(), 10)
	if !events.Has(then) {
		t.Fatalf("there is no event at %s: %s", then, stored)
	}
	// Cron looks no further than to the first event of a later time.
	moved := wprest.MapOf(strconv.FormatInt(now.Unix(), 10), events.Get(then))
	for at, event := range events.All() {
		if at != then {
			moved.Set(at, event)
		}
	}
	if _, err := c.db.Exec("UPDATE "+prefix+"options SET option_value = ? WHERE option_name = 'cron'", phpvalue.Encode(moved)); err != nil {
		t.Fatal(err)
	}
}

// scheduled reports whether WordPress's list of events has one for a post.
func (c *coast) scheduled(t *testing.T, post int) bool {
	t.Helper()
	var found bool
	err := c.db.QueryRow("SELECT option_value LIKE ? FROM "+prefix+"options WHERE option_name = 'cron'",
		fmt.Sprintf(`%%"publish_future_post"%%i:0;i:%d;%%`, post)).Scan(&found)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
