package wpdb

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/wprest/wprest/wp"
)

// OptionStore holds the options of the site. It implements wp.OptionStore.
// Autoloaded options are kept in memory, others once they were asked for.
type OptionStore struct {
	db *DB
}

var _ wp.OptionStore = (*OptionStore)(nil)

// autoloads are the values of the column autoload that mean yes.
const autoloads = "('yes', 'on', 'auto-on', 'auto')"

// optionCache keeps the options as they were at one version of their table.
type optionCache struct {
	now atomic.Pointer[optionSet]
}

type optionSet struct {
	version    uint64
	autoloaded map[string]string
	others     sync.Map // name → *string; nil for those that do not exist
}

// set returns the options as they are now.
func (s *OptionStore) set(ctx context.Context) (*optionSet, error) {
	if err := s.db.refresh(ctx); err != nil {
		return nil, err
	}
	version := s.db.versions.of(tablesOf(optionsTable))
	kept := &s.db.options
	if s.db.watch == nil {
		kept = &optionCache{}
		if once := s.db.onceFrom(ctx); once != nil {
			kept = &once.options
		}
	}
	if set := kept.now.Load(); set != nil && set.version == version {
		return set, nil
	}
	set := &optionSet{version: version}
	var err error
	if set.autoloaded, err = s.load(ctx, " WHERE autoload IN "+autoloads, nil); err != nil {
		return nil, err
	}
	kept.now.Store(set)
	return set, nil
}

// load reads options from the table.
func (s *OptionStore) load(ctx context.Context, where string, args []any) (map[string]string, error) {
	options := map[string]string{}
	text := "SELECT option_name, option_value FROM " + s.db.tables.options + where
	err := s.db.query(ctx, text, args, func(rows *sql.Rows) error {
		var name, value string
		err := rows.Scan(&name, &value)
		options[name] = value
		return err
	})
	return options, err
}

// Options returns those that exist among the names, or all autoloaded ones. The
// map must not be changed. In a transaction that has written none, all autoloaded
// ones are those that everybody sees: to read them within it would make it wait
// for every other that writes one.
func (s *OptionStore) Options(ctx context.Context, names ...string) (map[string]string, error) {
	if st := s.db.txFrom(ctx); st != nil {
		if len(names) > 0 || st.dirty.has(optionsTable) {
			options, err := s.direct(ctx, names)
			return options, wrap("options", err)
		}
		ctx = s.db.outside(ctx)
	}
	set, err := s.set(ctx)
	if err != nil {
		return nil, wrap("options", err)
	}
	if len(names) == 0 {
		return set.autoloaded, nil
	}
	options := make(map[string]string, len(names))
	var missing []string
	for _, name := range names {
		if v, ok := set.autoloaded[name]; ok {
			options[name] = v
		} else if v, ok := set.others.Load(name); !ok {
			missing = append(missing, name)
		} else if v := v.(*string); v != nil {
			options[name] = *v
		}
	}
	if len(missing) == 0 {
		return options, nil
	}
	found, err := s.direct(ctx, missing)
	if err != nil {
		return nil, wrap("options", err)
	}
	for _, name := range missing {
		if v, ok := found[name]; ok {
			options[name] = v
			set.others.Store(name, &v)
		} else {
			set.others.Store(name, (*string)(nil))
		}
	}
	return options, nil
}

func (s *OptionStore) direct(ctx context.Context, names []string) (map[string]string, error) {
	if len(names) == 0 {
		return s.load(ctx, " WHERE autoload IN "+autoloads, nil)
	}
	where := &sqlText{}
	where.write(" WHERE option_name IN ")
	if err := where.list(&s.db.dialect, anys(names)); err != nil {
		return nil, err
	}
	return s.load(ctx, where.String(), where.args)
}

// SetOption adds or replaces an option. A new one is autoloaded.
func (s *OptionStore) SetOption(ctx context.Context, name, value string) error {
	return s.set1(ctx, &optionRow{OptionName: name, OptionValue: value, Autoload: "auto"})
}

// SetOptionApart is SetOption for an option that shall not be autoloaded if it
// is new.
func (s *OptionStore) SetOptionApart(ctx context.Context, name, value string) error {
	return s.set1(ctx, &optionRow{OptionName: name, OptionValue: value, Autoload: "off"})
}

func (s *OptionStore) set1(ctx context.Context, row *optionRow) error {
	return s.db.change(ctx, tablesOf(optionsTable), func(_ context.Context, g *gorm.DB) error {
		return s.db.writeError("set option", s.upsert(g, row))
	})
}

// upsert changes the value of an option, or adds it.
func (s *OptionStore) upsert(g *gorm.DB, row *optionRow) error {
	// An insert that finds a conflict would use up an id.
	changed := g.Model(&optionRow{}).Where("option_name = ?", row.OptionName).Update("option_value", row.OptionValue)
	if changed.Error != nil || changed.RowsAffected > 0 {
		return changed.Error
	}
	return g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "option_name"}},
		DoUpdates: clause.AssignmentColumns([]string{"option_value"}),
	}).Create(row).Error
}

// DeleteOption removes an option, if it is there.
func (s *OptionStore) DeleteOption(ctx context.Context, name string) error {
	return s.db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) error {
		result := g.Where("option_name = ?", name).Delete(&optionRow{})
		if result.RowsAffected > 0 {
			s.db.txFrom(ctx).dirty |= tablesOf(optionsTable)
		}
		return wrap("delete option", result.Error)
	})
}
