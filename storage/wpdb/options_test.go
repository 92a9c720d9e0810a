package wpdb

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func TestOptions(t *testing.T) {
	c := &counter{}
	db := harbor(t, Options{OnQuery: c.see})
	ctx := t.Context()
	o := db.Options()
	get := func(ctx context.Context, name string) string {
		t.Helper()
		found, err := o.Options(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		v, ok := found[name]
		if !ok {
			return "(none)"
		}
		return v
	}
	if got := get(ctx, "blogname"); got != "Harbor Notes" {
		t.Errorf("blogname %q", got)
	}
	get(ctx, "moderation_keys")
	get(ctx, "no_such_option")
	if n := c.during(func() { get(ctx, "siteurl"); get(ctx, "moderation_keys"); get(ctx, "no_such_option") }); n != 0 && db.watch != nil {
		t.Errorf("known options took %d queries", n)
	}
	all, err := o.Options(ctx)
	if err != nil || all["home"] == "" || all["active_plugins"] == "" {
		t.Errorf("all: %d, %v", len(all), err)
	}
	if _, ok := all["user_count"]; ok {
		t.Error("an option that is not autoloaded is among them")
	}
	failed := errors.New("no")
	err = db.Tx(ctx, func(inside context.Context) error {
		if err := o.SetOption(inside, "no_such_option", "now"); err != nil {
			return err
		}
		if got := get(inside, "no_such_option"); got != "now" {
			t.Errorf("within the transaction: %q", got)
		}
		if got := get(ctx, "no_such_option"); got != "(none)" {
			t.Errorf("outside of it: %q", got)
		}
		return failed
	})
	if !errors.Is(err, failed) || get(ctx, "no_such_option") != "(none)" {
		t.Errorf("rolled back: %v, %q", err, get(ctx, "no_such_option"))
	}
	testSetOption(t, o, func() string { return get(ctx, "x") })
}

func testSetOption(t *testing.T, o *OptionStore, get func() string) {
	t.Helper()
	ctx := t.Context()
	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return o.SetOption(ctx, "x", "1") }, "1"},
		{func() error { return o.SetOption(ctx, "x", "2") }, "2"},
		{func() error { return o.DeleteOption(ctx, "x") }, "(none)"},
		{func() error { return o.DeleteOption(ctx, "x") }, "(none)"},
		{func() error { return o.SetOptionApart(ctx, "x", "3") }, "3"},
	} {
		if err := step.do(); err != nil || get() != step.want {
			t.Errorf("x is %q, want %q (%v)", get(), step.want, err)
		}
	}
}

func TestMeta(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	m := db.Meta()
	for _, values := range [][]string{{"a"}, {"b"}, {"a", "b", "c"}, {"a", "c"}, {"a", "c", "d"}, {"x", "y", "z"}, {"z"}, nil, {"", ""}, {"é"}} {
		if err := m.SetMeta(ctx, wp.PostMeta, 8, "k", values...); err != nil {
			t.Fatal(err)
		}
		got, err := m.Meta(ctx, wp.PostMeta, []int64{8, 9}, "k")
		if err != nil || !slices.Equal(got[8]["k"], values) || len(got[9]) != 0 {
			t.Errorf("SetMeta(%q): %v, %v", values, got, err)
		}
	}
	all, err := m.Meta(ctx, wp.UserMeta, []int64{3})
	if err != nil || all[3]["berth"][0] != "Dock 4" || len(all[3]) < 15 {
		t.Errorf("all meta: %v, %v", all, err)
	}
	for _, kind := range []wp.MetaKind{wp.TermMeta, wp.CommentMeta} {
		if err := m.SetMeta(ctx, kind, 11, "tone", "cold"); err != nil {
			t.Error(err)
		}
	}
	if _, err := m.Meta(ctx, "link", []int64{1}); !errors.Is(err, wprest.ErrUnsupported) {
		t.Errorf("meta of links: %v", err)
	}
	if err := m.SetMeta(ctx, "link", 1, "k"); !errors.Is(err, wprest.ErrUnsupported) {
		t.Errorf("meta of links: %v", err)
	}
}
