package wp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// termSearch finds terms by a part of their names or slugs.
func (s *Site) termSearch() SearchHandler {
	var names []string
	for _, x := range s.taxonomies {
		if x.Public && x.ShowInREST {
			names = append(names, x.Name)
		}
	}
	return SearchHandler{Type: "term", Subtypes: names, Find: s.findTerms}
}

// findTerms finds terms of the wanted taxonomies.
//
// Quirk: where none of those that are asked for is a taxonomy, terms of all are
// found, hidden ones too.
func (s *Site) findTerms(ctx context.Context, q SearchQuery) ([]SearchItem, int, error) {
	find := wprest.Query{Search: q.Search, SearchIn: []string{"name", "slug"}, Order: []wprest.Order{{Field: "name"}}, Offset: q.Offset, Limit: q.Limit}
	if len(q.Subtypes) > 0 {
		find = find.And(wprest.Where("taxonomy", q.Subtypes...))
	}
	terms, total, err := s.stores.Terms.List(ctx, q.narrow(find))
	if err != nil {
		return nil, 0, err
	}
	var urls []string
	if q.Wants("url") {
		if urls, err = s.termArchives(ctx, terms); err != nil {
			return nil, 0, err
		}
	}
	items := make([]SearchItem, len(terms))
	for i := range terms {
		items[i] = s.foundTerm(ctx, &terms[i])
		if urls != nil {
			items[i].URL = urls[i]
		}
	}
	return items, total, nil
}

// termArchives returns the addresses of the archives of terms of any taxonomies.
func (s *Site) termArchives(ctx context.Context, terms []Term) ([]string, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	trees := map[*Taxonomy][]*Term{}
	for i := range terms {
		terms[i].view = &termView{options: o}
		if x := s.taxonomy(terms[i].Taxonomy); x != nil && x.RewriteHierarchical {
			trees[x] = append(trees[x], &terms[i])
		}
	}
	for x, items := range trees {
		if err := s.loadTermsAbove(ctx, x, items); err != nil {
			return nil, err
		}
	}
	urls := make([]string, len(terms))
	for i := range terms {
		t := &terms[i]
		x := s.taxonomy(t.Taxonomy)
		if x == nil {
			x = &Taxonomy{Name: t.Taxonomy, NoRewrite: true}
		}
		urls[i] = termArchive(o, x, t, t.view.above)
	}
	return urls, nil
}

func (s *Site) foundTerm(ctx context.Context, t *Term) SearchItem {
	item := SearchItem{ID: t.ID, Title: t.Name, Type: t.Taxonomy}
	if controller := s.terms[t.Taxonomy]; controller != nil {
		controller.Remember(ctx, t)
	}
	if x := s.taxonomy(t.Taxonomy); x != nil && x.ShowInREST {
		item.Links = append(item.Links, wprest.Link{Rel: "self", Href: wprest.URL(ctx, fmt.Sprintf("%s/%d", x.route(), t.ID)), Embeddable: true})
	}
	item.Links = append(item.Links, wprest.Link{Rel: "about", Href: wprest.URL(ctx, namespace+"/taxonomies/"+t.Taxonomy)})
	return item
}

// formatSearch finds the post formats that posts have had.
func (s *Site) formatSearch() SearchHandler {
	return SearchHandler{Type: "post-format", Find: s.findFormats}
}

// formatLabels names the post formats.
func formatLabels() map[string]string {
	return map[string]string{
		"standard": "Standard", "aside": "Aside", "chat": "Chat", "gallery": "Gallery", "link": "Link", "image": "Image",
		"quote": "Quote", "status": "Status", "video": "Video", "audio": "Audio",
	}
}

func (s *Site) findFormats(ctx context.Context, q SearchQuery) ([]SearchItem, int, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, 0, err
	}
	terms, _, err := s.stores.Terms.List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("taxonomy", formatTaxonomy)}, NoTotal: true})
	if err != nil {
		return nil, 0, err
	}
	x, labels, wanted := s.taxonomy(formatTaxonomy), formatLabels(), strings.ToLower(q.Search)
	var items []SearchItem
	for _, f := range formats() {
		format := wprest.ToString(f)
		made := slices.ContainsFunc(terms, func(t Term) bool { return t.Slug == "post-format-"+format })
		if made && (strings.Contains(format, wanted) || strings.Contains(strings.ToLower(labels[format]), wanted)) {
			items = append(items, SearchItem{ID: format, Title: labels[format], URL: termArchive(o, x, &Term{Slug: format}, nil)})
		}
	}
	total := len(items)
	items = items[min(q.Offset, total):]
	return items[:min(q.Limit, len(items))], total, nil
}
