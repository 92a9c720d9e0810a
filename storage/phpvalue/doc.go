// Package phpvalue reads and writes values as PHP's serialize does, the form in
// which WordPress keeps arrays in its option and meta tables.
//
// In Go the values are nil, bool, int64, float64, string and *wprest.Map. See
// https://www.php.net/manual/en/function.serialize.php.
package phpvalue
