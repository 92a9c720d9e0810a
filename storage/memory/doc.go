// Package memory keeps items in a slice: the store for examples and tests, and
// for a host with few items that it has anyway.
package memory
