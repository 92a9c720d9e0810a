package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// A progress shows how far a command has got: a bar on a terminal, a line now and
// then elsewhere. It is safe for concurrent use.
type progress struct {
	w    io.Writer
	what string // is counted
	bars *mpb.Progress
	bar  *mpb.Bar

	mu          sync.Mutex
	done, total int64
}

// plainStep is how many things there are between two lines.
const plainStep = 1000

// newProgress begins to show progress on w. Name says what is done, what is
// counted.
func newProgress(w io.Writer, name, what string) *progress {
	p := &progress{w: w, what: what}
	if isTerminal(w) {
		p.bars = mpb.New(mpb.WithOutput(w), mpb.WithWidth(50))
		p.bar = p.bars.AddBar(0,
			mpb.PrependDecorators(decor.Name(name+" "), decor.Any(func(decor.Statistics) string { return p.counts() })),
			mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
	}
	return p
}

// isTerminal reports whether people look at w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb"
}

func (p *progress) counts() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.total > 0 {
		return fmt.Sprintf("%d of %d %s ", p.done, p.total, p.what)
	}
	return fmt.Sprintf("%d %s ", p.done, p.what)
}

// expect says that n more things are to come.
func (p *progress) expect(n int64) {
	p.mu.Lock()
	p.total += n
	total := p.total
	p.mu.Unlock()
	if p.bar != nil {
		p.bar.SetTotal(total, false)
	}
}

// add says that n things are done.
func (p *progress) add(n int64) {
	p.mu.Lock()
	before := p.done
	p.done += n
	after := p.done
	p.mu.Unlock()
	switch {
	case p.bar != nil:
		p.bar.IncrInt64(n)
	case before/plainStep != after/plainStep:
		fmt.Fprintln(p.w, p.counts()+"done")
	}
}

// end takes the bar away, or leaves it as it is at the end.
func (p *progress) end() {
	if p.bar == nil {
		return
	}
	p.bar.SetTotal(p.bar.Current(), true)
	p.bars.Wait()
}
