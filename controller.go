package wprest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
)

// A Controller serves the items of a store as a resource: a list, single items,
// and each kind of change that the store can make. It is data: fill its fields,
// then give it to Registry.Register. Routes are made by Build.
//
// See https://developer.wordpress.org/rest-api/extending-the-rest-api/controller-classes/.
type Controller[K ID, T any] struct {
	// Namespace and Base make the address, "acme/v1" and "books".
	Namespace, Base string
	// IDPattern is the pattern of an id within an address. The default is
	// [\d]+ for numbers and [\w-]+ for strings.
	IDPattern string
	// Schema describes an item; SchemaOf makes one of a struct. Its title is
	// what the items are called.
	Schema *Schema
	// Store holds the items. POST, PUT and DELETE exist only if it can create,
	// update and delete.
	Store Store[K, T]
	// Key returns the id of an item. The default is its field "id".
	Key func(*T) K
	// Permit says who may do what. What it does not say is denied.
	Permit Permit[T]
	// Params are arguments of the list that narrow it.
	Params []Param
	// OrderBy lists the properties that a list can be sorted by; the first is
	// the default, or DefaultOrder. Empty: the list has no orderby and order.
	OrderBy      []string
	DefaultOrder Order
	// Searchable gives the list the argument search.
	Searchable bool
	// Values make properties. Those that are not here are the fields of T with
	// the same json tag.
	Values map[string]ValueFunc[T]
	// Load, when not nil, prepares items before their Values are made: what it
	// needs of the backend it can ask for all at once.
	Load func(ctx context.Context, r *Request, items []*T) error
	// Lists, when not nil, lists for several requests at once what the Store
	// would list for each, as _embed asks for the terms of many posts.
	Lists func(ctx context.Context, queries []ListQuery) ([][]T, error)
	// Listed, when not nil, may change the page that the store gave for a list.
	// The totals stay.
	Listed func(ctx context.Context, l ListQuery, page []T) ([]T, error)
	// Found, when not nil, sees the items of a list before Permit.Show is asked
	// about each: what that needs of the backend it can ask for all at once.
	Found func(ctx context.Context, r *Request, items []*T) error
	// Totals, when not nil, corrects what the headers of a list say.
	Totals func(ctx context.Context, l ListQuery, t *Totals) error
	// Links adds links to an item besides self and collection.
	Links func(ctx context.Context, l *Links, item *T)
	// AllLinks, when not nil, adds all links of an item: self, collection and
	// those of Links are left out. It is called whatever _fields asks for.
	AllLinks func(ctx context.Context, r *Request, l *Links, item *T)
	// Single, when not nil, completes the answer to a GET of one item.
	Single func(ctx context.Context, resp *Response, item *T) error
	// ItemArgs are arguments of a single item besides id and context.
	ItemArgs []Arg
	// Decode puts the parameters of a request into an item. The default decodes
	// those that are properties as JSON over it.
	Decode func(ctx context.Context, r *Request, item *T) error
	// Saved, when not nil, stores what belongs to an item besides it, before
	// the added fields. When it refuses, with an *Error, what was stored stays;
	// any other error undoes the change, if Atomic can.
	Saved func(ctx context.Context, c Change[T]) error
	// AnswerContext, when not nil, says in which context the answer to a change
	// or a deletion shows the item; the default is edit.
	AnswerContext func(ctx context.Context, c Change[T]) (string, error)
	// DeleteArgs are arguments of a deletion besides force.
	DeleteArgs []Arg
	// Remove deletes an item for good, in place of the store's Delete.
	Remove func(ctx context.Context, r *Request, item *T) error
	// Trash moves an item to the bin, in place of the store's Trash.
	Trash func(ctx context.Context, item *T) (T, error)
	// Atomic runs a change so that all of it is stored or nothing. Nil runs it
	// as it is.
	Atomic func(ctx context.Context, change func(ctx context.Context) error) error
	// NotFound is the error for an id that does not exist.
	NotFound *Error
	// WholeFields makes _fields choose among whole properties: a part of one
	// that is not added by a Field, as "meta.rating", chooses nothing.
	WholeFields bool
	// PageError is the error for a page beyond the last; nil answers [].
	PageError *Error
	// Batch lets the routes be called in batches.
	Batch Batch

	// Query changes what the list asks of the store (rest_{type}_query).
	Query Filter[ListQuery]
	// PreInsert sees an item before it is stored (rest_pre_insert_{type}).
	PreInsert Filter[Change[T]]
	// Inserted sees an item after it was stored, with its added fields
	// (rest_after_insert_{type}).
	Inserted Filter[Change[T]]
	// Deleted sees an item after it was deleted or moved to the bin.
	Deleted Filter[Change[T]]
	// Prepare changes what is sent of an item (rest_prepare_{type}).
	Prepare Filter[Prepared[T]]

	fields  []addedField[T]
	getters map[string][]int  // struct fields by their json names
	origin  *Controller[K, T] // that this is the built copy of
}

// A ValueFunc makes the value of a property, as AppendJSON takes it, or Absent{}.
// The context parameter of r says which form is wanted.
type ValueFunc[T any] func(ctx context.Context, r *Request, item *T) (any, error)

// Absent is what a ValueFunc returns to leave its property out.
type Absent struct{}

// A Permit says who may do what with the items of a Controller. A nil function
// denies.
type Permit[T any] struct {
	List   Permission
	Create Permission
	// Show decides about each item of a list; those that it denies are left
	// out, but the total counts them. Nil shows all.
	Show ItemPermission[T]
	// Read also decides about context=edit, which r.Context tells.
	Read   ItemPermission[T]
	Update ItemPermission[T]
	Delete ItemPermission[T]
}

// An ItemPermission is a Permission about an item.
type ItemPermission[T any] func(ctx context.Context, r *Request, item *T) (bool, error)

// Caps returns a Permit by capabilities named as WordPress names those of a post
// type: everybody may read; edit_PLURAL lets create and see the edit context,
// edit_SINGULAR and delete_SINGULAR, with the item, let change and delete it.
func Caps[T any](singular, plural string) Permit[T] {
	edit := func(ctx context.Context, r *Request) (bool, error) {
		if r.Context() != "edit" {
			return true, nil
		}
		return May(ctx, "edit_"+plural)
	}
	on := func(capability string) ItemPermission[T] {
		return func(ctx context.Context, _ *Request, item *T) (bool, error) { return May(ctx, capability, item) }
	}
	return Permit[T]{
		List:   edit,
		Create: Can("edit_" + plural),
		Read:   func(ctx context.Context, r *Request, _ *T) (bool, error) { return edit(ctx, r) },
		Update: on("edit_" + singular),
		Delete: on("delete_" + singular),
	}
}

// A Param is an argument of a list that narrows it.
type Param struct {
	Arg
	// Field is the property to compare; "" is the name of the Arg.
	Field string
	Op    Op
	// Apply, when not nil, changes the query in place of the comparison.
	Apply func(q Query, value any) (Query, error)
}

// A ListQuery is what a request asks of a store.
type ListQuery struct {
	Request *Request
	Query   Query
}

// A Change is an item that is stored or was deleted.
type Change[T any] struct {
	Request *Request
	Item    *T
	// Before is the item as it was stored before an update, else nil.
	Before *T
	New    bool
}

// Prepared is an item with what is sent of it.
type Prepared[T any] struct {
	Request *Request
	Item    *T
	Data    *Map
	Links   *Links
}

// Routes makes the routes of the resource. They answer by a copy of c: what
// changes in c later shows in the next Build.
func (c *Controller[K, T]) Routes(add func(namespace, pattern string, r Route)) error {
	built := *c
	built.origin = c
	return built.routes(add)
}

func (c *Controller[K, T]) routes(add func(namespace, pattern string, r Route)) error {
	if err := c.prepare(); err != nil {
		return fmt.Errorf("wprest: controller %s/%s: %w", c.Namespace, c.Base, err)
	}
	schema := c.ItemSchema()
	list := Route{Schema: schema, Batch: c.Batch}
	list.Endpoints = append(list.Endpoints, Endpoint{
		Methods: http.MethodGet, Permission: c.permission(c.Permit.List), Handler: c.list, Args: c.listArgs(schema),
		prime: c.listsPrimer(),
	})
	if _, ok := c.Store.(Creator[T]); ok {
		list.Endpoints = append(list.Endpoints, Endpoint{
			Methods: http.MethodPost, Permission: c.permission(c.Permit.Create), Handler: c.create, Args: schema.Args(true),
		})
	}
	add(c.Namespace, c.Base, list)
	add(c.Namespace, c.Base+"/(?P<id>"+c.IDPattern+")", Route{
		Schema: schema, Batch: c.Batch, Args: []Arg{c.idArg()}, Endpoints: c.itemEndpoints(schema),
	})
	return nil
}

// prepare checks the fields, and finds the struct fields behind properties.
func (c *Controller[K, T]) prepare() error {
	switch {
	case c.Namespace == "" || c.Base == "":
		return errors.New("it needs a Namespace and a Base")
	case c.Schema == nil:
		return errors.New("it needs a Schema")
	case c.Store == nil:
		return errors.New("it needs a Store")
	}
	if c.IDPattern == "" {
		c.IDPattern = `[\d]+`
		if c.hasStringID() {
			c.IDPattern = `[\w-]+`
		}
	}
	c.getters = map[string][]int{}
	if t := reflect.TypeFor[T](); t.Kind() == reflect.Struct {
		structGetters(c.getters, t, nil)
	}
	if c.Key == nil {
		index, ok := c.getters["id"]
		if !ok {
			return errors.New("it needs a Key: items have no field with json tag id")
		}
		c.Key = func(item *T) K {
			v := reflect.ValueOf(item).Elem().FieldByIndex(index)
			return v.Convert(reflect.TypeFor[K]()).Interface().(K)
		}
	}
	return nil
}

func (c *Controller[K, T]) hasStringID() bool { return reflect.TypeFor[K]().Kind() == reflect.String }

// structGetters lists the fields of a struct by their json names.
func structGetters(getters map[string][]int, t reflect.Type, above []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int(nil), above...), i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			structGetters(getters, f.Type, index)
		case f.IsExported() && name != "-":
			if name == "" {
				name = f.Name
			}
			if _, taken := getters[name]; !taken {
				getters[name] = index
			}
		}
	}
}

// ItemSchema returns the schema of an item with the fields that were added.
func (c *Controller[K, T]) ItemSchema() *Schema {
	s := *c.Schema
	s.Properties = append([]*Schema(nil), s.Properties...)
	for _, f := range c.fields {
		if f.schema != nil {
			s.Properties = append(s.Properties, f.schema)
		}
	}
	return &s
}

func (c *Controller[K, T]) idArg() Arg {
	a := Arg{Schema: Schema{Name: "id", Type: "integer", Description: "The id of the item."}}
	if c.hasStringID() {
		a.Type = "string"
	}
	return a
}

func (c *Controller[K, T]) permission(p Permission) Permission {
	if p == nil {
		return func(context.Context, *Request) (bool, error) { return false, nil }
	}
	return p
}

// itemPermission asks p about the item that the request names.
func (c *Controller[K, T]) itemPermission(p ItemPermission[T]) Permission {
	return func(ctx context.Context, r *Request) (bool, error) {
		item, err := c.Item(ctx, c.id(r))
		if err != nil || p == nil {
			return false, err
		}
		return p(ctx, r, item)
	}
}

// id returns the id that a request names.
func (c *Controller[K, T]) id(r *Request) K {
	var v any = r.Int("id")
	if c.hasStringID() {
		v = r.String("id")
	}
	return reflect.ValueOf(v).Convert(reflect.TypeFor[K]()).Interface().(K)
}

// itemKey is the key under which an item is kept during a request.
type itemKey[K ID, T any] struct {
	controller *Controller[K, T]
	id         K
}

// Item returns an item, from the store or as it was loaded before in the same
// request. A missing one is the NotFound error.
func (c *Controller[K, T]) Item(ctx context.Context, id K) (*T, error) {
	return Memo(ctx, c.itemKey(id), func() (*T, error) {
		item, err := c.Store.Get(ctx, id)
		return &item, c.missing(err)
	})
}

// Remember lets Item return an item, as it is stored, for the rest of a request.
func (c *Controller[K, T]) Remember(ctx context.Context, item *T) {
	Memorize(ctx, c.itemKey(c.Key(item)), item)
}

func (c *Controller[K, T]) itemKey(id K) itemKey[K, T] {
	if c.origin != nil {
		c = c.origin
	}
	return itemKey[K, T]{c, id}
}

// missing puts the NotFound error in the place of ErrNotExist.
func (c *Controller[K, T]) missing(err error) error {
	if errors.Is(err, ErrNotExist) && c.NotFound != nil {
		return c.NotFound
	}
	return err
}

// link returns the address of the list, or of what follows it.
func (c *Controller[K, T]) link(ctx context.Context, format string, args ...any) string {
	return URL(ctx, c.Namespace+"/"+c.Base+fmt.Sprintf(format, args...))
}
