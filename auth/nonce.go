package auth

import (
	"net/http"
	"net/url"

	"github.com/wprest/wprest"
)

// restAction is what the nonces of REST are for.
const restAction = "wp_rest"

// Nonces returns the Authenticator that goes last, after all that look for
// other credentials: it checks the nonce of a request that nobody has signed.
// One that holds for nobody is answered by a fresh one, and the request goes on
// without a user; one that does not is the *wprest.Error
// rest_cookie_invalid_nonce, 403. Without a nonce there is nothing to say.
func (c *Cookies) Nonces() wprest.Authenticator { return nonces{c} }

type nonces struct{ cookies *Cookies }

// Authenticate implements wprest.Authenticator.
func (n nonces) Authenticate(r *http.Request) (*wprest.User, error) {
	nonce, given := requestNonce(r)
	if !given {
		return nil, nil
	}
	header, err := n.cookies.answerNonce(nonce, 0, n.cookies.token(r))
	if err != nil {
		return nil, err
	}
	return &wprest.User{Header: header}, nil
}

// answerNonce returns the headers that answer a nonce that holds, and an error
// for one that does not.
func (c *Cookies) answerNonce(nonce string, uid int64, token string) (http.Header, error) {
	now := clock(c.Now)
	if c.Salts.VerifyNonce(nonce, restAction, uid, token, now) == 0 {
		return nil, wprest.NewError(http.StatusForbidden, "rest_cookie_invalid_nonce", "The nonce does not hold, or no longer.")
	}
	header := http.Header{}
	header.Set("X-WP-Nonce", c.Salts.Nonce(restAction, uid, token, now))
	return header, nil
}

// requestNonce returns the nonce of a request: the parameter _wpnonce of form
// or query, or else the header. An empty one is one.
func requestNonce(r *http.Request) (nonce string, given bool) {
	const parameter = "_wpnonce"
	for _, values := range []url.Values{r.PostForm, r.Form} {
		if list := values[parameter]; len(list) > 0 {
			return list[len(list)-1], true
		}
	}
	if r.Form == nil {
		if list := r.URL.Query()[parameter]; len(list) > 0 {
			return list[len(list)-1], true
		}
	}
	if list := r.Header.Values("X-WP-Nonce"); len(list) > 0 {
		return list[0], true
	}
	return "", false
}
