// Package storetest checks that a wprest.Store keeps the rules of its interface
// and of the capabilities that it has. A store's own test is one call:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) storetest.Harness[int64, Boat] {
//			return storetest.Harness[int64, Boat]{Store: newStore(t), …}
//		})
//	}
package storetest
