package wp

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
)

// reassignArg says who gets what a deleted user leaves: an id, or false.
func reassignArg() wprest.Arg {
	return wprest.Arg{
		Schema: wprest.Schema{Name: "reassign", Type: "integer", Required: true, Description: "The user who gets the posts and links, or false."},
		Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) {
			switch v := value.(type) {
			case int64, float64:
				return wprest.ToInt(v), nil
			case string:
				if _, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
					return wprest.ToInt(v), nil
				}
			}
			if !wprest.Truthy(value) || value == "false" {
				return false, nil
			}
			return nil, wprest.NewError(http.StatusBadRequest, "rest_invalid_param", "The heir is no user.")
		},
	}
}

// remove deletes a user, and hands on or deletes what is theirs.
func (w *userWriter) remove(ctx context.Context, r *wprest.Request, u *User) error {
	deleter, ok := w.site.stores.Users.(wprest.Deleter[int64])
	if !ok {
		return wprest.ErrUnsupported
	}
	if heir := r.Get("reassign"); heir == false {
		if err := w.discard(ctx, u.ID); err != nil {
			return err
		}
	} else if err := w.handOn(ctx, u.ID, abs(wprest.ToInt(heir))); err != nil {
		return err
	}
	return deleter.Delete(ctx, u.ID)
}

// handOn gives all that a user wrote to another. 0 leaves it to nobody.
func (w *userWriter) handOn(ctx context.Context, from, to int64) error {
	if to != 0 {
		_, err := w.site.stores.Users.Get(ctx, to)
		if err != nil && !isNotExist(err) {
			return err
		}
		if err != nil || to == from {
			return wprest.NewError(http.StatusBadRequest, "rest_user_invalid_reassign", "This user cannot be the heir.")
		}
	}
	heirs, ok := w.site.stores.Posts.(Reassigner)
	if !ok {
		return wprest.ErrUnsupported
	}
	return heirs.Reassign(ctx, from, to)
}

// discard deletes what a user wrote. Posts and pages go to the trash.
func (w *userWriter) discard(ctx context.Context, author int64) error {
	types := []string{"revision"}
	for _, t := range w.site.types {
		if t.goesWithUser() {
			types = append(types, t.Name)
		}
	}
	const batch = 100
	for last := int64(0); ; {
		posts, _, err := w.site.stores.Posts.List(ctx, wprest.Query{
			Where: []wprest.Condition{
				wprest.Where("author", author), wprest.Where("type", types...),
				{Field: "id", Op: wprest.Greater, Values: []any{last}},
			},
			Order: []wprest.Order{{Field: "id"}}, Limit: batch, NoTotal: true,
		})
		if err != nil || len(posts) == 0 {
			return err
		}
		for i := range posts {
			if err := w.discardPost(ctx, &posts[i]); err != nil {
				return err
			}
		}
		last = posts[len(posts)-1].ID
	}
}

func (w *userWriter) discardPost(ctx context.Context, p *Post) error {
	if (p.Type == "post" || p.Type == "page") && p.Status != StatusTrash {
		_, err := (&postWriter{site: w.site, t: w.site.postType(p.Type)}).trash(ctx, p)
		return err
	}
	deleter, ok := w.site.stores.Posts.(wprest.Deleter[int64])
	if !ok {
		return wprest.ErrUnsupported
	}
	err := deleter.Delete(ctx, p.ID)
	if isNotExist(err) { // it went with what it belonged to
		return nil
	}
	return err
}

// goesWithUser reports whether posts of the type are deleted with their author.
func (t *PostType) goesWithUser() bool {
	if t.builtin {
		switch t.Name {
		case "post", "page", "attachment":
			return true
		}
		return false
	}
	return t.supports("author")
}
