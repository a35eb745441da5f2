package numfmt

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// maxSerial is 9999-12-31, the last day that can be shown, counted from 1900.
const maxSerial = 2958465

// planDate tells minutes from months and joins the fraction of seconds.
func (s *section) planDate() {
	s.demote(tokText, tokPercent, tokComma, tokExponent, tokGeneral)
	s.joinSubseconds()
	last := ""
	for i, t := range s.tokens {
		switch {
		case t.kind == tokElapsed:
			last = t.text[:1]
		case t.kind != tokDate:
		case t.text[0] == 'm' && len(t.text) <= 2 && (last == "h" || s.beforeSeconds(i)):
			s.tokens[i].text = strings.Repeat("n", len(t.text))
			last = "n"
		default:
			last = t.text[:1]
		}
	}
}

// beforeSeconds tells whether the next date token after i is seconds.
func (s *section) beforeSeconds(i int) bool {
	for _, t := range s.tokens[i+1:] {
		if t.kind == tokDate || t.kind == tokElapsed {
			return t.text[0] == 's'
		}
	}
	return false
}

// joinSubseconds makes one token of a point and the zeros that follow seconds;
// other digits and points are literals.
func (s *section) joinSubseconds() {
	var out []token
	seconds := false
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.kind == tokPoint && seconds && i+1 < len(s.tokens) && s.tokens[i+1].text == "0" {
			n := 0
			for i+1 < len(s.tokens) && s.tokens[i+1].kind == tokDigit && s.tokens[i+1].text == "0" {
				n++
				i++
			}
			out = append(out, token{tokSubsec, strings.Repeat("0", min(n, 9))})
			continue
		}
		if t.kind == tokPoint || t.kind == tokDigit || t.kind == tokSlash {
			t.kind = tokLiteral
		}
		if t.kind == tokDate || t.kind == tokElapsed {
			seconds = t.text[0] == 's'
		}
		out = append(out, t)
	}
	s.tokens = out
}

// moment is a serial number taken apart.
type moment struct {
	year, month, day, weekday int
	hour, minute, second      int
	fraction                  int64 // of a second, in units of the shown precision
	seconds                   int64 // whole seconds since the epoch, for elapsed times
	negative                  bool
	pm                        bool
}

// date shows a number as a date or time.
func (s *section) date(v float64, o Options) Result {
	elapsed, subsec, half := false, 0, false
	for _, t := range s.tokens {
		switch t.kind {
		case tokElapsed:
			elapsed = true
		case tokSubsec:
			subsec = max(subsec, len(t.text))
		case tokAMPM:
			half = true
		}
	}
	if v < 0 && !elapsed || math.Abs(v) >= maxSerial+1 {
		return Result{Invalid: true}
	}
	m := split(v, subsec, o)
	b := newBuilder(s, make([]byte, 0, mostValues))
	if m.negative {
		b.write("-")
	}
	for _, t := range s.tokens {
		switch t.kind {
		case tokDate:
			m.field(&b, t.text, half, s.locale)
		case tokElapsed:
			m.elapsed(&b, t.text)
		case tokAMPM:
			b.write(m.half(t.text))
		case tokSubsec:
			b.write(fmt.Sprintf(".%0*d", len(t.text), m.fraction/int64(math.Pow10(subsec-len(t.text)))))
		default:
			b.plain(t)
		}
	}
	return b.result()
}

// split takes a serial number apart, rounded to the shown part of a second.
func split(v float64, subsec int, o Options) moment {
	var m moment
	if v < 0 {
		m.negative, v = true, -v
	}
	unit := int64(math.Pow10(subsec))
	days := math.Floor(v)
	ticks := int64(math.Floor((v-days)*86400*float64(unit) + 0.5))
	day := int64(days)
	if ticks >= 86400*unit {
		ticks -= 86400 * unit
		day++
	}
	secs := ticks / unit
	m.fraction = ticks % unit
	m.seconds = day*86400 + secs
	m.hour, m.minute, m.second = int(secs/3600), int(secs/60%60), int(secs%60)
	m.pm = m.hour >= 12
	m.setDay(day, o)
	return m
}

// setDay turns a day's number into a date. Counting from 1900 includes
// 29 February 1900, which never was (ECMA-376 part 1, 18.17.4.1).
func (m *moment) setDay(day int64, o Options) {
	epoch := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	switch {
	case o.Date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 60:
		m.year, m.month, m.day, m.weekday = 1900, 2, 29, 3
		return
	case day == 0:
		m.year, m.month, m.day, m.weekday = 1900, 1, 0, 6
		return
	case day > 60:
		day--
	}
	t := epoch.AddDate(0, 0, int(day))
	year, month, dayOfMonth := t.Date()
	m.year, m.month, m.day, m.weekday = year, int(month), dayOfMonth, int(t.Weekday())
	if !o.Date1904 && day < 60 {
		// Weekdays before the day that never was are off by one.
		m.weekday = (m.weekday + 6) % 7
	}
}

// field shows one date letter, repeated as in the code.
func (m *moment) field(b *builder, f string, half bool, l *locale) {
	switch f[0] {
	case 'y', 'e':
		if f[0] == 'y' && len(f) <= 2 {
			b.number(m.year%100, 2)
		} else {
			b.number(m.year, 4)
		}
	case 'b':
		if len(f) <= 2 {
			b.number((m.year+543)%100, 2)
		} else {
			b.number(m.year+543, 4)
		}
	case 'm':
		m.monthField(b, len(f), l)
	case 'd', 'a':
		m.dayField(b, f, l)
	case 'h':
		h := m.hour
		if half {
			h = (h+11)%12 + 1
		}
		b.number(h, min(2, len(f)))
	case 'n':
		b.number(m.minute, min(2, len(f)))
	case 's':
		b.number(m.second, min(2, len(f)))
	}
}

func (m *moment) monthField(b *builder, n int, l *locale) {
	switch n {
	case 1, 2:
		b.number(m.month, n)
	case 3:
		b.write(l.monthsShort[m.month-1])
	case 5:
		b.write(firstRune(l.months[m.month-1]))
	default:
		b.write(l.months[m.month-1])
	}
}

func (m *moment) dayField(b *builder, f string, l *locale) {
	switch n := len(f); {
	case n == 3:
		b.write(l.daysShort[m.weekday])
	case n > 3:
		b.write(l.days[m.weekday])
	case f[0] != 'a':
		b.number(m.day, n)
	}
}

// elapsed shows hours, minutes or seconds since the epoch.
func (m *moment) elapsed(b *builder, f string) {
	n := m.seconds
	switch f[0] {
	case 'h':
		n /= 3600
	case 'm':
		n /= 60
	}
	b.number(int(n), len(f))
}

// half shows AM or PM as the code spells it.
func (m moment) half(f string) string {
	if len(f) == 3 {
		if m.pm {
			return f[2:]
		}
		return f[:1]
	}
	if m.pm {
		return "PM"
	}
	return "AM"
}

func firstRune(s string) string {
	r, _ := next(s)
	return r
}
