package formula

import (
	"errors"
	"testing"
)

// grid is a sheet: A1=1, A2=2, A3=3, B1="Text", B2=TRUE, B3=#N/A.
type grid struct{}

func (grid) Value(row, col int) Value {
	switch {
	case col == 1 && row <= 3:
		return Of(float64(row))
	case col == 2 && row == 1:
		return OfText("Text")
	case col == 2 && row == 2:
		return ofBool(true)
	case col == 2 && row == 3:
		return failed("#N/A")
	}
	return Value{}
}

func (g grid) Each(row1, col1, row2, col2 int, f func(row, col int, v Value)) {
	for r := row1; r <= min(row2, 5); r++ {
		for c := col1; c <= min(col2, 5); c++ {
			if v := g.Value(r, c); v.Kind != Blank {
				f(r, c, v)
			}
		}
	}
}

func TestEval(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1+2*3": "7", "(1+2)*3": "9", "-2^2": "4", "2^-1": "0.5", "50%": "0.5", "=1": "1", "\"a\"&1": "a1", "\"say \"\"x\"\"\"": `say "x"`,
		"1/0": "#DIV/0!", "1<2": "TRUE", "\"a\"=\"A\"": "TRUE", "1=\"1\"": "FALSE", "1<>2": "TRUE", "2>=2": "TRUE", "1<\"a\"": "TRUE", "\"z\"<TRUE": "TRUE",
		"A1": "1", "$A$2": "2", "A9": "", "A1+B1": "#VALUE!", "B3+1": "#N/A", "SUM(A1:A3)": "6", "SUM($A:$A)": "6", "SUM(A1:A3,4)": "10", "MAX(A1:B2)": "2", "MIN(A:A)": "1",
		"COUNT(A1:B3)": "3", "COUNTA(A1:B3)": "6", "COUNTIF(A1:A3,\">1\")": "2", "COUNTIF(B1:B3,\"text\")": "1", "AVERAGE(A1:A3)": "2", "AVERAGE(C1:C3)": "#DIV/0!",
		"IF(A1=1,\"y\",\"n\")": "y", "IF(FALSE,1)": "FALSE", "AND(A1=1,A2=2)": "TRUE", "OR(A1=2,B1=\"x\")": "FALSE", "NOT(TRUE)": "FALSE", "IFERROR(B3,5)": "5",
		"ISBLANK(C1)": "TRUE", "ISBLANK(A1)": "FALSE", "ISERROR(B3)": "TRUE", "ISNA(B3)": "TRUE", "ISNUMBER(A1)": "TRUE", "ISTEXT(B1)": "TRUE", "ISODD(3)": "TRUE", "ISEVEN(3)": "FALSE",
		"LEN(\"héé\")": "3", "TRIM(\"  a  b \")": "a b", "LEFT(\"abc\",2)": "ab", "RIGHT(\"abc\")": "c", "UPPER(\"a\")": "A", "LOWER(\"A\")": "a", "EXACT(\"a\",\"A\")": "FALSE",
		"SEARCH(\"EX\",B1)": "2", "FIND(\"EX\",B1)": "#VALUE!", "ROW()": "7", "COLUMN()": "3", "ROW(A4)": "4", "MOD(-1,3)": "2", "MOD(1,0)": "#DIV/0!", "ROUND(2.345,2)": "2.35",
		"ABS(-2)": "2", "INT(-1.5)": "-2", "VALUE(\"12\")": "12", "TODAY()": "45000", "YEAR(45000)": "2023", "MONTH(45000)": "3", "DAY(45000)": "15", "WEEKDAY(45000)": "4", "WEEKDAY(45000,2)": "3",
	} {
		f, err := Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := f.Eval(grid{}, 7, 3, 7, 3, 45000).text(); got != want {
			t.Errorf("%s = %q, want %q", in, got, want)
		}
	}
}

func TestReferencesMove(t *testing.T) {
	t.Parallel()
	f, err := Parse("A1*10+$A$1+A$1")
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Eval(grid{}, 8, 3, 6, 3, 0).Number; got != 32 {
		t.Errorf("two rows below = %v, want 32", got)
	}
	if got := f.Eval(grid{}, 1, 1, 9, 1, 0); got.Text != "#REF!" {
		t.Errorf("above the sheet = %+v", got)
	}
}

// tabs are a grid with others.
type tabs struct{ grid }

func (tabs) Tab(name string) Cells {
	if name == "Other" || name == "It's 2" {
		return grid{}
	}
	return nil
}

func TestOtherTabs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"Other!A2+1": "3", "SUM('It''s 2'!$A$1:A3)": "6", "Other!$A2:$A2": "2", "COUNTIF(Other!A1:A3,\">1\")": "2", "Gone!A1": "#REF!", "SUM(Gone!A1:B2)": "#REF!"} {
		f, err := Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := f.Eval(tabs{}, 2, 3, 2, 3, 0).text(); got != want {
			t.Errorf("%s = %q, want %q", in, got, want)
		}
		if got := f.Eval(grid{}, 2, 3, 2, 3, 0); got.Text != "#REF!" && want != "2" { // but what is counted
			t.Errorf("%s on a sheet without others = %+v", in, got)
		}
	}
}

func TestUnknownFormulas(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "1+", "VLOOKUP(A1,B:C,2)", "[1]Other!A1", "'[1]Other'!A1", "One:Three!A1", "Other!", "Other!1", "Other!SUM(1)", "Other!Third!A1", "'open!A1", "Table[Column]", "Name", "(1", "1)", "\"open", "{1,2}", "SUM(1", "A1:", "1:3", "AND(1 2)"} {
		if _, err := Parse(s); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"MOD(ROW(),2)=0", "AND($A1<>\"\",LEN(TRIM(B1))=0)", "-(-A1:A3)%", "COUNTIF($A$1:$A$9,A1)>1", "((((1))))", "1e5+.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			return
		}
		if v := e.Eval(grid{}, 2, 2, 1, 1, 0); v.Kind == Number && v.Number != v.Number {
			t.Fatalf("%q is not a number", s)
		}
	})
}
