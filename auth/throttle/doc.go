// Package throttle slows down who tries too often: Logins those who guess
// passwords, Requests those who send more requests than they should.
//
//	guard := throttle.NewLogins(throttle.LoginLimits{})
//	passwords := &auth.AppPasswordAuth{…, Throttle: guard}
//	pages := &login.Pages{…, Throttle: guard}
//	http.ListenAndServe(addr, throttle.NewRequests(throttle.RequestLimits{}).Wrap(site))
//
// Both count in memory, for one process: several servers of a site each allow
// what is configured. What they remember is bounded.
package throttle
