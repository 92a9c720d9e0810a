// Command single-sign-on lets people into the API who are logged in to the host
// already: by the session of its own login, or by what a proxy for single sign-on
// (OpenID Connect, SAML …) tells of them in a header.
//
//	go run ./examples/single-sign-on
//	curl -c jar -d name=ada http://127.0.0.1:8080/login
//	curl -b jar http://127.0.0.1:8080/wp-json/acme/v1/me
//	curl -H 'X-Forwarded-Email: grace@example.org' http://127.0.0.1:8080/wp-json/acme/v1/me
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// A person is a user as the host knows them.
type person struct {
	id    int64
	email string
	role  string // one of WordPress's
}

// A host has people and their sessions.
type host struct {
	people map[string]person // by name

	mu       sync.Mutex
	sessions map[string]string // name by token
}

func newHost() *host {
	return &host{
		people: map[string]person{
			"ada":   {1, "ada@example.org", "administrator"},
			"grace": {2, "grace@example.org", "author"},
		},
		sessions: map[string]string{},
	}
}

// user tells the API who somebody is and what they may do.
func (h *host) user(name, via string) *wprest.User {
	p, ok := h.people[name]
	if !ok {
		return nil
	}
	return &wprest.User{
		ID: p.id, Login: name, Name: name, Email: p.email, Via: via,
		Roles: []string{p.role}, Caps: auth.DefaultRoles().Caps(p.role),
	}
}

const sessionCookie = "acme_session"

// bySession is the Authenticator of the host's own sessions.
type bySession struct{ *host }

func (h bySession) Authenticate(r *http.Request) (*wprest.User, error) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil, nil // no credentials of this kind: the next one is asked
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.user(h.sessions[cookie.Value], "acme-session"), nil
}

// byProxy is the Authenticator of a proxy that has people log in elsewhere. Only
// the proxy may be able to reach this program, or its header is worth nothing.
type byProxy struct {
	*host
	trusted string // the proxy's address
}

func (h byProxy) Authenticate(r *http.Request) (*wprest.User, error) {
	email := r.Header.Get("X-Forwarded-Email")
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if email == "" || err != nil || from != h.trusted {
		return nil, nil
	}
	for name, p := range h.people {
		if p.email == email {
			return h.user(name, "proxy"), nil
		}
	}
	return nil, wprest.NewError(http.StatusForbidden, "acme_unknown_person", "Nobody here has this address.")
}

// login is the host's own page; a real one asks for more than a name.
func (h *host) login(w http.ResponseWriter, r *http.Request) {
	name := r.PostFormValue("name")
	if _, ok := h.people[name]; !ok {
		http.Error(w, "Who?", http.StatusForbidden)
		return
	}
	token := rand.Text()
	h.mu.Lock()
	h.sessions[token] = name
	h.mu.Unlock()
	// Strict: a link on another site could have ?_method=DELETE in it.
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	fmt.Fprintln(w, "Welcome,", name)
}

// me shows who asks.
func me(ctx context.Context, _ *wprest.Request) (any, error) {
	u := wprest.UserFrom(ctx)
	edit, err := wprest.May(ctx, "edit_others_posts")
	return wprest.MapOf("name", u.Login, "via", u.Via, "roles", u.Roles, "edits_others", edit), err
}

func (h *host) app() (http.Handler, error) {
	reg := wprest.New(wprest.Config{
		BaseURL: "http://127.0.0.1:8080/wp-json",
		Auth:    []wprest.Authenticator{bySession{h}, byProxy{h, "127.0.0.1"}},
		May:     &auth.Capabilities{},
	})
	reg.Route("acme/v1", "/me", wprest.Route{Endpoints: []wprest.Endpoint{
		{Methods: "GET,POST", Permission: wprest.LoggedIn, Handler: me},
	}})
	srv, err := reg.Build()
	if err != nil {
		return nil, err
	}
	pages := http.NewServeMux()
	pages.HandleFunc("POST /login", h.login)
	// Browsers send the cookie along with requests that other sites make. This
	// refuses those that change something.
	return http.NewCrossOriginProtection().Handler(srv.Wrap(pages)), nil
}

func main() {
	handler, err := newHost().app()
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", handler))
}
