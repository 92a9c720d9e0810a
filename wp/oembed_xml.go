package wp

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/wprest/wprest"
)

// serveOEmbedXML sends the description of a post as XML when that was asked for.
func serveOEmbedXML(_ context.Context, x wprest.Serving) (wprest.Serving, error) {
	r := x.Request
	if r.RoutePattern() != "/"+oembedNamespace+"/embed" || r.Method != http.MethodGet || r.String("format") != "xml" {
		return x, nil
	}
	data, ok := x.Response.Data.(*wprest.Map)
	if !ok {
		return x, nil
	}
	body := []byte("<?xml version=\"1.0\"?>\n<oembed>")
	body = append(appendXML(body, data), "</oembed>\n"...)
	h := x.Writer.Header()
	h.Set("Content-Type", "text/xml; charset=UTF-8")
	for name, value := range x.Response.Headers() {
		h.Set(name, value)
	}
	x.Writer.WriteHeader(x.Response.Status)
	x.Served = true
	_, err := x.Writer.Write(body)
	return x, err
}

// appendXML writes a Map as one element for each member.
func appendXML(dst []byte, m *wprest.Map) []byte {
	for key, v := range m.All() {
		if key == "" || key[0] >= '0' && key[0] <= '9' {
			key = "oembed"
		}
		dst = append(append(append(dst, '<'), key...), '>')
		if inner, ok := v.(*wprest.Map); ok {
			dst = appendXML(dst, inner)
		} else {
			dst = appendXMLText(dst, html.UnescapeString(wprest.ToString(v)))
		}
		dst = append(append(append(dst, "</"...), key...), '>')
	}
	return dst
}

// appendXMLText writes text in ASCII alone.
func appendXMLText(dst []byte, s string) []byte {
	for _, r := range strings.ToValidUTF8(s, "?") {
		switch {
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case r < 0x20 && r != '\n' && r != '\t':
		case r >= 0x7f:
			dst = fmt.Appendf(dst, "&#x%X;", r)
		default:
			dst = append(dst, byte(r))
		}
	}
	return dst
}
