package wp

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// uniqueSlug returns the slug, or the first of slug-2, slug-3 … that no other
// post has. It mirrors wp_unique_post_slug.
func (s *Site) uniqueSlug(ctx context.Context, t *PostType, p *Post, slug string) (string, error) {
	return s.newSlugFinder(ctx, t, p, slug).find()
}

// A slugFinder finds a slug that a post can have.
type slugFinder struct {
	site *Site
	ctx  context.Context //nolint:containedctx // lives as long as the call of find
	t    *PostType
	p    *Post
	slug string
	// having has the posts with the slugs that were looked for.
	having map[string][]Post
	// Up to slug-last they were looked for; next time step more will be.
	last, step int
}

func (s *Site) newSlugFinder(ctx context.Context, t *PostType, p *Post, slug string) *slugFinder {
	return &slugFinder{site: s, ctx: ctx, t: t, p: p, slug: slug, having: map[string][]Post{}, last: 1, step: 4}
}

func (f *slugFinder) find() (string, error) {
	if f.slug == "" {
		return "", nil
	}
	o, err := f.site.options(f.ctx)
	if err != nil {
		return "", err
	}
	structure := o.text("permalink_structure")
	return text.UniqueSlug(f.slug, text.SlugLimit, func(slug string) (bool, error) {
		if text.ReservedSlug(slug, f.t.Hierarchical) || f.t.Name == "post" && text.DateSlug(slug, structure) {
			return true, nil
		}
		return f.taken(slug)
	})
}

// maxSlugStep is how many slugs are looked for at once at most.
const maxSlugStep = 256

// taken reports whether another post has a slug. The more are taken, the more
// are looked for at once.
func (f *slugFinder) taken(slug string) (bool, error) {
	if _, ok := f.having[slug]; !ok {
		slugs := []string{slug}
		if slug != f.slug {
			for range f.step {
				f.last++
				slugs = append(slugs, text.NumberedSlug(f.slug, f.last, text.SlugLimit))
			}
			f.step = min(4*f.step, maxSlugStep)
		}
		if err := f.site.postsBySlug(f.ctx, f.t, f.having, slugs); err != nil {
			return false, err
		}
	}
	return slices.ContainsFunc(f.having[slug], func(other Post) bool {
		return other.ID != f.p.ID && (!f.t.Hierarchical || other.Parent == f.p.Parent)
	}), nil
}

// postsBySlug puts into a map the posts that have one of some slugs and are in
// the way of others of a type that want it.
func (s *Site) postsBySlug(ctx context.Context, t *PostType, into map[string][]Post, slugs []string) error {
	types := []string{t.Name}
	if t.Hierarchical {
		types = append(types, attachmentType)
	}
	found, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("slug", slugs...), wprest.Where("type", types...)},
		NoTotal: true, Fields: []string{"id", "slug", "parent"},
	})
	for _, slug := range slugs {
		into[slug] = nil
	}
	for _, p := range found {
		slug := p.Slug
		if _, ok := into[slug]; !ok { // the store minds no letter case
			slug = strings.ToLower(slug)
		}
		into[slug] = append(into[slug], p)
	}
	return err
}

// slugOfTitle is the slug that the title of a post would give.
func slugOfTitle(p *Post) string { return cmp.Or(text.Slug(p.Title), strconv.FormatInt(p.ID, 10)) }

// slugs looks at once for posts with the slugs that the titles of the posts give.
func (l *postLoader) slugs(ctx context.Context) error {
	if l.r.Context() != "edit" || !l.t.viewable() || !l.r.Wants("generated_slug") {
		return nil
	}
	slugs := make([]string, len(l.items))
	for i, p := range l.items {
		slugs[i] = slugOfTitle(p)
	}
	having := make(map[string][]Post, len(slugs))
	for _, p := range l.items {
		p.view.slugs = having
	}
	return l.postsBySlug(ctx, l.t, having, slugs)
}

// generatedSlug is the slug that the title would give.
func (s *Site) generatedSlug(ctx context.Context, _ *wprest.Request, p *Post) (any, error) {
	t := s.postType(p.Type)
	if t == nil {
		return slugOfTitle(p), nil
	}
	finder := s.newSlugFinder(ctx, t, p, slugOfTitle(p))
	if p.view.slugs != nil {
		finder.having = p.view.slugs
	}
	slug, err := finder.find()
	if plain, bad := url.PathUnescape(slug); bad == nil {
		slug = plain
	}
	return text.EscapeHTML(slug), err
}
