//go:build !linux

package text

import "time"

var started = time.Now()

// cpuTime stands for the time of a processor with that of a clock.
func cpuTime() time.Duration { return time.Since(started) }
