package wprest

import "testing"

// TestFormats has the values that no recorded case has; the others are in
// testdata/schema_cases.json.
func TestFormats(t *testing.T) {
	tests := []struct {
		format  string
		yes, no []string
	}{
		{
			"date-time",
			[]string{"2026-00-00T00:00:00", "2026-12-31 23:59:60.5+24:00", "2026-01-01t00:00:00-01"},
			[]string{"2026-01-32T00:00:00", "2026-13-01T00:00:00", "2026-01-01T00:60:00", "2026-01-01T00:00:61", "2026-01-01T00:00:00.", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+", "2026-01-01T00:00:00+2", "2026-01-01T00:00:00+02:", "2026-01-01T00:00:00+02:000", "2026-01-01T00:00:00+25:00", "2026/01/01T00:00:00", "20a6-01-01T00:00:00", "2026-01-01T00:00:00ZZ", "2026-01-01T00-00:00", "2026-01-01X00:00:00"},
		},
		{
			"ip",
			[]string{"0.0.0.0", "255.255.255.255", "2001:DB8:0:0:0:0:0:1", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4"},
			[]string{"0001.2.3.4", "1.2.3.4.5", "1..2.3", "1.2.3.4 ", "fe80::1%eth0", "::01.2.3.4", "[::1]", "1.2.3.4:80", ":1:2", "1:2:3:4:5:6:7:", "+1.2.3.4", "-1.2.3.4"},
		},
		{
			"uuid",
			[]string{"ffffffff-ffff-ffff-ffff-ffffffffffff"},
			[]string{"123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456-4266141740000", "123e45670e89b-12d3-a456-426614174000", "------------------------------------"},
		},
		{
			"hex-color",
			[]string{"#AbC", "#09afAF"},
			[]string{"#", "#12345", "#12 ", "#1234567", "##12"},
		},
		{
			"email",
			[]string{"a.@b.co", "!#$%&'*+/=?^_`{|}~.-@b.co", "A@B.CO", "a@b.c.d"},
			[]string{"a@bcdef", "a@.co.uk", "a@b.co.", "a@b .co", "a@b.c o", "a(b)@b.co", "a@b.c", "\u00e5@b.co", "a@\u00e5.co"},
		},
	}
	for _, test := range tests {
		s := &Schema{Type: "string", Format: test.format}
		for _, v := range test.yes {
			if err := s.ValidateValue(v, "p"); err != nil {
				t.Errorf("%s %q: %v", test.format, v, err)
			}
		}
		for _, v := range test.no {
			if err := s.ValidateValue(v, "p"); err == nil {
				t.Errorf("%s takes %q", test.format, v)
			}
		}
	}
}
