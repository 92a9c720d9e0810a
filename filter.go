package wprest

import (
	"context"
	"slices"
)

// A Filter is a hook point: functions that a value passes through, each of which
// returns it, changed or not. They run in the order of their priorities, and of
// registration within one. The zero Filter is ready to use. Filters are filled
// before Build; what is added later shows in the next Build.
type Filter[T any] struct {
	funcs []filterFunc[T]
}

type filterFunc[T any] struct {
	priority int
	apply    func(ctx context.Context, v T) (T, error)
}

// Add registers a function. WordPress's usual priority is 10; lower ones run
// earlier. An error ends the request with it.
func (f *Filter[T]) Add(priority int, apply func(ctx context.Context, v T) (T, error)) {
	at := len(f.funcs)
	for at > 0 && f.funcs[at-1].priority > priority {
		at--
	}
	f.funcs = slices.Insert(slices.Clone(f.funcs), at, filterFunc[T]{priority, apply})
}

// Apply passes a value through the functions.
func (f *Filter[T]) Apply(ctx context.Context, v T) (T, error) {
	for _, fn := range f.funcs {
		var err error
		if v, err = fn.apply(ctx, v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// Empty reports whether no function was added.
func (f *Filter[T]) Empty() bool { return len(f.funcs) == 0 }
