// Package auth tells who makes a request and what they may do, as WordPress
// does: application passwords over HTTP Basic, login cookies with a nonce,
// WordPress's password hashes, its roles, and its mapping of capabilities.
//
// Each part stands alone. A host with accounts of its own writes an Accounts,
// and the stores of what it wants to offer:
//
//	salts := auth.Salts{LoggedInKey: …, NonceKey: …} // or auth.NewSalts, kept
//	cookies := &auth.Cookies{Accounts: users, Sessions: sessions, Salts: salts, SiteURL: url}
//	config := wprest.Config{
//		Auth: []wprest.Authenticator{
//			cookies, // first: a valid cookie hides Basic
//			&auth.AppPasswordAuth{Accounts: users, Store: passwords, AuthorizeURL: page},
//			cookies.Nonces(), // last: a wrong nonce ends what nobody has signed
//		},
//		May: &auth.Capabilities{Posts: posts, Terms: terms, Comments: comments},
//	}
//
// What a user may do is in wprest.User's Caps, which Roles.Resolve works out
// from the stored roles; DefaultRoles are those of a fresh WordPress.
// Capabilities then answers questions about single objects, as
// wprest.May(ctx, "edit_post", post).
//
// CheckPassword checks a login against whichever hash an old database holds,
// and HashPassword makes the current one; beside an older WordPress a HashForm
// makes those that it understands. NewAppPassword gives a user an application
// password.
//
// Cookies.LogIn, Renew and LogOut begin, keep and end sessions; PasswordLogin
// checks a name with its password. The packages below this one offer what is not
// for every host: login the pages by which people log in, jwt bearer tokens,
// throttle limits for who guesses passwords or sends too many requests.
//
// Nothing here logs or keeps state between requests, and there are no package
// variables that change.
package auth
