package wprest_test

import (
	"testing"

	"github.com/wprest/wprest"
)

func TestTruthy(t *testing.T) {
	for _, v := range []any{nil, false, int64(0), 0, 0.0, "", "0", wprest.ListOf(), (*wprest.Map)(nil)} {
		if wprest.Truthy(v) {
			t.Errorf("%#v is true", v)
		}
	}
	for _, v := range []any{true, int64(-1), 0.5, "false", "00", " ", wprest.ListOf(nil)} {
		if !wprest.Truthy(v) {
			t.Errorf("%#v is false", v)
		}
	}
}
