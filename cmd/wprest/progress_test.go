package main

import (
	"bytes"
	"testing"
)

func TestProgressElsewhere(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := newProgress(&out, "import", "things")
	for range 1500 {
		p.add(1)
	}
	p.expect(4000)
	p.add(1700)
	p.end()
	if got := out.String(); got != "1000 things done\n3200 of 4000 things done\n" {
		t.Errorf("%q", got)
	}
}
