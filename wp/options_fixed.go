package wp

import (
	"context"
	"maps"
	"slices"
)

// FixOptions returns a store in which some options have values that no request
// changes, as WP_SITEURL and WP_HOME do in the configuration of a WordPress. What
// is written to them is stored, but does not show.
func FixOptions(store OptionStore, fixed map[string]string) OptionStore {
	return &fixedOptions{OptionStore: store, fixed: maps.Clone(fixed)}
}

type fixedOptions struct {
	OptionStore
	fixed map[string]string
}

// Options implements OptionStore.
func (s *fixedOptions) Options(ctx context.Context, names ...string) (map[string]string, error) {
	found, err := s.OptionStore.Options(ctx, names...)
	if err != nil {
		return nil, err
	}
	found = maps.Clone(found)
	for name, value := range s.fixed {
		if len(names) == 0 || slices.Contains(names, name) {
			found[name] = value
		}
	}
	return found, nil
}

// SetOptionApart implements ApartOptionStore as far as the store does.
func (s *fixedOptions) SetOptionApart(ctx context.Context, name, value string) error {
	if apart, ok := s.OptionStore.(ApartOptionStore); ok {
		return apart.SetOptionApart(ctx, name, value)
	}
	return s.SetOption(ctx, name, value)
}
