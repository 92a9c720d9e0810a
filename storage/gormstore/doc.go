// Package gormstore makes a wprest.Store of one table through gorm. The row type
// and the table stay as they are; a Mapping says how a row reads as an item.
package gormstore
