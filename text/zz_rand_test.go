package text

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

func randN() int { n, _ := strconv.Atoi(os.Getenv("RAND")); return n }

func TestRandParagraphs(t *testing.T) {
	pieces := paragraphPieces()
	for i := range randN() {
		r := rand.New(rand.NewPCG(uint64(i), 4001))
		s := ""
		for range 1 + r.IntN(14) {
			s += pieces[r.IntN(len(pieces))]
		}
		if got, want := Paragraphs(s), paragraphsByRule(s); got != want {
			t.Fatalf("%q\n got %q\nwant %q", s, got, want)
		}
	}
}
