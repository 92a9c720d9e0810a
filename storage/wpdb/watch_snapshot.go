package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// snapshotWatch watches a PostgreSQL database: two snapshots see the same unless
// a transaction that wrote has ended between them. Those of this process are
// known by their ids.
type snapshotWatch struct {
	db *sql.DB

	mu   sync.Mutex
	seen snapshot
	own  map[uint64]bool // ids of own transactions that the last look did not see
}

// maxEnded is how many transactions between two looks are looked at one by one.
const maxEnded = 1 << 12

func (w *snapshotWatch) look(ctx context.Context) (tableSet, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var text string
	if err := w.db.QueryRowContext(ctx, "SELECT CAST(pg_current_snapshot() AS text)").Scan(&text); err != nil {
		return 0, err
	}
	if text == w.seen.text {
		return 0, nil
	}
	now, err := parseSnapshot(text)
	if err != nil {
		return 0, err
	}
	var changed tableSet
	ended, few := now.endedSince(w.seen)
	if !few || slices.ContainsFunc(ended, func(id uint64) bool { return !w.own[id] }) {
		changed = allTables
	}
	for id := range w.own {
		if now.sees(id) {
			delete(w.own, id)
		}
	}
	w.seen = now
	return changed, nil
}

func (w *snapshotWatch) commit(ctx context.Context, _ *sql.Conn, tx *sql.Tx, dirty tableSet) (tableSet, error) {
	var id sql.NullInt64
	if dirty != 0 {
		if err := tx.QueryRowContext(ctx, "SELECT CAST(CAST(pg_current_xact_id_if_assigned() AS text) AS bigint)").Scan(&id); err != nil {
			return 0, err
		}
	}
	if id.Valid {
		w.mu.Lock()
		if len(w.own) >= maxEnded { // nobody looks
			clear(w.own)
			w.seen = snapshot{}
		}
		w.own[uint64(id.Int64)] = true //nolint:gosec // ids are positive
		w.mu.Unlock()
	}
	return dirty, tx.Commit()
}

func (w *snapshotWatch) close() error { return nil }

// snapshot is what a transaction of PostgreSQL sees: what ended before min, and
// before max but for what was running.
type snapshot struct {
	text     string
	min, max uint64
	running  []uint64
}

// parseSnapshot reads "min:max:id,id…".
func parseSnapshot(text string) (snapshot, error) {
	s := snapshot{text: text}
	parts := strings.Split(text, ":")
	bad := len(parts) != 3
	number := func(text string) uint64 {
		n, err := strconv.ParseUint(text, 10, 64)
		bad = bad || err != nil
		return n
	}
	if !bad {
		s.min, s.max = number(parts[0]), number(parts[1])
		for id := range strings.SplitSeq(parts[2], ",") {
			if id != "" {
				s.running = append(s.running, number(id))
			}
		}
	}
	if bad {
		return s, fmt.Errorf("wpdb: snapshot %q", text)
	}
	return s, nil
}

// sees reports whether a transaction had ended.
func (s snapshot) sees(id uint64) bool {
	return id < s.min || id < s.max && !slices.Contains(s.running, id)
}

// endedSince returns the transactions that s sees and before did not; few is
// false if they are too many to tell.
func (s snapshot) endedSince(before snapshot) (ended []uint64, few bool) {
	if before.text == "" || s.max < before.max || s.max-before.max > maxEnded {
		return nil, false
	}
	for _, id := range before.running {
		if s.sees(id) {
			ended = append(ended, id)
		}
	}
	for id := before.max; id < s.max; id++ {
		if s.sees(id) {
			ended = append(ended, id)
		}
	}
	return ended, true
}
