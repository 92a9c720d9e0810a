package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
)

// templateNames lists the templates that posts of a type can choose: those of
// the theme, and those that are stored for it under a name of their own.
func (s *Site) templateNames(ctx context.Context, t *PostType) ([]string, error) {
	var names []string
	if s.templates != nil {
		var err error
		if names, err = s.templates(ctx, t.Name); err != nil {
			return nil, err
		}
	}
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	theme, _, err := s.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", "wp_theme"), wprest.Where("slug", o.text("stylesheet"))}, NoTotal: true,
	})
	if err != nil || len(theme) == 0 {
		return names, err
	}
	stored, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{
			wprest.Where("type", "wp_template"), wprest.Where("status", StatusPublish), wprest.Where("term", theme[0].TaxonomyID),
		},
		NoTotal: true, Fields: []string{"id", "slug"},
	})
	for _, p := range stored {
		if !slices.Contains(hierarchyTemplates(), p.Slug) {
			names = append(names, p.Slug)
		}
	}
	return names, err
}

// hierarchyTemplates are the templates that pages get by what they are.
//
// See https://developer.wordpress.org/themes/basics/template-hierarchy/.
func hierarchyTemplates() []string {
	return []string{
		"index", "home", "front-page", "singular", "single", "page", "archive", "author", "category", "taxonomy", "date", "tag",
		"attachment", "search", "privacy-policy", "404",
	}
}
