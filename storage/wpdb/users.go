package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// UserStore holds the accounts. It implements wprest.Store, Getter, Creator,
// Updater and Deleter. Beside the properties that wp.Stores lists it knows
// level, the user level of old.
//
// A search looks for the whole text, in the SearchIn of id (which must be
// equal), login, slug, email, url and name; without SearchIn in what the text
// looks like.
//
// Queries with Fields that need no meta get users without it.
type UserStore struct {
	db     *DB
	source source
}

var (
	_ wprest.Store[int64, wp.User]   = (*UserStore)(nil)
	_ wprest.Getter[int64, wp.User]  = (*UserStore)(nil)
	_ wprest.Creator[wp.User]        = (*UserStore)(nil)
	_ wprest.Updater[int64, wp.User] = (*UserStore)(nil)
	_ wprest.Deleter[int64]          = (*UserStore)(nil)
)

func newUserStore(db *DB) *UserStore {
	s := &UserStore{db: db}
	s.source = source{
		from:   db.tables.users + " u",
		key:    "u.ID",
		tables: tablesOf(usersTable),
		fields: map[string]field{
			"id":            {expr: "u.ID"},
			"login":         {expr: "u.user_login", kind: readable, where: whereKey("u.user_login")},
			"slug":          {expr: "u.user_nicename", kind: readable, where: whereKey("u.user_nicename")},
			"email":         {expr: "u.user_email", kind: readable, where: whereKey("u.user_email")},
			"url":           {expr: "u.user_url", kind: readable},
			"name":          {expr: "u.display_name", kind: readable},
			"registered":    {expr: "u.user_registered", kind: date},
			"roles":         {where: whereRole},
			"has_published": {where: whereHasPublished},
			"level":         {where: whereLevel},
		},
		search: searchUsers,
	}
	return s
}

// whereKey compares a column as its index does, and not as people read it.
func whereKey(column string) func(*selection, wprest.Condition) error {
	return func(q *selection, c wprest.Condition) error { return q.compare(column, exact, c) }
}

// whereRole writes that the stored capabilities of a user have one of some
// names, of roles or of capabilities, or none of them.
func whereRole(q *selection, c wprest.Condition) error {
	if c.Op != wprest.In && c.Op != wprest.NotIn {
		return fmt.Errorf("wpdb: condition %d on roles: %w", c.Op, wprest.ErrUnsupported)
	}
	q.deps |= tablesOf(usermetaTable)
	if c.Op == wprest.NotIn {
		q.write("NOT ")
	}
	q.write("EXISTS (SELECT 1 FROM ", q.db.tables.usermeta, " m WHERE m.user_id = u.ID AND m.meta_key = ")
	q.arg(q.db.prefix + "capabilities")
	q.write(" AND (1 = 0")
	for _, v := range c.Values {
		if name, ok := v.(string); ok {
			q.write(" OR ")
			q.contains("m.meta_value", `"`+name+`"`)
		}
	}
	q.write("))")
	return nil
}

// whereHasPublished writes that a user is the author of a published post of one
// of some types, or of none.
func whereHasPublished(q *selection, c wprest.Condition) error {
	if c.Op != wprest.In && c.Op != wprest.NotIn {
		return fmt.Errorf("wpdb: condition %d on has_published: %w", c.Op, wprest.ErrUnsupported)
	}
	q.deps |= tablesOf(postsTable)
	if c.Op == wprest.NotIn {
		q.write("NOT ")
	}
	q.write("EXISTS (SELECT 1 FROM ", q.db.tables.posts, " p WHERE p.post_author = u.ID AND p.post_status = 'publish' AND ")
	c.Op = wprest.In
	err := q.compare("p.post_type", exact, c)
	q.write(")")
	return err
}

func whereLevel(q *selection, c wprest.Condition) error {
	q.deps |= tablesOf(usermetaTable)
	q.write("EXISTS (SELECT 1 FROM ", q.db.tables.usermeta, " m WHERE m.user_id = u.ID AND m.meta_key = ")
	q.arg(q.db.prefix + "user_level")
	q.write(" AND ")
	err := q.compare(fmt.Sprintf(q.db.dialect.toNumber, "m.meta_value"), number64, c)
	q.write(")")
	return err
}

func searchUsers(s *selection, q wprest.Query) error {
	columns := map[string]string{
		"login": "u.user_login", "slug": "u.user_nicename", "email": "u.user_email", "url": "u.user_url", "name": "u.display_name",
	}
	in := q.SearchIn
	if len(in) == 0 {
		in = searchUsersIn(q.Search)
	}
	for i, name := range in {
		if i > 0 {
			s.write(" OR ")
		}
		column, ok := columns[name]
		switch {
		case name == "id":
			if err := s.compare("u.ID", number64, wprest.Where("id", q.Search)); err != nil {
				return err
			}
		case ok:
			s.contains(column, q.Search)
		default:
			return fmt.Errorf("wpdb: search in %q: %w", name, wprest.ErrUnsupported)
		}
	}
	return nil
}

// searchUsersIn tells by the look of a text where to search for it.
func searchUsersIn(text string) []string {
	_, isNumber := integer(text)
	switch {
	case strings.Contains(text, "@"):
		return []string{"email"}
	case isNumber:
		return []string{"login", "id"}
	case strings.HasPrefix(text, "http://"), strings.HasPrefix(text, "https://"):
		return []string{"url"}
	}
	return []string{"login", "url", "email", "slug", "name"}
}

const userColumns = "u.ID, u.user_login, u.user_nicename, u.user_email, u.user_url, u.display_name, u.user_registered"

func scanUser(rows *sql.Rows) (wp.User, error) {
	var u wp.User
	var registered string
	err := rows.Scan(&u.ID, &u.Login, &u.Slug, &u.Email, &u.URL, &u.Name, &registered)
	u.Registered = parseDate(registered)
	return u, err
}

// Get returns a user, or wprest.ErrNotExist.
func (s *UserStore) Get(ctx context.Context, id int64) (wp.User, error) {
	users, err := s.GetMany(ctx, []int64{id})
	if err != nil {
		return wp.User{}, err
	}
	if len(users) == 0 {
		return wp.User{}, fmt.Errorf("wpdb: user %d: %w", id, wprest.ErrNotExist)
	}
	return users[0], nil
}

// GetMany returns the users with these ids that exist.
func (s *UserStore) GetMany(ctx context.Context, ids []int64) ([]wp.User, error) {
	users, err := byIDs(ctx, s.db, &s.source, ids, userColumns, func(u *wp.User) int64 { return u.ID }, scanUser)
	if err != nil {
		return nil, err
	}
	return users, s.addMeta(ctx, users)
}

// List returns the users that q selects.
func (s *UserStore) List(ctx context.Context, q wprest.Query) ([]wp.User, int, error) {
	users, total, err := list(ctx, s.db, &s.source, q, userColumns, scanUser)
	if err != nil {
		return nil, 0, err
	}
	inMeta := []string{"first_name", "last_name", "nickname", "description", "locale", "roles", "capabilities", "extra_capabilities"}
	if q.Fields != nil && !slices.ContainsFunc(q.Fields, func(name string) bool { return slices.Contains(inMeta, name) }) {
		return users, total, nil
	}
	return users, total, s.addMeta(ctx, users)
}

// addMeta fills in what is in the meta of users.
func (s *UserStore) addMeta(ctx context.Context, users []wp.User) error {
	if len(users) == 0 {
		return nil
	}
	ids := make([]int64, len(users))
	for i := range users {
		ids[i] = users[i].ID
	}
	caps := s.db.prefix + "capabilities"
	meta, err := s.db.Meta().Meta(ctx, wp.UserMeta, ids, "first_name", "last_name", "nickname", "description", "locale", caps)
	if err != nil {
		return err
	}
	roles, err := s.db.roles(ctx)
	if err != nil {
		return err
	}
	for i := range users {
		u := &users[i]
		of := meta[u.ID]
		u.FirstName, u.LastName, u.Nickname = first(of["first_name"]), first(of["last_name"]), first(of["nickname"])
		u.Description, u.Locale = first(of["description"]), first(of["locale"])
		u.Roles, u.Caps = splitGrants(roles, parseGrants(first(of[caps])))
	}
	return nil
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
