package wxr

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"testing"
)

// FuzzReader reads any file: it ends with io.EOF or an *Error, and what a file
// that was read to its end holds is the same after it was written and read again.
func FuzzReader(f *testing.F) {
	old, err := os.ReadFile("testdata/old.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(old)
	f.Add(write(f, Site{}, one()).Bytes())
	f.Add([]byte("<rss><channel><item><wp:post_id>1</wp:post_id></item></channel></rss>"))
	f.Add([]byte("<?xml version='1.0' encoding='utf-16'?><rss><channel>&#1;</channel></rss>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := readAll(NewReader(bytes.NewReader(file), Limits{MaxItem: 1 << 20}))
		var e *Error
		if errors.As(err, &e) && e.Line > 0 {
			return
		}
		if !errors.Is(err, io.EOF) {
			t.Fatalf("%T %v", err, err)
		}
		again, err := readAll(NewReader(write(t, Site{}, got), Limits{MaxItem: 64 << 20}))
		if !errors.Is(err, io.EOF) || !reflect.DeepEqual(again, got) {
			t.Errorf("%v: %+v, then %+v", err, got, again)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	file := write(b, Site{}, one()).Bytes()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readAll(NewReader(bytes.NewReader(file), Limits{})); !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}
