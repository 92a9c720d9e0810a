package wp

import "github.com/wprest/wprest"

// noteStatusKey is the meta value by which a note says what became of its thread.
const noteStatusKey = "_wp_note_status"

// noteMeta are the meta values of notes, which every site has.
func noteMeta() []MetaField {
	return []MetaField{{
		Key: noteStatusKey, Capability: "edit_comment",
		Schema: wprest.Schema{Type: "string", Enum: []any{"resolved", "reopen"}, Description: "What became of the thread that the note is in."},
	}}
}
