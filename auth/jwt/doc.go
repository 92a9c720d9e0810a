// Package jwt lets clients in with bearer tokens: JSON Web Tokens, which they get
// for a login and its password. The routes and their answers are those that mobile
// apps and headless front ends know from WordPress sites with a plugin for it.
//
//	tokens, err := jwt.New(jwt.Config{Accounts: accounts, Keys: []jwt.Key{{ID: "2026", Secret: secret}}, Issuer: home})
//	…
//	reg := wprest.New(wprest.Config{Auth: []wprest.Authenticator{cookies, tokens, appPasswords, cookies.Nonces()}})
//	reg.Register(tokens) // /jwt-auth/v1/token, /token/validate and /token/refresh
//
// To change keys, put the new one first and keep the old one until its last token
// has expired. A token also ends when its user gets another password.
package jwt
