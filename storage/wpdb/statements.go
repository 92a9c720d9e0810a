package wpdb

import (
	lru "container/list"
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
)

// maxStatements is how many statements are kept prepared for each pool.
const maxStatements = 400

// statements keeps prepared those statements of one pool that were used last.
// The zero value with its db and sql set is ready to use.
type statements struct {
	db  *sql.DB
	sql func(text string) string // makes the database's own text

	mu     sync.Mutex
	byText map[string]*lru.Element // of *prepared
	recent lru.List                // the most recently used first
	wanted []string                // see want
}

type prepared struct {
	text  string
	stmt  *sql.Stmt
	users int // calls that use it now
}

// get returns a prepared statement, and prepares it if need be. It stays open
// until it is given to put.
func (s *statements) get(ctx context.Context, text string) (*prepared, error) {
	if p := s.lookup(text); p != nil {
		return p, nil
	}
	stmt, err := s.db.PrepareContext(ctx, s.sql(text))
	if err != nil {
		return nil, err
	}
	return s.add(text, stmt), nil
}

// lookup returns a statement that is prepared already, or nil.
func (s *statements) lookup(text string) *prepared {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.byText[text]
	if e == nil {
		return nil
	}
	s.recent.MoveToFront(e)
	p := e.Value.(*prepared)
	p.users++
	return p
}

// add keeps a statement, and drops the one that was not used for longest. If
// another call has prepared the same one, that is used.
func (s *statements) add(text string, stmt *sql.Stmt) *prepared {
	var closing []*sql.Stmt
	defer func() {
		for _, c := range closing {
			_ = c.Close() // nobody uses it
		}
	}()
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.byText[text]; e != nil {
		closing = append(closing, stmt)
		p := e.Value.(*prepared)
		p.users++
		return p
	}
	if s.byText == nil {
		s.byText = map[string]*lru.Element{}
	}
	p := &prepared{text: text, stmt: stmt, users: 1}
	s.byText[text] = s.recent.PushFront(p)
	for e := s.recent.Back(); e != nil && s.recent.Len() > maxStatements; {
		before := e.Prev()
		if old := e.Value.(*prepared); old.users == 0 {
			closing = append(closing, old.stmt)
			delete(s.byText, old.text)
			s.recent.Remove(e)
		}
		e = before
	}
	return p
}

// put ends the use of a statement.
func (s *statements) put(p *prepared) {
	s.mu.Lock()
	p.users--
	s.mu.Unlock()
}

// want notes a statement that a transaction had to do without: the connection
// was taken, so it could not be prepared to stay.
func (s *statements) want(text string) {
	switch verb, _, _ := strings.Cut(text, " "); verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE":
		s.mu.Lock()
		if len(s.wanted) < maxStatements {
			s.wanted = append(s.wanted, text)
		}
		s.mu.Unlock()
	}
}

// prepareWanted prepares what was wanted. The connection must be free. What
// cannot be prepared fails when it is used again, if it is.
func (s *statements) prepareWanted(ctx context.Context) {
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = nil
	s.mu.Unlock()
	for _, text := range wanted {
		if p, err := s.get(ctx, text); err == nil {
			s.put(p)
		}
	}
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for e := s.recent.Front(); e != nil; e = e.Next() {
		errs = append(errs, e.Value.(*prepared).stmt.Close())
	}
	s.byText = nil
	s.recent.Init()
	return errors.Join(errs...)
}
