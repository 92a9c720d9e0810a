// Package login serves the pages by which people log in and let applications in,
// at WordPress's addresses and with its forms, so that what is made for those
// works: wp-login.php, wp-admin/authorize-application.php and, for scripts that
// need a fresh nonce, wp-admin/admin-ajax.php?action=rest-nonce.
//
//	pages := &login.Pages{Cookies: cookies, AppPasswords: passwords, Accounts: accounts, Title: "Harbor Notes"}
//	http.ListenAndServe(addr, srv.Wrap(pages.Wrap(site)))
//
// A host that has a login of its own mounts none of them, or only one: each is an
// http.Handler. The pages are plain HTML that works without scripts.
package login
