package wprest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

func (c *Controller[K, T]) create(ctx context.Context, r *Request) (any, error) {
	change := Change[T]{Request: r, Item: new(T), New: true}
	item := change.Item
	err := c.atomically(ctx, func(ctx context.Context) (late error, err error) {
		*item = *new(T) // it may be tried again
		if err := c.change(ctx, change); err != nil {
			return nil, err
		}
		if err := c.Store.(Creator[T]).Create(ctx, item); err != nil {
			return nil, err
		}
		return c.afterStore(ctx, change), nil
	})
	if err != nil {
		return nil, err
	}
	resp, err := c.answerStored(ctx, change)
	if err != nil {
		return nil, err
	}
	resp.Status = http.StatusCreated
	resp.SetHeader("Location", c.link(ctx, "/%v", c.Key(item)))
	return resp, nil
}

func (c *Controller[K, T]) update(ctx context.Context, r *Request) (any, error) {
	change := Change[T]{Request: r, Before: new(T)}
	err := c.atomically(ctx, func(ctx context.Context) (late error, err error) {
		item, err := c.Store.(Updater[K, T]).Update(ctx, c.id(r), func(item *T) error {
			*change.Before, change.Item = *item, item
			return c.change(ctx, change)
		})
		if err != nil {
			return nil, c.missing(err)
		}
		change.Item = &item
		return c.afterStore(ctx, change), nil
	})
	if err != nil {
		return nil, err
	}
	return c.answerStored(ctx, change)
}

// atomically runs a change as one transaction. A late *Error refuses a part of it
// and undoes nothing: it is returned after what was stored is kept. Any other late
// error says that the backend has failed.
func (c *Controller[K, T]) atomically(ctx context.Context, change func(ctx context.Context) (late, err error)) error {
	var late error
	run := func(ctx context.Context) (err error) {
		ForgetMemo(ctx) // what was read before may have changed until now
		late, err = change(ctx)
		if refused := (*Error)(nil); err == nil && !errors.As(late, &refused) {
			err = late
		}
		return err
	}
	var err error
	if c.Atomic != nil {
		err = c.Atomic(ctx, run)
	} else {
		err = run(ctx)
	}
	ForgetMemo(ctx)
	if err == nil {
		err = late
	}
	return err
}

// change puts a request into an item, before that is stored.
func (c *Controller[K, T]) change(ctx context.Context, change Change[T]) error {
	decode := c.Decode
	if decode == nil {
		decode = c.decode
	}
	if err := decode(ctx, change.Request, change.Item); err != nil {
		return err
	}
	_, err := c.PreInsert.Apply(ctx, change)
	return err
}

// decode decodes the properties that a request has as JSON over an item.
func (c *Controller[K, T]) decode(_ context.Context, r *Request, item *T) error {
	sent := &Map{object: true}
	for _, p := range c.Schema.Properties {
		if !p.Readonly && r.Has(p.Name) {
			sent.Set(p.Name, r.Get(p.Name))
		}
	}
	text, err := sent.AppendJSON(nil)
	if err == nil {
		err = json.Unmarshal(text, item)
	}
	if err != nil {
		return invalidAsAWhole(err)
	}
	return nil
}

// afterStore stores what belongs to an item besides it.
func (c *Controller[K, T]) afterStore(ctx context.Context, change Change[T]) error {
	ForgetMemo(ctx)
	if c.Saved != nil {
		if err := c.Saved(ctx, change); err != nil {
			return err
		}
	}
	if err := c.saveFields(ctx, change.Request, change.Item); err != nil {
		return err
	}
	_, err := c.Inserted.Apply(ctx, change)
	return err
}

// answerStored answers with an item that was stored.
func (c *Controller[K, T]) answerStored(ctx context.Context, change Change[T]) (*Response, error) {
	if err := c.setAnswerContext(ctx, change); err != nil {
		return nil, err
	}
	c.Remember(ctx, change.Item)
	return c.one(ctx, change.Request, change.Item)
}

// setAnswerContext makes the answer to a change show its item in the right
// context.
func (c *Controller[K, T]) setAnswerContext(ctx context.Context, change Change[T]) error {
	name := "edit"
	if c.AnswerContext != nil {
		var err error
		if name, err = c.AnswerContext(ctx, change); err != nil {
			return err
		}
	}
	change.Request.Set("context", name)
	return nil
}

func (c *Controller[K, T]) delete(ctx context.Context, r *Request) (any, error) {
	item, err := c.Item(ctx, c.id(r))
	if err != nil {
		return nil, err
	}
	if err := c.setAnswerContext(ctx, Change[T]{Request: r, Item: item}); err != nil {
		return nil, err
	}
	if !r.Bool("force") {
		return c.trash(ctx, r, item)
	}
	previous, err := c.one(ctx, r, item)
	if err != nil {
		return nil, err
	}
	err = c.atomically(ctx, func(ctx context.Context) (late, err error) {
		if err := c.remove(ctx, r, item); err != nil {
			return nil, c.missing(err)
		}
		_, late = c.Deleted.Apply(ctx, Change[T]{Request: r, Item: item})
		return late, nil
	})
	if err != nil {
		return nil, err
	}
	return MapOf("deleted", true, "previous", previous.Data), nil
}

// remove deletes an item for good.
func (c *Controller[K, T]) remove(ctx context.Context, r *Request, item *T) error {
	if c.Remove != nil {
		return c.Remove(ctx, r, item)
	}
	return c.Store.(Deleter[K]).Delete(ctx, c.Key(item))
}

// trash moves an item to the bin.
func (c *Controller[K, T]) trash(ctx context.Context, r *Request, item *T) (any, error) {
	move := c.Trash
	if bin, ok := c.Store.(Trasher[K, T]); ok && move == nil {
		move = func(ctx context.Context, item *T) (T, error) { return bin.Trash(ctx, c.Key(item)) }
	}
	if move == nil {
		return nil, NewError(http.StatusNotImplemented, "rest_trash_not_supported", "There is no bin for these items. Set force=true to delete.")
	}
	var trashed T
	err := c.atomically(ctx, func(ctx context.Context) (late, err error) {
		if trashed, err = move(ctx, item); err != nil {
			return nil, c.missing(err)
		}
		_, late = c.Deleted.Apply(ctx, Change[T]{Request: r, Item: &trashed})
		return late, nil
	})
	if err != nil {
		return nil, err
	}
	c.Remember(ctx, &trashed)
	return c.one(ctx, r, &trashed)
}
