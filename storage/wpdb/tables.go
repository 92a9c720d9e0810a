package wpdb

// table names one of WordPress's tables.
type table int

const (
	postsTable table = iota
	postmetaTable
	commentsTable
	commentmetaTable
	termsTable
	termmetaTable
	termTaxonomyTable
	termRelationshipsTable
	usersTable
	usermetaTable
	optionsTable
	linksTable
	tableCount
)

// throttleTable stands for those options of which nothing is kept, since only
// ThrottleStore reads them.
const throttleTable = tableCount

// name returns the name of a table without its prefix.
func (t table) name() string {
	return [tableCount]string{
		"posts", "postmeta", "comments", "commentmeta", "terms", "termmeta",
		"term_taxonomy", "term_relationships", "users", "usermeta", "options", "links",
	}[t]
}

// tableSet is a set of tables.
type tableSet uint32

func tablesOf(list ...table) (set tableSet) {
	for _, t := range list {
		set |= 1 << t
	}
	return set
}

func (s tableSet) has(t table) bool { return s&(1<<t) != 0 }

// allTables is the set of all of them.
const allTables tableSet = 1<<tableCount - 1

// tableNames are the quoted names of the tables.
type tableNames struct {
	posts, postmeta, comments, commentmeta, terms, termmeta   string
	termTaxonomy, termRelationships, users, usermeta, options string
}

func namesOf(prefix string) tableNames {
	quoted := func(t table) string { return quote(prefix + t.name()) }
	return tableNames{
		posts:             quoted(postsTable),
		postmeta:          quoted(postmetaTable),
		comments:          quoted(commentsTable),
		commentmeta:       quoted(commentmetaTable),
		terms:             quoted(termsTable),
		termmeta:          quoted(termmetaTable),
		termTaxonomy:      quoted(termTaxonomyTable),
		termRelationships: quoted(termRelationshipsTable),
		users:             quoted(usersTable),
		usermeta:          quoted(usermetaTable),
		options:           quoted(optionsTable),
	}
}
