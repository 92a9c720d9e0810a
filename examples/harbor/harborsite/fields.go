package harborsite

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

// registerFields adds the site's own fields to posts, books and users.
func registerFields(site *wp.Site, db *wpdb.DB) {
	wprest.AddField(site.Posts, wprest.Field[wp.Post, int]{
		Name:   "word_count",
		Schema: &wprest.Schema{Type: "integer", Context: []string{"view", "edit"}, Readonly: true},
		Load: func(_ context.Context, posts []*wp.Post) ([]int, error) {
			counts := make([]int, len(posts))
			for i, p := range posts {
				counts[i] = countWords(text.StripTags(p.Content))
			}
			return counts, nil
		},
	})
	piers := pierField(site, db.Meta())
	wprest.AddField(site.Posts, piers)
	wprest.AddField(site.PostType("book"), piers)
	wprest.AddField(site.Users, wprest.Field[wp.User, int]{
		Name:   "post_total",
		Schema: &wprest.Schema{Type: "integer", Context: []string{"view", "embed"}},
		Load: func(ctx context.Context, users []*wp.User) ([]int, error) {
			return countPosts(ctx, db.Posts(), users)
		},
	})
}

// pierField is the berth of a post, a number that is kept in its meta.
func pierField(site *wp.Site, meta wp.MetaStore) wprest.Field[wp.Post, int] {
	const key = "_pier"
	return wprest.Field[wp.Post, int]{
		Name:   "pier_number",
		Schema: &wprest.Schema{Type: "integer", Minimum: new(0.0), Context: []string{"view", "edit", "embed"}},
		Load: func(ctx context.Context, posts []*wp.Post) ([]int, error) {
			stored, err := site.PostMeta(ctx, posts, key)
			piers := make([]int, len(posts))
			for i, values := range stored {
				if len(values) > 0 {
					piers[i] = int(wprest.ToInt(values[0]))
				}
			}
			return piers, err
		},
		Save: func(ctx context.Context, p *wp.Post, pier int) error {
			if pier == 13 {
				return wprest.NewError(http.StatusBadRequest, "harbor_unlucky", "Unlucky pier.")
			}
			return meta.SetMeta(ctx, wp.PostMeta, p.ID, key, strconv.Itoa(pier))
		},
	}
}

// countWords counts runs of letters, apostrophes and hyphens, as PHP's
// str_word_count does.
func countWords(s string) int {
	s = strings.TrimRight(strings.TrimLeft(s, "'-"), "-")
	return len(strings.FieldsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '\'' && c != '-'
	}))
}

// countPosts counts the posts of each user that the reader may see.
func countPosts(ctx context.Context, posts *wpdb.PostStore, users []*wp.User) ([]int, error) {
	private, err := wprest.May(ctx, "read_private_posts")
	if err != nil {
		return nil, err
	}
	authors := make([]int64, len(users))
	for i, u := range users {
		authors[i] = u.ID
	}
	seen := wprest.Where("status", "publish")
	if private {
		seen = wprest.Where("status", "publish", "private")
	} else if reader := wprest.UserFrom(ctx); reader != nil {
		seen = wprest.Condition{Any: [][]wprest.Condition{
			{seen}, {wprest.Where("status", "private"), wprest.Where("author", reader.ID)},
		}}
	}
	byAuthor, err := posts.CountBy(ctx, "author", wprest.Where("type", "post"), wprest.Where("author", authors...), seen)
	counts := make([]int, len(users))
	for i, u := range users {
		counts[i] = byAuthor[u.ID]
	}
	return counts, err
}
