//go:build race

package text

// raceDetector says that times mean nothing.
const raceDetector = true
