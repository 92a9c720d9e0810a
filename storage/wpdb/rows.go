package wpdb

import "gorm.io/gorm/schema"

// The rows of WordPress's tables, column by column, as gorm creates and writes
// them. Dates are texts. A default other than '' or 0 stands in the type: from a
// tag of its own gorm would write it in place of every empty value.
//
// Each index has the name that it has in WordPress; see namer.

// nullDate is the date of nothing.
const nullDate = "0000-00-00 00:00:00"

type postRow struct {
	ID                  int64  `gorm:"column:ID;primaryKey;autoIncrement;index:,composite:type_status_date,priority:4"`
	PostAuthor          int64  `gorm:"column:post_author;not null;default:0;index:,composite:post_author;index:,composite:type_status_author,priority:3;index:,composite:type_status_author_date,priority:3"`
	PostDate            string `gorm:"column:post_date;type:datetime;not null;default:'0000-00-00 00:00:00';index:,composite:type_status_date,priority:3;index:,composite:type_status_author_date,priority:4"`
	PostDateGMT         string `gorm:"column:post_date_gmt;type:datetime;not null;default:'0000-00-00 00:00:00'"`
	PostContent         string `gorm:"column:post_content;type:longtext;not null"`
	PostTitle           string `gorm:"column:post_title;type:text;not null"`
	PostExcerpt         string `gorm:"column:post_excerpt;type:text;not null"`
	PostStatus          string `gorm:"column:post_status;type:varchar(20) default 'publish';not null;index:,composite:type_status_date,priority:2;index:,composite:type_status_author,priority:2;index:,composite:type_status_author_date,priority:2;index:,composite:type_status_modified,priority:2"`
	CommentStatus       string `gorm:"column:comment_status;type:varchar(20) default 'open';not null"`
	PingStatus          string `gorm:"column:ping_status;type:varchar(20) default 'open';not null"`
	PostPassword        string `gorm:"column:post_password;type:varchar(255);not null;default:''"`
	PostName            string `gorm:"column:post_name;type:varchar(200);collate:NOCASE;not null;default:'';index:,composite:post_name,length:191"`
	ToPing              string `gorm:"column:to_ping;type:text;not null"`
	Pinged              string `gorm:"column:pinged;type:text;not null"`
	PostModified        string `gorm:"column:post_modified;type:datetime;not null;default:'0000-00-00 00:00:00';index:,composite:type_status_modified,priority:3"`
	PostModifiedGMT     string `gorm:"column:post_modified_gmt;type:datetime;not null;default:'0000-00-00 00:00:00'"`
	PostContentFiltered string `gorm:"column:post_content_filtered;type:longtext;not null"`
	PostParent          int64  `gorm:"column:post_parent;not null;default:0;index:,composite:post_parent"`
	GUID                string `gorm:"column:guid;type:varchar(255);not null;default:''"`
	MenuOrder           int64  `gorm:"column:menu_order;not null;default:0"`
	PostType            string `gorm:"column:post_type;type:varchar(20) default 'post';not null;index:,composite:type_status_date,priority:1;index:,composite:type_status_author,priority:1;index:,composite:type_status_author_date,priority:1;index:,composite:type_status_modified,priority:1"`
	PostMimeType        string `gorm:"column:post_mime_type;type:varchar(100);not null;default:''"`
	CommentCount        int64  `gorm:"column:comment_count;not null;default:0"`
}

type commentRow struct {
	CommentID          int64  `gorm:"column:comment_ID;primaryKey;autoIncrement"`
	CommentPostID      int64  `gorm:"column:comment_post_ID;not null;default:0;index:,composite:comment_post_ID"`
	CommentAuthor      string `gorm:"column:comment_author;type:text;not null"`
	CommentAuthorEmail string `gorm:"column:comment_author_email;type:varchar(100);collate:NOCASE;not null;default:'';index:,composite:comment_author_email,length:10"`
	CommentAuthorURL   string `gorm:"column:comment_author_url;type:varchar(200);not null;default:''"`
	CommentAuthorIP    string `gorm:"column:comment_author_IP;type:varchar(100);not null;default:''"`
	CommentDate        string `gorm:"column:comment_date;type:datetime;not null;default:'0000-00-00 00:00:00'"`
	CommentDateGMT     string `gorm:"column:comment_date_gmt;type:datetime;not null;default:'0000-00-00 00:00:00';index:,composite:comment_date_gmt;index:,composite:comment_approved_date_gmt,priority:2"`
	CommentContent     string `gorm:"column:comment_content;type:text;not null"`
	CommentKarma       int64  `gorm:"column:comment_karma;not null;default:0"`
	CommentApproved    string `gorm:"column:comment_approved;type:varchar(20) default '1';not null;index:,composite:comment_approved_date_gmt,priority:1"`
	CommentAgent       string `gorm:"column:comment_agent;type:varchar(255);not null;default:''"`
	CommentType        string `gorm:"column:comment_type;type:varchar(20) default 'comment';not null"`
	CommentParent      int64  `gorm:"column:comment_parent;not null;default:0;index:,composite:comment_parent"`
	UserID             int64  `gorm:"column:user_id;not null;default:0"`
}

type linkRow struct {
	LinkID          int64  `gorm:"column:link_id;primaryKey;autoIncrement"`
	LinkURL         string `gorm:"column:link_url;type:varchar(255);not null;default:''"`
	LinkName        string `gorm:"column:link_name;type:varchar(255);not null;default:''"`
	LinkImage       string `gorm:"column:link_image;type:varchar(255);not null;default:''"`
	LinkTarget      string `gorm:"column:link_target;type:varchar(25);not null;default:''"`
	LinkDescription string `gorm:"column:link_description;type:varchar(255);not null;default:''"`
	LinkVisible     string `gorm:"column:link_visible;type:varchar(20) default 'Y';not null;index:,composite:link_visible"`
	LinkOwner       int64  `gorm:"column:link_owner;type:bigint default 1;not null"`
	LinkRating      int64  `gorm:"column:link_rating;not null;default:0"`
	LinkUpdated     string `gorm:"column:link_updated;type:datetime;not null;default:'0000-00-00 00:00:00'"`
	LinkRel         string `gorm:"column:link_rel;type:varchar(255);not null;default:''"`
	LinkNotes       string `gorm:"column:link_notes;type:text;not null"`
	LinkRSS         string `gorm:"column:link_rss;type:varchar(255);not null;default:''"`
}

type optionRow struct {
	OptionID    int64  `gorm:"column:option_id;primaryKey;autoIncrement"`
	OptionName  string `gorm:"column:option_name;type:varchar(191);not null;default:'';uniqueIndex:,composite:option_name"`
	OptionValue string `gorm:"column:option_value;type:longtext;not null"`
	Autoload    string `gorm:"column:autoload;type:varchar(20) default 'yes';not null;index:,composite:autoload"`
}

type userRow struct {
	ID                int64  `gorm:"column:ID;primaryKey;autoIncrement"`
	UserLogin         string `gorm:"column:user_login;type:varchar(60);collate:NOCASE;not null;default:'';index:,composite:user_login_key"`
	UserPass          string `gorm:"column:user_pass;type:varchar(255);not null;default:''"`
	UserNicename      string `gorm:"column:user_nicename;type:varchar(50);collate:NOCASE;not null;default:'';index:,composite:user_nicename"`
	UserEmail         string `gorm:"column:user_email;type:varchar(100);collate:NOCASE;not null;default:'';index:,composite:user_email"`
	UserURL           string `gorm:"column:user_url;type:varchar(100);not null;default:''"`
	UserRegistered    string `gorm:"column:user_registered;type:datetime;not null;default:'0000-00-00 00:00:00'"`
	UserActivationKey string `gorm:"column:user_activation_key;type:varchar(255);not null;default:''"`
	UserStatus        int64  `gorm:"column:user_status;not null;default:0"`
	DisplayName       string `gorm:"column:display_name;type:varchar(250);not null;default:''"`
}

type termRow struct {
	TermID    int64  `gorm:"column:term_id;primaryKey;autoIncrement"`
	Name      string `gorm:"column:name;type:varchar(200);collate:NOCASE;not null;default:'';index:,composite:name,length:191"`
	Slug      string `gorm:"column:slug;type:varchar(200);collate:NOCASE;not null;default:'';index:,composite:slug,length:191"`
	TermGroup int64  `gorm:"column:term_group;not null;default:0"`
}

type termTaxonomyRow struct {
	TermTaxonomyID int64  `gorm:"column:term_taxonomy_id;primaryKey;autoIncrement"`
	TermID         int64  `gorm:"column:term_id;not null;default:0;uniqueIndex:,composite:term_id_taxonomy,priority:1"`
	Taxonomy       string `gorm:"column:taxonomy;type:varchar(32);not null;default:'';uniqueIndex:,composite:term_id_taxonomy,priority:2;index:,composite:taxonomy"`
	Description    string `gorm:"column:description;type:longtext;not null"`
	Parent         int64  `gorm:"column:parent;not null;default:0"`
	Count          int64  `gorm:"column:count;not null;default:0"`
}

type termRelationshipRow struct {
	ObjectID       int64 `gorm:"column:object_id;primaryKey;autoIncrement:false;not null;default:0"`
	TermTaxonomyID int64 `gorm:"column:term_taxonomy_id;primaryKey;autoIncrement:false;not null;default:0;index:,composite:term_taxonomy_id"`
	TermOrder      int64 `gorm:"column:term_order;not null;default:0"`
}

type postMetaRow struct {
	MetaID    int64   `gorm:"column:meta_id;primaryKey;autoIncrement"`
	PostID    int64   `gorm:"column:post_id;not null;default:0;index:,composite:post_id"`
	MetaKey   *string `gorm:"column:meta_key;type:varchar(255);index:,composite:meta_key,length:191"`
	MetaValue *string `gorm:"column:meta_value;type:longtext"`
}

type userMetaRow struct {
	MetaID    int64   `gorm:"column:umeta_id;primaryKey;autoIncrement"`
	UserID    int64   `gorm:"column:user_id;not null;default:0;index:,composite:user_id"`
	MetaKey   *string `gorm:"column:meta_key;type:varchar(255);index:,composite:meta_key,length:191"`
	MetaValue *string `gorm:"column:meta_value;type:longtext"`
}

type termMetaRow struct {
	MetaID    int64   `gorm:"column:meta_id;primaryKey;autoIncrement"`
	TermID    int64   `gorm:"column:term_id;not null;default:0;index:,composite:term_id"`
	MetaKey   *string `gorm:"column:meta_key;type:varchar(255);index:,composite:meta_key,length:191"`
	MetaValue *string `gorm:"column:meta_value;type:longtext"`
}

type commentMetaRow struct {
	MetaID    int64   `gorm:"column:meta_id;primaryKey;autoIncrement"`
	CommentID int64   `gorm:"column:comment_id;not null;default:0;index:,composite:comment_id"`
	MetaKey   *string `gorm:"column:meta_key;type:varchar(255);index:,composite:meta_key,length:191"`
	MetaValue *string `gorm:"column:meta_value;type:longtext"`
}

func (postRow) TableName(n schema.Namer) string             { return n.TableName("posts") }
func (commentRow) TableName(n schema.Namer) string          { return n.TableName("comments") }
func (linkRow) TableName(n schema.Namer) string             { return n.TableName("links") }
func (optionRow) TableName(n schema.Namer) string           { return n.TableName("options") }
func (userRow) TableName(n schema.Namer) string             { return n.TableName("users") }
func (termRow) TableName(n schema.Namer) string             { return n.TableName("terms") }
func (termTaxonomyRow) TableName(n schema.Namer) string     { return n.TableName("term_taxonomy") }
func (termRelationshipRow) TableName(n schema.Namer) string { return n.TableName("term_relationships") }
func (postMetaRow) TableName(n schema.Namer) string         { return n.TableName("postmeta") }
func (userMetaRow) TableName(n schema.Namer) string         { return n.TableName("usermeta") }
func (termMetaRow) TableName(n schema.Namer) string         { return n.TableName("termmeta") }
func (commentMetaRow) TableName(n schema.Namer) string      { return n.TableName("commentmeta") }

// allRows has a row of each table, in an order in which they can be filled.
func allRows() []any {
	return []any{
		&optionRow{}, &userRow{}, &userMetaRow{}, &postRow{}, &postMetaRow{}, &termRow{}, &termMetaRow{},
		&termTaxonomyRow{}, &termRelationshipRow{}, &commentRow{}, &commentMetaRow{}, &linkRow{},
	}
}

// namer gives tables their prefix and indexes their names: WordPress's, with the
// table before it where names of indexes are not the table's own.
type namer struct {
	schema.NamingStrategy
	prefix     string
	indexOfOwn bool // indexes belong to their table
}

// TableName implements schema.Namer.
func (n namer) TableName(name string) string { return n.prefix + name }

// IndexName implements schema.Namer.
func (n namer) IndexName(table, name string) string {
	if n.indexOfOwn {
		return name
	}
	return table + "_" + name
}
