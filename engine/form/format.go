package form

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxDecimals bounds the decimals that a format may ask for.
const maxDecimals = 20

// plainNumber is a number as programs write it. Others, which people may have
// formatted already, are left alone.
var plainNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,30})?$`)
})

// formatted shows a value the way that the form's own format does for the
// formats that form makers choose from a menu: numbers, percentages, dates,
// telephone and social security numbers. A value that does not suit the format
// is shown as it is.
func (t *tree) formatted(f *field, text string) (shown string, negative bool) {
	c, ok := t.script(f, "F")
	if !ok || text == "" {
		return text, false
	}
	switch c.function {
	case "AFNumber_Format":
		return formatNumber(c, text)
	case "AFPercent_Format":
		return formatPercent(c, text), false
	case "AFSpecial_Format":
		return formatSpecial(c.arg(0), text), false
	case "AFDate_FormatEx", "AFDate_Format":
		return formatDate(c, text), false
	}
	return text, false
}

// separators of thousands and decimals by the styles of the menu.
var separators = map[string][2]string{"0": {",", "."}, "1": {"", "."}, "2": {".", ","}, "3": {"", ","}, "4": {"’", "."}}

// decimal writes a number with so many decimals, rounded half away from zero,
// and without its sign.
func decimal(v *big.Rat, decimals, style string) (string, bool) {
	n, err := strconv.Atoi(decimals)
	sep, known := separators[style]
	if err != nil || n < 0 || n > maxDecimals || !known {
		return "", false
	}
	whole, fraction, _ := strings.Cut(new(big.Rat).Abs(v).FloatString(n), ".")
	if sep[0] != "" {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + sep[0] + whole[i:]
		}
	}
	if fraction != "" {
		whole += sep[1] + fraction
	}
	return whole, true
}

// formatNumber follows the menu's arguments: decimals, separators, style of
// negative numbers (0 minus, 1 red, 2 parentheses, 3 both), a style that is no
// longer used, currency, and whether it comes first.
func formatNumber(c call, text string) (shown string, red bool) {
	v, ok := parseNumber(text, c.arg(1))
	if !ok {
		return text, false
	}
	digits, ok := decimal(v, c.arg(0), c.arg(1))
	if !ok {
		return text, false
	}
	if c.arg(5) == "true" {
		digits = c.arg(4) + digits
	} else {
		digits += c.arg(4)
	}
	if v.Sign() >= 0 {
		return digits, false
	}
	switch c.arg(2) {
	case "1":
		return digits, true
	case "2":
		return "(" + digits + ")", false
	case "3":
		return "(" + digits + ")", true
	}
	return "-" + digits, false
}

// parseNumber reads a plain number; one that could be read in two ways, such
// as 1.234 where the point separates thousands, is none.
func parseNumber(text, style string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if !plainNumber().MatchString(text) {
		return nil, false
	}
	if _, fraction, _ := strings.Cut(text, "."); (style == "2" || style == "3") && len(fraction) == 3 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

func formatPercent(c call, text string) string {
	v, ok := parseNumber(text, c.arg(1))
	if !ok {
		return text
	}
	digits, ok := decimal(v.Mul(v, big.NewRat(100, 1)), c.arg(0), c.arg(1))
	if !ok {
		return text
	}
	if v.Sign() < 0 {
		digits = "-" + digits
	}
	return digits + "%"
}

// formatSpecial sets the digits of American postal codes, telephone and social
// security numbers.
func formatSpecial(kind, text string) string {
	for _, r := range text {
		if r < '0' || r > '9' {
			return text
		}
	}
	switch {
	case kind == "1" && len(text) == 9:
		return text[:5] + "-" + text[5:]
	case kind == "2" && len(text) == 10:
		return "(" + text[:3] + ") " + text[3:6] + "-" + text[6:]
	case kind == "2" && len(text) == 7:
		return text[:3] + "-" + text[3:]
	case kind == "3" && len(text) == 9:
		return text[:3] + "-" + text[3:5] + "-" + text[5:]
	}
	return text
}

// dateFormats are those of the menu, by number.
var dateFormats = []string{
	"m/d", "m/d/yy", "mm/dd/yy", "mm/yy", "d-mmm", "d-mmm-yy", "dd-mmm-yy", "yy-mm-dd",
	"mmm-yy", "mmmm-yy", "mmm d, yyyy", "mmmm d, yyyy", "m/d/yy h:MM tt", "m/d/yy HH:MM",
}

// dateParts maps the letters of a date format to those of Go; longest first.
var dateParts = strings.NewReplacer(
	"mmmm", "January", "mmm", "Jan", "mm", "01", "m", "1",
	"dddd", "Monday", "ddd", "Mon", "dd", "02", "d", "2",
	"yyyy", "2006", "yy", "06",
	"HH", "15", "hh", "03", "h", "3", "MM", "04", "ss", "05", "tt", "pm",
)

// formatDate shows a date that is written as in ISO 8601; others, whose order
// of day and month is anybody's guess, are left alone.
func formatDate(c call, text string) string {
	format := c.arg(0)
	if c.function == "AFDate_Format" {
		i, err := strconv.Atoi(format)
		if err != nil || i < 0 || i >= len(dateFormats) {
			return text
		}
		format = dateFormats[i]
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if d, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return d.Format(dateParts.Replace(format))
		}
	}
	return text
}
