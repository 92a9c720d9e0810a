package wp

import (
	"context"
	"math"
	"path"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// addThumbnail adds to the description of a post its picture, at most so wide.
func (s *Site) addThumbnail(ctx context.Context, o options, p *Post, data *wprest.Map, width int64) error {
	id := p.ID
	if !strings.HasPrefix(p.MimeType, "image/") {
		all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{p.ID}, "_thumbnail_id")
		if err != nil {
			return err
		}
		values := all[p.ID]["_thumbnail_id"]
		if len(values) == 0 {
			return nil
		}
		id = wprest.ToInt(values[0])
	}
	all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{id}, "_wp_attached_file", "_wp_attachment_metadata")
	if err != nil {
		return err
	}
	files, metadata := all[id]["_wp_attached_file"], all[id]["_wp_attachment_metadata"]
	if len(files) == 0 || len(metadata) == 0 {
		return nil
	}
	m, _ := phpvalue.MaybeDecode(metadata[0]).(*wprest.Map)
	image := fittingImage(m, files[0], width)
	if image.width == 0 {
		return nil
	}
	data.Set("thumbnail_url", o.home()+"/wp-content/uploads/"+image.file)
	data.Set("thumbnail_width", width)
	data.Set("thumbnail_height", int64(math.Round(float64(image.height)*float64(width)/float64(image.width))))
	return nil
}

// An imageFile is an uploaded image, or a smaller copy of it.
type imageFile struct {
	file          string // below the uploads
	width, height int64
}

// fittingImage returns the smallest copy that is at least so wide and not cut,
// or the image itself.
func fittingImage(m *wprest.Map, file string, width int64) imageFile {
	best := imageFile{file, wprest.ToInt(m.Get("width")), wprest.ToInt(m.Get("height"))}
	whole := best
	sizes, _ := m.Get("sizes").(*wprest.Map)
	for _, v := range sizes.All() {
		size, _ := v.(*wprest.Map)
		w, h := wprest.ToInt(size.Get("width")), wprest.ToInt(size.Get("height"))
		if whole.width == 0 || w < width || w >= best.width {
			continue
		}
		if math.Abs(float64(whole.height)*float64(w)/float64(whole.width)-float64(h)) <= 1 {
			best = imageFile{path.Join(path.Dir(file), wprest.ToString(size.Get("file"))), w, h}
		}
	}
	return best
}
