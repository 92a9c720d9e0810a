package harborsite

import (
	"context"
	"encoding/json"
	"io/fs"
	"slices"
)

// themeTemplates returns what tells the names of the theme's templates that
// posts of a type can choose: those that its theme.json lists.
func themeTemplates(theme fs.FS) (func(ctx context.Context, postType string) ([]string, error), error) {
	text, err := fs.ReadFile(theme, "theme.json")
	if err != nil {
		return nil, err
	}
	var file struct {
		CustomTemplates []struct {
			Name      string   `json:"name"`
			PostTypes []string `json:"postTypes"`
		} `json:"customTemplates"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	return func(_ context.Context, postType string) ([]string, error) {
		var names []string
		for _, t := range file.CustomTemplates {
			if slices.Contains(t.PostTypes, postType) || len(t.PostTypes) == 0 && postType == "page" {
				names = append(names, t.Name)
			}
		}
		return names, nil
	}, nil
}
