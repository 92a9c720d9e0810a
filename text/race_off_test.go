//go:build !race

package text

// raceDetector says whether times mean nothing.
const raceDetector = false
