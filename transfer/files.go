package transfer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wxr"
)

// A File is one of the files of an attachment.
type File struct {
	Name string // path below the folder of uploads, as "2025/03/boat.png"
	URL  string // where the source has it; "" if it does not tell
}

// A FileSource has the files of attachments. It must be safe for concurrent use.
type FileSource interface {
	// Open opens a file, and returns how many bytes it has; -1 if that is not
	// known. A missing file is an error that Is fs.ErrNotExist.
	Open(ctx context.Context, f File) (body io.ReadCloser, size int64, err error)
}

type folder struct{ files fs.FS }

// Folder returns the files of a folder of uploads, such as that of os.Root.FS.
func Folder(files fs.FS) FileSource { return folder{files} }

// Open implements FileSource.
func (d folder) Open(_ context.Context, f File) (io.ReadCloser, int64, error) {
	file, err := d.files.Open(f.Name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file: %w", f.Name, fs.ErrNotExist)
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// Keys of the meta of attachments.
const (
	attachedFileKey = "_wp_attached_file"
	attachmentKey   = "_wp_attachment_metadata"
)

// metaValue returns the first value of a key.
func metaValue(list []wxr.Meta, key string) string {
	i := slices.IndexFunc(list, func(m wxr.Meta) bool { return m.Key == key })
	if i < 0 {
		return ""
	}
	return list[i].Value
}

// belowUploads returns what follows the folder of uploads in an address or in a
// path of old; "" if it is not there.
func belowUploads(s string) string {
	_, name, _ := strings.Cut(s, "/uploads/")
	name, _, _ = strings.Cut(name, "?")
	return name
}

// completeAttachment fills in what follows from the address of its file.
func completeAttachment(p *Post) {
	name := metaValue(p.Meta, attachedFileKey)
	if name == "" {
		if name = belowUploads(p.AttachmentURL); name != "" {
			p.Meta = append(p.Meta, wxr.Meta{Key: attachedFileKey, Value: name})
		}
	}
	if p.MimeType == "" {
		p.MimeType = mimeType(cmp.Or(name, p.AttachmentURL))
	}
}

// filesOf lists the files of an attachment: the one that it is, the original that
// it was made of, and its sizes.
func filesOf(p *Post) []File {
	name := metaValue(p.Meta, attachedFileKey)
	if path.IsAbs(name) || strings.Contains(name, ":") {
		name = belowUploads(name)
	}
	name = cmp.Or(name, belowUploads(p.AttachmentURL))
	if name == "" {
		return nil
	}
	list := []File{{name, p.AttachmentURL}}
	add := func(base any) {
		sibling := wprest.ToString(base)
		if sibling == "" || strings.ContainsAny(sibling, `/\`) {
			return
		}
		f := File{Name: path.Join(path.Dir(name), sibling)}
		if at := strings.LastIndexByte(p.AttachmentURL, '/'); at >= 0 {
			f.URL = p.AttachmentURL[:at+1] + sibling
		}
		if !slices.ContainsFunc(list, func(other File) bool { return other.Name == f.Name }) {
			list = append(list, f)
		}
	}
	m, _ := phpvalue.MaybeDecode(metaValue(p.Meta, attachmentKey)).(*wprest.Map)
	add(m.Get("original_image"))
	sizes, _ := m.Get("sizes").(*wprest.Map)
	for _, v := range sizes.All() {
		size, _ := v.(*wprest.Map)
		add(size.Get("file"))
	}
	return list
}

// copyFiles brings the files of an attachment to the folder of uploads.
func (r *run) copyFiles(ctx context.Context, p *Post) (steps []Step) {
	list := filesOf(p)
	if len(list) == 0 {
		return []Step{{Kind: Files, Name: "file of " + nameOf(p), Outcome: Skipped, Reason: "nothing names it"}}
	}
	for _, f := range list {
		step := Step{Kind: Files, Name: "file " + f.Name}
		made, err := r.copyFile(ctx, f, p.ID)
		switch {
		case err != nil:
			step.Outcome, step.Reason = Skipped, err.Error()
			if errors.Is(err, fs.ErrNotExist) {
				step.Reason = "the source does not have it"
			}
		case !made:
			step.Outcome = There
		}
		steps = append(steps, step)
	}
	return steps
}

var (
	errFileName  = errors.New("a file of this name is not taken into uploads")
	errFileSize  = errors.New("the file is too large")
	errOtherFile = errors.New("another file has this name")
)

// copyFile copies one file, unless it is there. It appears under its name once
// all of it is there.
func (r *run) copyFile(ctx context.Context, f File, post int64) (made bool, err error) {
	if !fs.ValidPath(f.Name) || !isUpload(f.Name) {
		return false, errFileName
	}
	limit := r.MaxFile
	if limit <= 0 {
		limit = 1 << 30
	}
	body, size, err := r.Files.Open(ctx, f)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	if there, err := r.Uploads.Stat(f.Name); err == nil {
		if !there.Mode().IsRegular() || size >= 0 && there.Size() != size {
			return false, errOtherFile
		}
		return false, nil
	}
	if size > limit {
		return false, fmt.Errorf("%w: %d bytes", errFileSize, size)
	}
	if err := r.Uploads.MkdirAll(path.Dir(f.Name), 0o755); err != nil {
		return false, err
	}
	temp := path.Join(path.Dir(f.Name), fmt.Sprintf(".wprest-%x.part", digestOf(f.Name, fmt.Sprint(post))))
	if err := r.fill(ctx, temp, body, size, limit); err != nil {
		return false, errors.Join(err, r.Uploads.Remove(temp))
	}
	return true, r.Uploads.Rename(temp, f.Name)
}

// fill writes a file.
func (r *run) fill(ctx context.Context, name string, body io.Reader, size, limit int64) (err error) {
	file, err := r.Uploads.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	n, err := io.Copy(file, io.LimitReader(contextReader{ctx, body}, limit+1))
	switch {
	case err != nil:
		return err
	case n > limit:
		return fmt.Errorf("%w: more than %d bytes", errFileSize, limit)
	case size >= 0 && n != size:
		return fmt.Errorf("it ended after %d of %d bytes", n, size)
	}
	return file.Sync()
}

// A contextReader ends when its context does.
type contextReader struct {
	ctx context.Context //nolint:containedctx // io.Reader has none of its own
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// isUpload reports whether a file may go to uploads: nothing that a web server
// might run, if the site is given back to PHP.
func isUpload(name string) bool {
	run := []string{
		"php", "php3", "php4", "php5", "php7", "php8", "phps", "pht", "phtm", "phtml", "phar", "inc", "cgi", "fcgi", "pl", "py", "rb", "sh", "bash",
		"asp", "aspx", "ashx", "asmx", "jsp", "jspx", "cfm", "shtml", "shtm", "stm", "exe", "com", "bat", "cmd", "dll", "so", "msi", "vbs", "ps1",
		"htaccess", "htpasswd", "config",
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || strings.ContainsAny(part, "\\:\x00") {
			return false
		}
		for i, ext := range bytes.Split([]byte(strings.ToLower(part)), []byte{'.'}) {
			// Some servers look at every extension: x.php.jpg.
			if i > 0 && slices.Contains(run, strings.TrimSpace(string(ext))) {
				return false
			}
		}
	}
	return path.Ext(name) != ""
}
