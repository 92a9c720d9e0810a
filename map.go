package wprest

import (
	"iter"
	"slices"
	"strconv"
)

// A Map is an ordered map as PHP has it: the form in which parameters arrive
// and untyped data leaves. Keys are strings; one that is a canonical integer
// ("0", "-1", not "01") counts as that integer. A Map whose keys are exactly
// 0…n-1 in order is written as a JSON list, any other as an object, and an
// empty one as [] unless AsObject was called.
//
// Values that come from requests are nil, bool, int64, float64, string and
// *Map; what a host puts into a Map may be anything that a handler may return.
// The zero value is an empty Map ready to use. Reading a nil Map is allowed.
// A Map is not safe for concurrent use while it is being changed.
type Map struct {
	entries []mapEntry
	index   map[string]int // of entries, once there are more than mapScan
	next    int64          // key of the next Append
	object  bool
}

type mapEntry struct {
	key   string
	value any
}

// mapScan is how many entries are looked through one by one.
const mapScan = 16

// MapOf returns a Map of keys and values in turn, such as
// MapOf("id", 7, "name", "Thing"). A key that is not a string is left out with
// its value.
func MapOf(pairs ...any) *Map {
	m := &Map{entries: make([]mapEntry, 0, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); ok {
			m.Set(key, pairs[i+1])
		}
	}
	return m
}

// ListOf returns a Map that holds values under the keys 0…n-1.
func ListOf(values ...any) *Map {
	m := &Map{entries: make([]mapEntry, 0, len(values))}
	for _, v := range values {
		m.Append(v)
	}
	return m
}

// AsObject makes m be written as a JSON object even when it is empty or looks
// like a list, and returns it.
func (m *Map) AsObject() *Map {
	m.object = true
	return m
}

// Len returns the number of entries.
func (m *Map) Len() int {
	if m == nil {
		return 0
	}
	return len(m.entries)
}

func (m *Map) find(key string) int {
	if m == nil {
		return -1
	}
	if m.index != nil {
		if i, ok := m.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range m.entries {
		if m.entries[i].key == key {
			return i
		}
	}
	return -1
}

// Get returns the value of a key, or nil.
func (m *Map) Get(key string) any {
	if i := m.find(key); i >= 0 {
		return m.entries[i].value
	}
	return nil
}

// Has reports whether there is an entry for key, even one of nil.
func (m *Map) Has(key string) bool { return m.find(key) >= 0 }

// At returns the key and value of entry i, which must be less than Len.
func (m *Map) At(i int) (key string, value any) {
	return m.entries[i].key, m.entries[i].value
}

// All ranges over the entries in order.
func (m *Map) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if m == nil {
			return
		}
		for i := range m.entries {
			if !yield(m.entries[i].key, m.entries[i].value) {
				return
			}
		}
	}
}

// Set puts a value under a key: in the place of the old one, or at the end.
func (m *Map) Set(key string, value any) {
	if i := m.find(key); i >= 0 {
		m.entries[i].value = value
		return
	}
	m.entries = append(m.entries, mapEntry{key, value})
	if m.index != nil {
		m.index[key] = len(m.entries) - 1
	} else if len(m.entries) > mapScan {
		m.reindex()
	}
	if n, ok := intKey(key); ok && n >= m.next {
		m.next = n + 1
	}
}

// add appends an entry whose key is neither there yet nor an integer. It makes no
// index: a Map that is filled by it alone is looked through one by one.
func (m *Map) add(key string, value any) {
	m.entries = append(m.entries, mapEntry{key, value})
	if m.index != nil {
		m.index[key] = len(m.entries) - 1
	}
}

// Append puts a value under the next integer key, one above the highest so far.
func (m *Map) Append(value any) {
	m.Set(strconv.FormatInt(m.next, 10), value)
}

// Delete removes an entry, if it is there.
func (m *Map) Delete(key string) {
	i := m.find(key)
	if i < 0 {
		return
	}
	m.entries = slices.Delete(m.entries, i, i+1)
	if m.index != nil {
		m.reindex()
	}
}

func (m *Map) reindex() {
	m.index = make(map[string]int, 2*len(m.entries))
	for i := range m.entries {
		m.index[m.entries[i].key] = i
	}
}

// IsList reports whether the keys are exactly 0…n-1 in order. An empty Map is
// a list.
func (m *Map) IsList() bool {
	if m == nil {
		return true
	}
	for i := range m.entries {
		if n, ok := intKey(m.entries[i].key); !ok || n != int64(i) {
			return false
		}
	}
	return true
}

// hasIntKeys reports whether every key is an integer.
func (m *Map) hasIntKeys() bool {
	for key := range m.All() {
		if _, ok := intKey(key); !ok {
			return false
		}
	}
	return true
}

// Values returns the values in order.
func (m *Map) Values() []any {
	values := make([]any, 0, m.Len())
	for _, v := range m.All() {
		values = append(values, v)
	}
	return values
}

// Clone returns a copy that shares the values.
func (m *Map) Clone() *Map {
	if m == nil {
		return &Map{}
	}
	c := *m
	c.entries = slices.Clone(m.entries)
	if m.index != nil {
		c.reindex()
	}
	return &c
}

// intKey returns the integer that a canonical integer key stands for.
func intKey(key string) (int64, bool) {
	if key == "" || len(key) > 20 {
		return 0, false
	}
	digits := key
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if digits == "" || digits[0] < '0' || digits[0] > '9' || digits[0] == '0' && key != "0" {
		return 0, false
	}
	n, err := strconv.ParseInt(key, 10, 64)
	return n, err == nil
}
