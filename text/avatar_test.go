package text

import (
	"fmt"
	"net/url"
	"testing"
)

func ExampleAvatar() {
	fmt.Println(Avatar(" Guest@Example.test", 48, AvatarOptions{}))
	// Output: https://secure.gravatar.com/avatar/d12a49c75e1b4d4a7ad4ef0d6f2e9ed10045bdb774aec60b37fffe780f37abfe?s=48&d=mm&r=g
}

func TestAvatar(t *testing.T) {
	const base = "https://secure.gravatar.com/avatar/?"
	tests := []struct {
		options AvatarOptions
		size    int
		want    string
	}{
		{AvatarOptions{}, 96, "s=96&d=mm&r=g"},
		{AvatarOptions{}, 0, "d=mm&r=g"},
		{AvatarOptions{Default: "gravatar_default", Rating: "PG"}, 24, "s=24&r=pg"},
		{AvatarOptions{Default: "mysteryman"}, 24, "s=24&d=mm&r=g"},
		{AvatarOptions{Default: "https://x/ü"}, 24, "s=24&d=https%3A%2F%2Fx%2F%C3%BC&r=g"},
		{AvatarOptions{Default: "initials", Name: "Ada of Keel"}, 24, "s=24&d=initials&r=g&initials=AK"},
		{AvatarOptions{Default: "initials", Name: "Ünï"}, 24, "s=24&d=initials&r=g&initials=%C3%9Cn"},
		{AvatarOptions{Default: "initials", Name: "A"}, 24, "s=24&d=initials&r=g&initials=A"},
		{AvatarOptions{Default: "initials", Name: " "}, 24, "s=24&d=initials&r=g"},
	}
	for _, tt := range tests {
		if got := Avatar("", tt.size, tt.options); got != base+tt.want {
			t.Errorf("%+v: got %q, want %q", tt.options, got, base+tt.want)
		}
	}
}

func FuzzAvatar(f *testing.F) {
	f.Add("a@example.test", "Ada Keel", "initials", "G", 96)
	f.Fuzz(func(t *testing.T, email, name, def, rating string, size int) {
		u, err := url.Parse(Avatar(email, size, AvatarOptions{Default: def, Rating: rating, Name: name}))
		if err != nil || u.Host != "secure.gravatar.com" || u.Fragment != "" {
			t.Fatalf("%v, %v", u, err)
		}
	})
}
