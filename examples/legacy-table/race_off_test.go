//go:build !race

package main

// raceDetector says whether times mean nothing.
const raceDetector = false
