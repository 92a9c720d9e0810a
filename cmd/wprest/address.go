package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/wprest/wprest/wp"
)

// derivedURLOption names the option that holds the address that the last start
// gave the site because nobody had chosen one. As long as the site still has
// it, the next start may give it another.
const derivedURLOption = "wprest_derived_url"

// settleAddress decides which address the site has, and stores it where the
// database says otherwise:
//
//   - one that --site-url chooses becomes siteurl and home, and stays for later
//     starts without the flag;
//   - one that the last start derived from --addr follows --addr;
//   - any other was chosen before, by the flag, in the settings or by
//     WordPress, and stays.
//
// A new siteurl renames the login cookies, so who is logged in has to log in
// again. Addresses within posts stay as they are.
func settleAddress(ctx context.Context, options wp.OptionStore, chosen, derived string) error {
	stored, err := options.Options(ctx, "siteurl", "home", derivedURLOption)
	if err != nil {
		return err
	}
	last := stored[derivedURLOption]
	isFree := stored["siteurl"] == "" || last != "" && stored["siteurl"] == last && stored["home"] == last
	want := map[string]string{}
	switch {
	case chosen != "":
		want = map[string]string{"siteurl": chosen, "home": chosen, derivedURLOption: ""}
	case isFree:
		want = map[string]string{"siteurl": derived, "home": derived, derivedURLOption: derived}
	}
	for name, value := range want {
		switch {
		case value == stored[name]:
		case value == "":
			err = options.DeleteOption(ctx, name)
		default:
			err = options.SetOption(ctx, name, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cleanAddress checks what --site-url was given.
func cleanAddress(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil {
		return "", usagef("--site-url %q is no address", text)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "", usagef("--site-url %q must look like https://example.org", text)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return "", usagef("--site-url %q must be a host and perhaps a path, no more", text)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// listeningURL returns an address under which this computer reaches a listener.
func listeningURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return fmt.Sprintf("http://%s", addr)
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if port == "80" {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return "http://" + host
	}
	return "http://" + net.JoinHostPort(host, port)
}

// pathOf returns the path of an address, without a slash at the end.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}
