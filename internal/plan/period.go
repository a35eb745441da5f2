package plan

import "fmt"

// String is the period as people read it, such as "2026 Q1".
func (p Period) String() string { return fmt.Sprintf("%d Q%d", p.Year, p.Quarter) }

// Valid tells whether the period is a quarter of a year from 1 to 9999.
func (p Period) Valid() bool {
	return p.Year >= 1 && p.Year <= 9999 && p.Quarter >= 1 && p.Quarter <= 4
}

// Dated is an attribute with the time that it holds for: a quarter, a whole
// year (Quarter 0), or always (Year 0 and Quarter 0).
type Dated struct {
	Key           string
	Year, Quarter int
	Attribute
}

// AsOf gives the attributes that hold in a period, one for each key: the value
// of the quarter itself, else that of its year, else the undated one. Of equally
// close ones the last in the list wins.
func AsOf(all []Dated, p Period) map[string]Attribute {
	chosen := map[string]Attribute{}
	closest := map[string]int{}
	for _, a := range all {
		if n := a.closeness(p); n > 0 && n >= closest[a.Key] {
			closest[a.Key] = n
			chosen[a.Key] = a.Attribute
		}
	}
	return chosen
}

// closeness ranks an attribute for a period; 0 when it does not hold then.
func (a Dated) closeness(p Period) int {
	switch {
	case a.Year == p.Year && a.Quarter == p.Quarter:
		return 3
	case a.Year == p.Year && a.Quarter == 0:
		return 2
	case a.Year == 0 && a.Quarter == 0:
		return 1
	}
	return 0
}
