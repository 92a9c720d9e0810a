// Package throttle slows down who tries too often: Logins those who guess
// passwords, Requests those who send more requests than they should.
//
//	guard := throttle.NewLogins(throttle.LoginLimits{})
//	passwords := &auth.AppPasswordAuth{…, Throttle: guard}
//	pages := &login.Pages{…, Throttle: guard}
//	http.ListenAndServe(addr, throttle.NewRequests(throttle.RequestLimits{}).Wrap(site))
//
// Both count in memory, for one process, and what they remember is bounded.
// Several servers of a site share the limits of logins through a Store, as
// wpdb.DB has one; of requests each allows what is configured.
package throttle
