package wprest_test

import (
	"errors"
	"fmt"

	"github.com/wprest/wprest"
)

func ExampleSchemaOf() {
	type Book struct {
		ID   int64  `json:"id"   wp:"view,edit,embed;readonly" jsonschema:"description=Number of the book."`
		ISBN string `json:"isbn" wp:"view,edit" jsonschema:"required,maxLength=17"`
		Cost *int64 `json:"cost" wp:"edit"`
	}
	schema := wprest.SchemaOf[Book]("book")
	for _, p := range schema.Properties {
		fmt.Println(p.Name, p.Type, p.Context, p.Readonly, p.Required)
	}
	// Output:
	// id integer [view edit embed] true false
	// isbn string [view edit] false true
	// cost integer|null [edit] false false
}

func ExampleSchema_ValidateValue() {
	schema := &wprest.Schema{
		Type: "array",
		Items: &wprest.Schema{
			Type:       "object",
			Properties: []*wprest.Schema{{Name: "id", Type: "integer"}},
		},
	}
	list := wprest.ListOf(wprest.MapOf("id", "7"), wprest.MapOf("id", "x"))
	err := schema.ValidateValue(list, "list")
	var e *wprest.Error
	if errors.As(err, &e) {
		fmt.Println(e.Code, e.Data.Get("param"))
	}
	fmt.Println(err)
	// Output:
	// rest_invalid_type list[1][id]
	// rest_invalid_type: list[1][id] must be of type integer.
}

func ExampleSchema_SanitizeValue() {
	schema := &wprest.Schema{Type: "array", Items: &wprest.Schema{Type: "integer"}}
	list, err := schema.SanitizeValue("4, 8", "list")
	fmt.Println(list.(*wprest.Map).Values(), err)
	// Output: [4 8] <nil>
}
