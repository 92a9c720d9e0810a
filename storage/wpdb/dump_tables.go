package wpdb

import (
	"strconv"
	"strings"
)

// A dumpTable is one of WordPress's tables as WordPress makes it on MySQL.
type dumpTable struct {
	table   table
	columns []dumpColumn
	keys    []string // the first is the primary one
}

// A dumpColumn is a column with MySQL's definition of it.
type dumpColumn struct{ name, definition string }

// Definitions that many columns share.
const (
	dumpID      = "bigint(20) unsigned NOT NULL AUTO_INCREMENT"
	dumpRef     = "bigint(20) unsigned NOT NULL DEFAULT 0"
	dumpCount   = "bigint(20) NOT NULL DEFAULT 0"
	dumpInt     = "int(11) NOT NULL DEFAULT 0"
	dumpDate    = "datetime NOT NULL DEFAULT '0000-00-00 00:00:00'"
	dumpLong    = "longtext NOT NULL"
	dumpText    = "text NOT NULL"
	dumpOptions = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci"
)

// dumpVarchar is the definition of a short text.
func dumpVarchar(n int, value string) string {
	return "varchar(" + strconv.Itoa(n) + ") NOT NULL DEFAULT '" + value + "'"
}

// dumpMeta is a table of meta.
func dumpMeta(t table, id, object string) dumpTable {
	return dumpTable{t, []dumpColumn{
		{id, dumpID}, {object, dumpRef}, {"meta_key", "varchar(255) DEFAULT NULL"}, {"meta_value", "longtext"},
	}, []string{"PRIMARY KEY (`" + id + "`)", "KEY `" + object + "` (`" + object + "`)", "KEY `meta_key` (`meta_key`(191))"}}
}

// dumpTables has the tables by name.
func dumpTables() []dumpTable {
	return []dumpTable{
		dumpMeta(commentmetaTable, "meta_id", "comment_id"),
		{commentsTable, []dumpColumn{
			{"comment_ID", dumpID}, {"comment_post_ID", dumpRef}, {"comment_author", "tinytext NOT NULL"},
			{"comment_author_email", dumpVarchar(100, "")}, {"comment_author_url", dumpVarchar(200, "")}, {"comment_author_IP", dumpVarchar(100, "")},
			{"comment_date", dumpDate}, {"comment_date_gmt", dumpDate}, {"comment_content", dumpText}, {"comment_karma", dumpInt},
			{"comment_approved", dumpVarchar(20, "1")}, {"comment_agent", dumpVarchar(255, "")}, {"comment_type", dumpVarchar(20, "comment")},
			{"comment_parent", dumpRef}, {"user_id", dumpRef},
		}, []string{
			"PRIMARY KEY (`comment_ID`)", "KEY `comment_post_ID` (`comment_post_ID`)",
			"KEY `comment_approved_date_gmt` (`comment_approved`,`comment_date_gmt`)", "KEY `comment_date_gmt` (`comment_date_gmt`)",
			"KEY `comment_parent` (`comment_parent`)", "KEY `comment_author_email` (`comment_author_email`(10))",
		}},
		{linksTable, []dumpColumn{
			{"link_id", dumpID}, {"link_url", dumpVarchar(255, "")}, {"link_name", dumpVarchar(255, "")}, {"link_image", dumpVarchar(255, "")},
			{"link_target", dumpVarchar(25, "")}, {"link_description", dumpVarchar(255, "")}, {"link_visible", dumpVarchar(20, "Y")},
			{"link_owner", "bigint(20) unsigned NOT NULL DEFAULT 1"}, {"link_rating", dumpInt}, {"link_updated", dumpDate},
			{"link_rel", dumpVarchar(255, "")}, {"link_notes", "mediumtext NOT NULL"}, {"link_rss", dumpVarchar(255, "")},
		}, []string{"PRIMARY KEY (`link_id`)", "KEY `link_visible` (`link_visible`)"}},
		{optionsTable, []dumpColumn{
			{"option_id", dumpID}, {"option_name", dumpVarchar(191, "")}, {"option_value", dumpLong}, {"autoload", dumpVarchar(20, "yes")},
		}, []string{"PRIMARY KEY (`option_id`)", "UNIQUE KEY `option_name` (`option_name`)", "KEY `autoload` (`autoload`)"}},
		dumpMeta(postmetaTable, "meta_id", "post_id"),
		{postsTable, []dumpColumn{
			{"ID", dumpID}, {"post_author", dumpRef}, {"post_date", dumpDate}, {"post_date_gmt", dumpDate}, {"post_content", dumpLong},
			{"post_title", dumpText}, {"post_excerpt", dumpText}, {"post_status", dumpVarchar(20, "publish")}, {"comment_status", dumpVarchar(20, "open")},
			{"ping_status", dumpVarchar(20, "open")}, {"post_password", dumpVarchar(255, "")}, {"post_name", dumpVarchar(200, "")},
			{"to_ping", dumpText}, {"pinged", dumpText}, {"post_modified", dumpDate}, {"post_modified_gmt", dumpDate},
			{"post_content_filtered", dumpLong}, {"post_parent", dumpRef}, {"guid", dumpVarchar(255, "")}, {"menu_order", dumpInt},
			{"post_type", dumpVarchar(20, "post")}, {"post_mime_type", dumpVarchar(100, "")}, {"comment_count", dumpCount},
		}, []string{
			"PRIMARY KEY (`ID`)", "KEY `post_name` (`post_name`(191))", "KEY `type_status_date` (`post_type`,`post_status`,`post_date`,`ID`)",
			"KEY `post_parent` (`post_parent`)", "KEY `post_author` (`post_author`)",
			"KEY `type_status_author` (`post_type`,`post_status`,`post_author`)",
		}},
		{termRelationshipsTable, []dumpColumn{
			{"object_id", dumpRef}, {"term_taxonomy_id", dumpRef}, {"term_order", dumpInt},
		}, []string{"PRIMARY KEY (`object_id`,`term_taxonomy_id`)", "KEY `term_taxonomy_id` (`term_taxonomy_id`)"}},
		{termTaxonomyTable, []dumpColumn{
			{"term_taxonomy_id", dumpID}, {"term_id", dumpRef}, {"taxonomy", dumpVarchar(32, "")}, {"description", dumpLong}, {"parent", dumpRef},
			{"count", dumpCount},
		}, []string{"PRIMARY KEY (`term_taxonomy_id`)", "UNIQUE KEY `term_id_taxonomy` (`term_id`,`taxonomy`)", "KEY `taxonomy` (`taxonomy`)"}},
		dumpMeta(termmetaTable, "meta_id", "term_id"),
		{termsTable, []dumpColumn{
			{"term_id", dumpID}, {"name", dumpVarchar(200, "")}, {"slug", dumpVarchar(200, "")}, {"term_group", "bigint(10) NOT NULL DEFAULT 0"},
		}, []string{"PRIMARY KEY (`term_id`)", "KEY `slug` (`slug`(191))", "KEY `name` (`name`(191))"}},
		dumpMeta(usermetaTable, "umeta_id", "user_id"),
		{usersTable, []dumpColumn{
			{"ID", dumpID}, {"user_login", dumpVarchar(60, "")}, {"user_pass", dumpVarchar(255, "")}, {"user_nicename", dumpVarchar(50, "")},
			{"user_email", dumpVarchar(100, "")}, {"user_url", dumpVarchar(100, "")}, {"user_registered", dumpDate},
			{"user_activation_key", dumpVarchar(255, "")}, {"user_status", dumpInt}, {"display_name", dumpVarchar(250, "")},
		}, []string{"PRIMARY KEY (`ID`)", "KEY `user_login_key` (`user_login`)", "KEY `user_nicename` (`user_nicename`)", "KEY `user_email` (`user_email`)"}},
	}
}

// create returns the statements that make the table anew.
func (t dumpTable) create(name string) string {
	lines := make([]string, 0, len(t.columns)+len(t.keys))
	for _, c := range t.columns {
		lines = append(lines, "  "+quote(c.name)+" "+c.definition)
	}
	for _, key := range t.keys {
		lines = append(lines, "  "+key)
	}
	return "DROP TABLE IF EXISTS " + name + ";\nCREATE TABLE " + name + " (\n" + strings.Join(lines, ",\n") + "\n)" + dumpOptions + ";\n"
}

// list returns the quoted names of the columns.
func (t dumpTable) list() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = quote(c.name)
	}
	return strings.Join(names, ",")
}

// order returns the columns of the primary key.
func (t dumpTable) order() string {
	return strings.TrimSuffix(strings.TrimPrefix(t.keys[0], "PRIMARY KEY ("), ")")
}
