package sample

import (
	"quire/engine/canvas"
	"quire/engine/font"
)

// About makes the two pages about the company.
func About() ([]byte, error) {
	doc := canvas.New()
	s := letterhead(doc, "Who we are")
	s.paragraph("For thirty years we have looked after the statutory benefits of companies along the harbour: disability, paid family leave, workers' compensation, and everything that a payroll department would rather not read twice.")
	s.paragraph("Each quarter we go to the market again on your behalf. This book shows what we found, what we recommend and what we need from you. Nothing in it is final until you say so.")
	s.y += 12
	for _, f := range [][2]string{{"Founded", "1994"}, {"Clients", "4,120 employers in nine states"}, {"Carriers", "37, reviewed every quarter"}, {"Claims desk", "weekdays, 8 am to 7 pm"}} {
		s.fact(f[0], f[1])
	}
	s = letterhead(doc, "How a renewal works")
	for i, step := range []string{
		"We ask every carrier for its rates, with your census and your claims of the last three years.",
		"We compare what came back, carrier by carrier, and put the proposal into this book.",
		"You choose. The carrier's form in this book is filled in already; sign it and send it back.",
		"We place the coverage, check the first invoice, and keep the certificate on file.",
	} {
		s.page.FillRect(margin, s.y-12, 22, 22, accent)
		s.page.Text(margin+7.5, s.y+4, string(rune('1'+i)), font.Lookup(font.Sans, true, false), 12, white)
		s.y += 3
		s.indented(step, 34)
		s.y += 12
	}
	return finish(doc, "About us")
}

// Representatives are the sales representatives of the office; the attribute
// Sales_Representative names one of them.
var Representatives = []string{"Ana Kovács", "Tomás O'Brien", "Łucja Żółkowska"}

// Representative makes the page of one sales representative.
func Representative(name string) ([]byte, error) {
	doc := canvas.New()
	s := letterhead(doc, name)
	s.page.FillRect(pageWidth-margin-120, 84, 120, 120, faint)
	s.page.Text(pageWidth-margin-92, 164, initials(name), font.Lookup(font.Serif, true, false), 44, accent)
	s.y = 152
	s.page.Text(margin, s.y, "Your sales representative", font.Lookup(font.Sans, false, true), 12, ink)
	s.y = 240
	s.paragraph("I am the person to call before a deadline, after a surprise, and whenever a form makes no sense. I have read your census, your claims and this proposal, and I am glad to go through them with you line by line.")
	s.y += 10
	s.fact("Telephone", "+1 212 555 01"+string(rune('0'+len(name)%10))+"7")
	s.fact("Office hours", "weekdays, 9 am to 6 pm")
	s.fact("Languages", "English, Español, Polski, Ελληνικά, Українська")
	return finish(doc, name)
}

// House makes the page that is shown when no representative is named.
func House() ([]byte, error) {
	doc := canvas.New()
	s := letterhead(doc, "Your service team")
	s.paragraph("A representative will be assigned to you within the week. Until then the whole service team is at your call.")
	return finish(doc, "Your service team")
}

func initials(name string) string {
	var out []rune
	start := true
	for _, r := range name {
		if start {
			out = append(out, r)
		}
		start = r == ' '
	}
	return string(out)
}
