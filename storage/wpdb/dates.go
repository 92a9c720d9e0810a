package wpdb

import "time"

// dateLayout is how dates are written in the tables.
const dateLayout = "2006-01-02 15:04:05"

// formatDate writes a date; the zero time is nullDate.
func formatDate(t time.Time) string {
	if t.IsZero() {
		return nullDate
	}
	return t.UTC().Format(dateLayout)
}

// parseDate reads a date. What is no date, such as nullDate, is the zero time.
func parseDate(s string) time.Time {
	if len(s) != len(dateLayout) || s[4] != '-' || s[7] != '-' || s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}
	}
	year, month, day := number(s[:4]), number(s[5:7]), number(s[8:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	if year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
		minute < 0 || minute > 59 || second < 0 || second > 59 {
		return time.Time{}
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
}

// number reads digits; -1 if there is anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}
