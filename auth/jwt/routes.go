package jwt

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

const namespace = "jwt-auth/v1"

// Routes implements wprest.Resource.
//
//wp:route POST /jwt-auth/v1/token
//wp:route POST /jwt-auth/v1/token/validate
//wp:route POST /jwt-auth/v1/token/refresh
func (t *Tokens) Routes(add func(namespace, pattern string, r wprest.Route)) error {
	str := func(name, description string) wprest.Arg {
		return wprest.Arg{Schema: wprest.Schema{Name: name, Type: "string", Required: true, Description: description}}
	}
	post := func(h wprest.Handler, args ...wprest.Arg) wprest.Route {
		return wprest.Route{Endpoints: []wprest.Endpoint{{Methods: http.MethodPost, Permission: wprest.Public, Handler: h, Args: args}}}
	}
	add(namespace, "/token", post(t.logIn, str("username", "The login name or e-mail address."), str("password", "The login password.")))
	add(namespace, "/token/validate", post(t.validate))
	add(namespace, "/token/refresh", post(t.refresh))
	return nil
}

func (t *Tokens) logIn(ctx context.Context, r *wprest.Request) (any, error) {
	login := &auth.PasswordLogin{Accounts: t.config.Accounts, Store: t.config.Passwords, Throttle: t.config.Throttle}
	from := ""
	if hr := wprest.HTTPRequest(ctx); hr != nil {
		from = t.config.Address(hr)
	}
	account, err := login.Check(ctx, r.String("username"), r.String("password"), from)
	var tooMany *auth.WaitError
	var wrong *wprest.Error
	switch {
	case errors.As(err, &tooMany):
		resp := wprest.NewResponse(wprest.MapOf(
			"code", "too_many_requests", "message", "Too many logins have failed. Try again later.",
			"data", wprest.MapOf("status", http.StatusTooManyRequests)))
		resp.Status = http.StatusTooManyRequests
		resp.SetHeader("Retry-After", strconv.Itoa(int(math.Ceil(tooMany.Wait.Seconds()))))
		return resp, nil
	case errors.As(err, &wrong):
		return nil, wprest.NewError(http.StatusForbidden, "[jwt_auth] "+wrong.Code, wrong.Message)
	case err != nil:
		return nil, err
	}
	return t.answer(account)
}

// answer is what a client gets to a login.
func (t *Tokens) answer(a *auth.Account) (any, error) {
	token, err := t.Make(a)
	if err != nil {
		return nil, err
	}
	return wprest.MapOf("token", token, "user_email", a.Email, "user_nicename", a.Slug, "user_display_name", a.Name), nil
}

// who returns the account of the token that the request came with.
func (t *Tokens) who(ctx context.Context) (*auth.Account, error) {
	hr := wprest.HTTPRequest(ctx)
	if hr == nil || hr.Header.Get("Authorization") == "" {
		return nil, wprest.NewError(http.StatusForbidden, "jwt_auth_no_auth_header", "There is no header Authorization.")
	}
	token, ok := bearer(hr)
	if !ok {
		return nil, wprest.NewError(http.StatusForbidden, "jwt_auth_bad_auth_header", "The header Authorization has no bearer token.")
	}
	return t.Check(ctx, token)
}

func (t *Tokens) validate(ctx context.Context, _ *wprest.Request) (any, error) {
	if _, err := t.who(ctx); err != nil {
		return nil, err
	}
	return wprest.MapOf("code", "jwt_auth_valid_token", "data", wprest.MapOf("status", http.StatusOK)), nil
}

// refresh gives a new token for one that holds.
func (t *Tokens) refresh(ctx context.Context, _ *wprest.Request) (any, error) {
	account, err := t.who(ctx)
	if err != nil {
		return nil, err
	}
	return t.answer(account)
}
