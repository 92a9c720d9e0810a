package wprest

import "context"

// ID is the type of what names an item: a number, or a string as the slug of a
// post type.
type ID interface{ ~int64 | ~string }

// A Store holds the items of a resource. What more it can do it says by having
// the methods of Creator, Updater, Deleter, Trasher or Getter: a controller
// offers a verb only if its store can. All methods must be safe for concurrent
// use and must stop when their context ends. storetest.Run checks the rules.
type Store[K ID, T any] interface {
	// Get returns one item, or ErrNotExist.
	Get(ctx context.Context, id K) (T, error)
	// List returns the items that q selects, in its order, from q.Offset on and
	// at most q.Limit, and how many there are in all; -1 when q.NoTotal let it
	// not be counted. A field of q that the store cannot filter or sort by is
	// an error that Is ErrUnsupported.
	List(ctx context.Context, q Query) (page []T, total int, err error)
}

// A Getter gets many items at once. Those that do not exist are left out; the
// order is that of ids.
type Getter[K ID, T any] interface {
	GetMany(ctx context.Context, ids []K) ([]T, error)
}

// A Creator adds an item and sets its id, and what else the backend decides.
type Creator[T any] interface {
	Create(ctx context.Context, item *T) error
}

// An Updater changes an item. It calls change with the stored item, perhaps more
// than once, and stores what that leaves, in one transaction; when change fails
// nothing is stored and its error is returned. A missing item is ErrNotExist.
type Updater[K ID, T any] interface {
	Update(ctx context.Context, id K, change func(*T) error) (T, error)
}

// A Deleter removes an item for good, or returns ErrNotExist.
type Deleter[K ID] interface {
	Delete(ctx context.Context, id K) error
}

// A Trasher moves an item to the bin and returns it as it is there.
type Trasher[K ID, T any] interface {
	Trash(ctx context.Context, id K) (T, error)
}

// A Query selects items of a Store by conditions on the names of properties.
// It holds no query language of any backend.
type Query struct {
	Where []Condition // all must hold
	// Search is words to look for, "" for none; SearchIn names the properties
	// to look in, nil for those that the store thinks best.
	Search   string
	SearchIn []string
	// SearchWhole has each word be all that a property holds. A store that
	// cannot look for that returns an error that Is ErrUnsupported.
	SearchWhole bool
	Order       []Order
	Offset      int
	Limit       int // 0: no limit
	NoTotal     bool
	// Fields names the properties that are wanted; nil for all. A store may
	// leave the others unset.
	Fields []string
}

// And returns a copy of q with further conditions.
func (q Query) And(more ...Condition) Query {
	q.Where = append(append([]Condition(nil), q.Where...), more...)
	return q
}

// A Condition compares a property with values.
type Condition struct {
	Field  string
	Op     Op
	Values []any // int64, float64, string, bool or time.Time
	// Any, when not empty, stands in place of the rest: the Condition holds
	// when all of one of these lists hold.
	Any [][]Condition
}

// An Op says how a Condition compares.
type Op int

// The operators. All but In and NotIn take one value.
const (
	In    Op = iota // equals one of the values; with no value it never holds
	NotIn           // equals none of them
	Less
	LessOrEqual
	Greater
	GreaterOrEqual
	Contains // has the value within it, without regard to letter case
)

// An Order sorts by a property.
type Order struct {
	Field string
	Desc  bool
	// Values, when not nil, sorts by the position of the property's value in
	// it (orderby=include).
	Values []any
}

// Where returns the Condition that a property equals one of the values.
func Where[V any](field string, values ...V) Condition {
	c := Condition{Field: field, Op: In, Values: make([]any, len(values))}
	for i, v := range values {
		c.Values[i] = v
	}
	return c
}
