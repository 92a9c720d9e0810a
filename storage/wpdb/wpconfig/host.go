package wpconfig

import (
	"regexp"
	"strconv"
	"strings"
)

// A Host is where a database server listens, as DB_HOST says it.
type Host struct {
	// Name is a host name or IP address, without brackets. PHP reaches
	// "localhost", and "", by a Unix socket.
	Name string
	// Port is 0 if none is given.
	Port int
	// Socket is the path of a Unix socket; "" if none is given.
	Socket string
}

var (
	namedHost   = regexp.MustCompile(`^([^:/]*)(?::(\d+))?`)
	numericHost = regexp.MustCompile(`^\[?([0-9a-fA-F:]+)(?:\]:(\d+))?`)
)

// ParseHost reads a DB_HOST: a name or address, perhaps with ":PORT" or ":/SOCKET"
// after it, an IPv6 address in brackets if a port follows. It mirrors
// wpdb::parse_db_host.
func ParseHost(s string) Host {
	var h Host
	if i := strings.Index(s, ":/"); i >= 0 {
		s, h.Socket = s[:i], s[i+1:]
	}
	pattern := namedHost
	if strings.Count(s, ":") > 1 {
		pattern = numericHost
	}
	m := pattern.FindStringSubmatch(s)
	if m == nil {
		return h
	}
	h.Name = m[1]
	if port, err := strconv.ParseUint(m[2], 10, 16); err == nil {
		h.Port = int(port)
	}
	return h
}

// isLocal reports whether PHP looks for a socket.
func (h Host) isLocal() bool { return h.Name == "" || strings.EqualFold(h.Name, "localhost") }
