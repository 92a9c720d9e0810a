package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wprest/wprest/examples/harbor/harborsite"
)

// claimed are the areas whose cases TestReplay replays.
var claimed = []string{"pages-revisions", "posts", "rest", "terms-comments", "text", "users-auth"}

// baselineFile names the cases that pass, one a line, sorted: none of them may
// fail again. A name leaves the file by hand only.
const baselineFile = "baseline.txt"

var updateBaseline = flag.Bool("update-baseline", false, "add the cases that pass to "+baselineFile)

// TestReplay replays the cases of the claimed areas against the conformance
// site, in process. A case that fails without being in the baseline is skipped;
// asked for by name it says why:
//
//	go test ./conformance -v -run TestReplay/rest/validate-enum
//
// CONFORMANCE_DB in the environment is a database server's; each site has a
// database of its own there, and a SQLite database in memory without it.
func TestReplay(t *testing.T) {
	cases, listed := claimedCases(t), readBaseline(t)
	r := &replay{ctx: t.Context(), checker: checker{users: cases.users}, listed: listed}
	r.shared = sync.OnceValues(func() (string, error) { return r.open(t) })
	r.seed = sync.OnceValues(func() (*harborsite.Site, error) { // one that is not written to
		site, err := harborsite.New(r.ctx, "site", os.Getenv("CONFORMANCE_DB"))
		if err == nil {
			t.Cleanup(func() { _ = site.Close() }) // nothing was written
		}
		return site, err
	})
	for _, area := range claimed {
		t.Run(area, func(t *testing.T) {
			for _, c := range cases.of(area) {
				t.Run(strings.TrimPrefix(c.name, area+"/"), func(t *testing.T) {
					t.Parallel()
					r.play(t, c)
				})
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		if !cases.has(name) {
			t.Errorf("%s: %s is no case of the areas %v", baselineFile, name, claimed)
		}
	}
	r.conclude(t)
}

// A caseSet holds the cases of the claimed areas, in the order of their names.
type caseSet struct {
	cases []*Case
	users map[string]User
}

func claimedCases(t *testing.T) caseSet {
	t.Helper()
	var folders []string
	for _, area := range claimed {
		folders = append(folders, "cases/"+area)
	}
	cases, users, err := parse(flag.NewFlagSet("replay", flag.ContinueOnError), folders)
	if err != nil {
		t.Fatal(err)
	}
	return caseSet{cases, users}
}

func (s caseSet) of(area string) (cases []*Case) {
	for _, c := range s.cases {
		if c.area == area {
			cases = append(cases, c)
		}
	}
	return cases
}

func (s caseSet) has(name string) bool {
	return slices.ContainsFunc(s.cases, func(c *Case) bool { return c.name == name })
}

// A replay plays cases side by side: those that only read against one site that
// they share, each other one against a site of its own.
type replay struct {
	ctx     context.Context // of the whole test: the shared site outlives its first case
	checker checker
	listed  map[string]bool // the baseline
	shared  func() (base string, err error)
	seed    func() (*harborsite.Site, error) // that sites are copied from

	mu      sync.Mutex
	results []CaseResult
}

// open serves a fresh site until the test ends.
func (r *replay) open(t *testing.T) (base string, err error) {
	seed, err := r.seed()
	if err != nil {
		return "", fmt.Errorf("load the site: %w", err)
	}
	site, err := seed.Clone(r.ctx)
	if err != nil {
		return "", fmt.Errorf("copy the site: %w", err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(func() {
		server.Close()
		if err := site.Close(); err != nil {
			t.Errorf("close the site: %v", err)
		}
	})
	return server.URL, nil
}

func (r *replay) play(t *testing.T, c *Case) {
	open := r.shared
	if !c.Reads {
		open = func() (string, error) { return r.open(t) }
	}
	base, err := open()
	if err != nil {
		t.Fatal(err)
	}
	result := r.checker.checkCase(r.ctx, c, base, nil)
	r.mu.Lock()
	r.results = append(r.results, result)
	r.mu.Unlock()
	switch failures, _ := reportOf(result); {
	case result.Passed:
	case r.listed[c.name]:
		t.Errorf("is in %s and fails\n%s", baselineFile, failures)
	case strings.Contains(flag.Lookup("test.run").Value.String(), "/"): // asked for by name
		t.Skipf("is not in %s\n%s", baselineFile, failures)
	default:
		t.Skipf("is not in %s", baselineFile)
	}
}

// conclude logs the table of areas, and how the baseline could grow, or did.
func (r *replay) conclude(t *testing.T) {
	if len(r.results) == 0 {
		return // -run chose none
	}
	slices.SortFunc(r.results, func(a, b CaseResult) int { return cmp.Compare(a.Name, b.Name) })
	_, table := reportOf(r.results...)
	t.Log("\n" + table)
	fresh := count(r.results, func(c CaseResult) bool { return c.Passed && !r.listed[c.Name] })
	switch {
	case *updateBaseline:
		r.extendBaseline(t)
		t.Logf("%d cases added to %s", fresh, baselineFile)
	case fresh > 0:
		t.Logf("%d cases pass that are not in %s: -update-baseline adds them", fresh, baselineFile)
	}
}

// extendBaseline adds the cases that pass to the baseline.
func (r *replay) extendBaseline(t *testing.T) {
	t.Helper()
	names := maps.Clone(r.listed)
	for _, c := range r.results {
		if c.Passed {
			names[c.Name] = true
		}
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		text.WriteString(name + "\n")
	}
	if err := os.WriteFile(baselineFile, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// reportOf returns the two parts of a report: the steps that failed, at most
// five differences each, and the table of areas.
func reportOf(results ...CaseResult) (failures, table string) {
	var b strings.Builder
	report(&b, results, false)
	text := "\n" + b.String()
	at := strings.LastIndex(text, "\narea ") + 1
	return text[1:max(1, at)], text[at:]
}

func readBaseline(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(baselineFile)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, name := range strings.Fields(string(data)) {
		listed[name] = true
	}
	return listed
}
