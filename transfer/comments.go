package transfer

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// commentDigest stands for what tells comments on a post apart.
func commentDigest(date time.Time, author, content string) digest {
	return digestOf(date.UTC().Format(time.DateTime), author, content)
}

// comments adds the comments of a post that are not among those that are there,
// answers behind what they answer. It returns ids of the site by those of the
// source.
func (r *run) comments(ctx context.Context, p *Post, post int64, there []wp.Comment) (ids map[int64]int64, steps []Step, err error) {
	if len(p.Comments) == 0 {
		return nil, nil, nil
	}
	store, ok := r.stores.Comments.(wprest.Creator[wp.Comment])
	if !ok {
		return nil, []Step{{Kind: Comments, Name: "comments of " + nameOf(p), Outcome: Skipped, Reason: "the site cannot make comments"}}, nil
	}
	known := make(map[digest][]int64, len(there))
	for i := range there {
		d := commentDigest(there[i].Date, there[i].AuthorName, there[i].Content)
		known[d] = append(known[d], there[i].ID)
	}
	ids = make(map[int64]int64, len(p.Comments))
	order := parentsFirst(len(p.Comments), func(i int) any { return p.Comments[i].ID }, func(i int) any { return p.Comments[i].Parent })
	for _, i := range order {
		c := &p.Comments[i]
		row := r.comment(c, p, post)
		step := Step{Kind: Comments, Name: fmt.Sprintf("comment %d on %s", c.ID, nameOf(p)), Outcome: There}
		d := commentDigest(row.Date, row.AuthorName, row.Content)
		if same := known[d]; len(same) > 0 {
			ids[c.ID], known[d] = same[0], same[1:]
			steps = append(steps, step)
			continue
		}
		if row.Parent = ids[c.Parent]; row.Parent == 0 && c.Parent != 0 {
			steps = append(steps, Step{Kind: Comments, Name: fmt.Sprintf("parent %d of %s", c.Parent, step.Name), Outcome: Skipped, Reason: "there is no such comment"})
		}
		if err := r.makeComment(ctx, store, &row, c); err != nil {
			return nil, nil, err
		}
		ids[c.ID] = row.ID
		step.Outcome = Made
		steps = append(steps, step)
	}
	return ids, steps, nil
}

// comment returns a comment as the site stores it, without its parent.
func (r *run) comment(c *wxr.Comment, p *Post, post int64) wp.Comment {
	row := wp.Comment{
		Post: post, Author: r.userIDs[c.UserID], AuthorName: c.Author, AuthorEmail: cut(c.AuthorEmail, 100), AuthorURL: cut(c.AuthorURL, 200),
		AuthorIP: cut(c.AuthorIP, 100), Date: orElse(c.Date, c.DateGMT), DateGMT: orElse(c.DateGMT, c.Date), Content: c.Content,
		Status: cut(cmp.Or(c.Approved, wp.CommentHeld), 20), Type: cut(cmp.Or(c.Type, "comment"), 20),
	}
	if row.Date.IsZero() {
		row.Date, row.DateGMT = p.Date, p.DateGMT
	}
	return row
}

// makeComment adds a comment within the transaction of its post, with the id of
// the source if that is free.
func (r *run) makeComment(ctx context.Context, store wprest.Creator[wp.Comment], row *wp.Comment, c *wxr.Comment) error {
	if c.ID > 0 && c.ID <= maxKeptID {
		taken, _, err := r.stores.Comments.List(ctx, wprest.Query{
			Where: []wprest.Condition{wprest.Where("id", c.ID)}, Limit: 1, NoTotal: true, Fields: []string{"id"},
		})
		if err != nil {
			return err
		}
		if len(taken) == 0 {
			row.ID = c.ID
		}
	}
	if err := store.Create(ctx, row); err != nil {
		return err
	}
	return r.setMeta(ctx, wp.CommentMeta, row.ID, c.Meta)
}
