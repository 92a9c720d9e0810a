package wordpress

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"testing"
)

// testMeta writes meta that both sides register, and keeps what neither shows.
func testMeta(t *testing.T, c *coast) {
	for name, sides := range map[string][2]*side{"php first": {c.php, c.host}, "wprest first": {c.host, c.php}} {
		t.Run(name, func(t *testing.T) { testRegisteredMeta(t, c, sides[0], sides[1]) })
	}
	t.Run("of others", func(t *testing.T) {
		id := c.newPostByXMLRPC(t)
		c.php.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), object{"meta": object{"coast_depth": 3}})
		before := c.metaOf(t, id)
		if len(before) < 2 {
			t.Fatalf("meta %v", before)
		}
		c.wprest.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), object{"title": "Changed"})
		for key, value := range before {
			if got := c.metaOf(t, id)[key]; got != value {
				t.Errorf("%s was %q, is %q", key, value, got)
			}
		}
	})
}

func testRegisteredMeta(t *testing.T, c *coast, writer, reader *side) {
	same := func(id int) any {
		t.Helper()
		return c.sameAt(t, c.host, fmt.Sprintf("/wp/v2/posts/%d?context=edit", id))
	}
	meta := object{
		"coast_depth": 12, "coast_names": []string{`A "b"`, `it's \ C`, "🦀"},
		"_coast_chart": object{"sheet": `12 "a" \ ü`, "scale": 5000},
	}
	id := writer.create(t, "/wp/v2/posts", object{"title": "Meta", "meta": meta, "status": "publish"})
	shown := same(id)
	want(t, writer, shown, "meta.coast_names.1", `it's \ C`)
	want(t, writer, shown, "meta._coast_chart.sheet", `12 "a" \ ü`)
	reader.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), object{"meta": object{
		"coast_depth": 0, "coast_names": []string{"🦀", "new"}, "_coast_chart": object{"sheet": "13", "scale": 1},
	}})
	want(t, reader, same(id), "meta.coast_names.0", "🦀")
	writer.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), object{"meta": object{"coast_depth": nil, "coast_names": []string{}}})
	want(t, writer, same(id), "meta.coast_depth", 0)
}

// metaOf returns the meta of a post as it is stored.
func (c *coast) metaOf(t *testing.T, post int) map[string]string {
	t.Helper()
	rows, err := c.db.Query("SELECT meta_key, meta_value FROM "+prefix+"postmeta WHERE post_id = ?", post)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // Err tells
	meta := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			t.Fatal(err)
		}
		meta[key] = value
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return meta
}

// newPostByXMLRPC has PHP make a post with custom fields that no side registers.
func (c *coast) newPostByXMLRPC(t *testing.T) (id int) {
	t.Helper()
	member := func(name, value string) string {
		return "<member><name>" + name + "</name><value>" + value + "</value></member>"
	}
	quote := func(s string) string {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			t.Fatal(err)
		}
		return "<string>" + b.String() + "</string>"
	}
	field := func(key, value string) string {
		return "<value><struct>" + member("key", quote(key)) + member("value", quote(value)) + "</struct></value>"
	}
	param := func(value string) string { return "<param><value>" + value + "</value></param>" }
	call := "<?xml version=\"1.0\"?><methodCall><methodName>wp.newPost</methodName><params>" +
		param("<int>1</int>") + param(quote(admin)) + param(quote(adminPassword)) +
		param("<struct>"+member("post_title", quote("By XML-RPC"))+member("post_status", quote("publish"))+
			member("custom_fields", "<array><data>"+field("berth", hardTitle)+field("crew", `a:1:{i:0;s:1:"x";}`)+"</data></array>")+"</struct>") +
		"</params></methodCall>"
	resp, text, err := c.php.send(http.MethodPost, "/xmlrpc.php", "text/xml", bytes.NewReader([]byte(call)))
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		ID string `xml:"params>param>value>string"`
	}
	if err := xml.Unmarshal(text, &answer); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("XML-RPC: %s, %v: %s", resp.Status, err, text)
	}
	if _, err := fmt.Sscan(answer.ID, &id); err != nil {
		t.Fatalf("XML-RPC: %v: %s", err, text)
	}
	return id
}
