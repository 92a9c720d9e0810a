package login

import (
	"io"
	"net/http"
)

// ajax answers a script that has lost its nonce.
func (c *call) ajax() error {
	h := c.w.Header()
	h.Del("Content-Security-Policy")
	h.Set("X-Robots-Tag", "noindex")
	action := c.r.FormValue("action")
	if action != "" {
		h.Set("X-Content-Type-Options", "nosniff")
	}
	u, err := c.Cookies.User(c.r)
	if err != nil {
		return err
	}
	status, body := http.StatusBadRequest, "0"
	if action == "rest-nonce" && u != nil {
		status, body = http.StatusOK, c.Cookies.Salts.Nonce("wp_rest", u.ID, u.Token, c.now())
	}
	c.w.WriteHeader(status)
	_, err = io.WriteString(c.w, body)
	return err
}
