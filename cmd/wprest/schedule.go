package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/wprest/wprest/wp"
)

// scheduleCheck is how often it is looked for posts that were scheduled since.
const scheduleCheck = 15 * time.Second

// schedule publishes posts when their time has come, until stop is called.
func schedule(ctx context.Context, site *wp.Site, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		for ctx.Err() == nil {
			wait := scheduleCheck
			published, next, err := site.PublishDue(ctx)
			switch {
			case err != nil && ctx.Err() == nil:
				log.ErrorContext(ctx, "scheduled posts", "error", err)
			case published > 0:
				log.InfoContext(ctx, "published scheduled posts", "count", published)
			}
			if until := time.Until(next); !next.IsZero() && until < wait {
				wait = max(until, 0) + 10*time.Millisecond // past it
			}
			select {
			case <-ctx.Done():
			case <-time.After(wait):
			}
		}
	})
	return func() {
		cancel()
		running.Wait()
	}
}
