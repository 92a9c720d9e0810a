package wordpress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// An object is a JSON object.
type object = map[string]any

// A side is one of the two programs, as somebody asks it.
type side struct {
	name, url      string
	client         *http.Client
	user, password string // of HTTP Basic
	nonce          string // beside cookies
}

func newSide(t *testing.T, name, url string) *side {
	t.Helper()
	return &side{name: name, url: url, client: &http.Client{
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// as returns the side as another user asks it, by an application password.
func (s *side) as(user, password string) *side {
	other := *s
	other.user, other.password, other.nonce = user, password, ""
	return &other
}

// browser returns the side as a browser asks it, which keeps cookies and has
// none.
func (s *side) browser(t *testing.T) *side {
	t.Helper()
	other, client := s.as("", ""), *s.client
	client.Jar = newJar(t)
	other.client = &client
	return other
}

// at returns another side with the cookies and the nonce of this one.
func (s *side) at(other *side) *side {
	moved := *s
	moved.name, moved.url = other.name, other.url
	return &moved
}

// send sends a request and returns the answer with its body.
func (s *side) send(method, path, kind string, body io.Reader) (*http.Response, []byte, error) {
	req, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		return nil, nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if s.user != "" {
		req.SetBasicAuth(s.user, s.password)
	}
	if s.nonce != "" {
		req.Header.Set("X-WP-Nonce", s.nonce)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(resp.Body)
	if e := resp.Body.Close(); err == nil {
		err = e
	}
	return resp, text, err
}

// address returns the path at which either side has a route.
func address(route string) string {
	path, query, _ := strings.Cut(route, "?")
	if query != "" {
		query = "&" + query
	}
	return "/index.php?rest_route=" + path + query
}

// An answer is what a side says to a request.
type answer struct {
	status int
	total  string // X-WP-Total
	body   any
}

// ask asks for a route. A body that is not nil is sent as JSON.
func (s *side) ask(method, route string, body any) (a answer, err error) {
	var reader io.Reader
	kind := ""
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		reader, kind = bytes.NewReader(text), "application/json"
	}
	resp, text, err := s.send(method, address(route), kind, reader)
	if err != nil {
		return answer{}, err
	}
	a.status, a.total = resp.StatusCode, resp.Header.Get("X-WP-Total")
	if err := json.Unmarshal(text, &a.body); err != nil {
		return answer{}, fmt.Errorf("%s: %s %s: %d, %w in %.300s", s.name, method, route, resp.StatusCode, err, text)
	}
	return a, nil
}

// mustSend is must for a request of another kind.
func (s *side) mustSend(t *testing.T, status int, req *http.Request) (body any) {
	t.Helper()
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil || resp.StatusCode != status {
		t.Fatalf("%s: %s %s: %s, %v: %.600s", s.name, req.Method, req.URL, resp.Status, err, text)
	}
	return body
}

// must asks for an answer with a certain status.
func (s *side) must(t *testing.T, status int, method, route string, body any) any {
	t.Helper()
	a, err := s.ask(method, route, body)
	if err != nil {
		t.Fatal(err)
	}
	if a.status != status {
		t.Fatalf("%s: %s %s: status %d, want %d: %.600s", s.name, method, route, a.status, status, asJSON(a.body))
	}
	return a.body
}

func (s *side) get(t *testing.T, route string) any {
	t.Helper()
	return s.must(t, http.StatusOK, http.MethodGet, route, nil)
}

// create returns the id of what it makes.
func (s *side) create(t *testing.T, route string, body object) int {
	t.Helper()
	return number(s.must(t, http.StatusCreated, http.MethodPost, route, body), "id")
}

func (s *side) update(t *testing.T, route string, body object) any {
	t.Helper()
	return s.must(t, http.StatusOK, http.MethodPost, route, body)
}

func (s *side) delete(t *testing.T, route string) any {
	t.Helper()
	return s.must(t, http.StatusOK, http.MethodDelete, route, nil)
}

// form sends a form and returns the page that answers.
func (s *side) form(t *testing.T, path string, values url.Values) string {
	t.Helper()
	resp, text, err := s.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 400 {
		t.Fatalf("%s: POST %s: %s\n%s", s.name, path, resp.Status, tail(string(text)))
	}
	return string(text)
}

// page returns a page.
func (s *side) page(t *testing.T, path string) string {
	t.Helper()
	resp, text, err := s.send(http.MethodGet, path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: GET %s: %s\n%s", s.name, path, resp.Status, tail(string(text)))
	}
	return string(text)
}

// part returns what is at a path of names and indexes in a JSON value; nil if
// nothing is.
func part(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case object:
			v = in[name]
		case []any:
			var i int
			if _, err := fmt.Sscan(name, &i); err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

func str(v any, path string) string {
	s, _ := part(v, path).(string)
	return s
}

func number(v any, path string) int {
	n, _ := part(v, path).(float64)
	return int(n)
}

// want fails the test when what is at a path is not as it should be.
func want(t *testing.T, s *side, v any, path string, expected any) {
	t.Helper()
	if n, ok := expected.(int); ok {
		expected = float64(n)
	}
	if got := part(v, path); !equal(got, expected) {
		t.Errorf("%s has %s = %#v, want %#v", s.name, path, got, expected)
	}
}
