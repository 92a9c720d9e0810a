package wprest

import (
	"fmt"
	"net/http"
)

// ItemEndpoints returns the endpoints of a single item, for a route that knows
// the item by something else than an id in its address, as /users/me does: before
// it calls their permissions and handlers it has to set the parameter id.
// ItemSchema is the schema of such a route. Like Routes it is for a Resource that
// is made at Build.
func (c *Controller[K, T]) ItemEndpoints() ([]Endpoint, error) {
	built := *c
	built.origin = c
	if err := built.prepare(); err != nil {
		return nil, fmt.Errorf("wprest: controller %s/%s: %w", c.Namespace, c.Base, err)
	}
	return built.itemEndpoints(built.ItemSchema()), nil
}

// itemEndpoints makes the endpoints of what the store can do with an item.
func (c *Controller[K, T]) itemEndpoints(schema *Schema) []Endpoint {
	list := []Endpoint{{
		Methods: http.MethodGet, Permission: c.itemPermission(c.Permit.Read), Handler: c.read,
		Args: append([]Arg{schema.ContextParam("view")}, c.ItemArgs...), prime: c.primeItems,
	}}
	if _, ok := c.Store.(Updater[K, T]); ok {
		list = append(list, Endpoint{
			Methods: "POST,PUT,PATCH", Permission: c.itemPermission(c.Permit.Update), Handler: c.update, Args: schema.Args(false),
		})
	}
	if _, ok := c.Store.(Deleter[K]); ok {
		list = append(list, Endpoint{
			Methods: http.MethodDelete, Permission: c.itemPermission(c.Permit.Delete), Handler: c.delete,
			Args: append([]Arg{{Schema: Schema{
				Name: "force", Type: "boolean", Default: false, Description: "Whether to delete for good, past the bin.",
			}}}, c.DeleteArgs...),
		})
	}
	return list
}
