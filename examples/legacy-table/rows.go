package main

import (
	"fmt"
)

// people are those who write the news.
var people = [...]struct { //nolint:gochecknoglobals // nobody changes them
	short, name string
	role        int
}{
	{"heike", "Heike Petersen", 3}, {"jan", "Jan Ohlsen", 2}, {"wiebke", "Wiebke Thoms", 1}, {"ole", "Ole Brandt", 1},
	{"antje", "Antje Lührs", 1}, {"kai", "Kai Sörensen", 1},
}

// chief is the number of who may do everything.
const chief = 1

var subjects = [...]string{ //nolint:gochecknoglobals // nobody changes them
	"Allgemeines", "Hafen", "Fischerei", "Deichbau", "Fähren", "Schule", "Sport", "Kultur", "Wetter", "Wirtschaft", "Leserbriefe", "Küche",
}

func editorRow(n int) []any {
	p := people[n-1]
	return []any{n, p.short, p.name, p.short + "@hafenblatt.example", p.role, fmt.Sprintf("%02d.03.%d", n, 2004+n)}
}

func topicRow(n int) []any {
	var above any
	if n == 3 || n == 5 { // both are about the harbour
		above = 2
	}
	return []any{n, fmt.Sprintf("thema-%d", n), subjects[n-1], "Alles zum Thema " + subjects[n-1], above}
}

func pictureRow(n int) []any {
	title := pick(n, "Deich,Mole,Kutter,Leuchtturm,Fähre,Werft,Watt")
	return []any{n, fmt.Sprintf("%d/bild-%d.png", 2004+n%20, n), title, title + " bei Ebbe", 320, 240, minutes(n * 9000).Unix()}
}

func archiveRow(n int) []any {
	return []any{n, fmt.Sprintf("Chronik %d", n), "Aus der Zeit vor den Rechnern.\n\nBlatt " + fmt.Sprint(n), fmt.Sprintf("%d-%02d-%02d", 1950+n%50, 1+n%12, 1+n%28)}
}

func productRow(n, pictures int) []any {
	title := pick(n, "Tau,Anker,Lampe,Kompass,Ölzeug,Fernglas") + " " + pick(n/7, "klein,groß,aus Messing,für Kutter")
	made := minutes(n * 900).Unix()
	return []any{n, fmt.Sprintf("art-%d", n), title, "Fester Stoff.", "Hält jedem Wetter stand.\nModell " + fmt.Sprint(n), 499 + n*7%20000, n % 13, 1 + n%pictures, made, made, oldStatus(n), "L-" + fmt.Sprint(n%9)}
}

// newsRow makes a row of the news. Some are what years of work have left behind.
func newsRow(n, pictures int) []any {
	at := minutes(n * 240)
	title := pick(n, "Sturm,Markt,Ausbau,Streit,Fest,Neuwahl,Regatta") + " " + pick(n/3, "am Hafen,auf dem Deich,in Österstedt,vor der Küste") + fmt.Sprintf(" (%d)", n)
	row := []any{
		n, fmt.Sprintf("meldung-%d", n), title, "Das Wichtigste in einem Satz.",
		fmt.Sprintf("Es begann am Morgen.\n\nBis zum Abend war alles wie zuvor. Unser Bericht Nummer %d sagt, warum.\n<b>Mehr morgen.</b>", n),
		at.Format(germanLayout), at.Unix(), oldStatus(n), 1 + n%len(people), nil, n % 997,
	}
	if n%3 == 0 {
		row[9] = 1 + n%pictures
	}
	switch n % 1000 {
	case 101:
		row[5] = "00.00.0000"
	case 202: // before there were columns for all this
		row[1], row[3], row[6], row[8] = nil, nil, nil, nil
	case 303:
		row[5], row[6], row[7] = nil, nil, nil
	case 404:
		row[7] = 9
	}
	return row
}

// oldStatus makes most rows published.
func oldStatus(n int) int {
	switch {
	case n%50 == 7:
		return 0
	case n%50 == 13:
		return 2
	case n%200 == 31:
		return 3
	case n%200 == 77:
		return 4
	}
	return 1
}

// topicOfNews gives three rows to each two of the news.
func topicOfNews(n int) []any {
	pair, which := (n-1)/3, (n-1)%3
	news := 2*pair + 1 + which/2
	topic := 1 + (news+which%2*5)%len(subjects)
	return []any{news, topic}
}
