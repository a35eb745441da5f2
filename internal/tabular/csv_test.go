package tabular_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"quire/internal/tabular"
)

func open(t testing.TB, content string, o tabular.CSV) *tabular.Table {
	t.Helper()
	table, err := tabular.OpenCSV(strings.NewReader(content), int64(len(content)), o)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// read writes each row as its number and cells; a bad one as its error.
func read(t testing.TB, table *tabular.Table) (rows []string) {
	t.Helper()
	for {
		row, err := table.Next()
		var bad *tabular.BadRow
		switch {
		case errors.Is(err, io.EOF):
			return rows
		case errors.As(err, &bad):
			rows = append(rows, bad.Error())
		case err != nil:
			t.Fatal(err)
		default:
			rows = append(rows, fmt.Sprintf("%d %q", row.Number, row.Cells))
		}
	}
}

func encoded(t *testing.T, e interface{ String(string) (string, error) }, text string) string {
	t.Helper()
	out, err := e.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingIsFound(t *testing.T) {
	t.Parallel()
	const text = "Name,Ort\r\nMüller,Köln\r\n"
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	long := strings.Repeat("a,b\n", 50_000) + "ü,x\n"
	for name, c := range map[string]struct {
		content string
		want    tabular.Encoding
	}{
		"UTF-8":                     {text, tabular.UTF8},
		"UTF-8 with a mark":         {"\ufeff" + text, tabular.UTF8},
		"UTF-16 LE with a mark":     {"\xff\xfe" + encoded(t, le, text), tabular.UTF16LE},
		"UTF-16 BE with a mark":     {"\xfe\xff" + encoded(t, be, text), tabular.UTF16BE},
		"UTF-16 LE without a mark":  {encoded(t, le, text), tabular.UTF16LE},
		"UTF-16 BE without a mark":  {encoded(t, be, text), tabular.UTF16BE},
		"Windows":                   {encoded(t, charmap.Windows1252.NewEncoder(), text), tabular.Windows1252},
		"Windows, late":             {encoded(t, charmap.Windows1252.NewEncoder(), long), tabular.Windows1252},
		"UTF-8, late, over a block": {strings.Repeat("x", 64<<10-1) + "ü,y\n", tabular.UTF8},
		"cut in the last character": {text + "\xc3", tabular.Windows1252},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := open(t, c.content, tabular.CSV{})
			if table.Encoding != c.want {
				t.Errorf("taken for %s", table.Encoding)
			}
			rows := read(t, table)
			if strings.Contains(name, "mark") || name == "UTF-8" || name == "Windows" {
				if want := []string{`1 ["Name" "Ort"]`, `2 ["Müller" "Köln"]`}; !slices.Equal(rows, want) {
					t.Errorf("read %v", rows)
				}
			}
			if last := rows[len(rows)-1]; name == "Windows, late" && last != `50001 ["ü" "x"]` {
				t.Errorf("the last row is %s", last)
			}
		})
	}
}

func TestEncodingCanBeNamed(t *testing.T) {
	t.Parallel()
	content := encoded(t, charmap.Windows1250.NewEncoder(), "Name;Miasto\nŁukasz;Łódź\n")
	table := open(t, content, tabular.CSV{Encoding: tabular.Windows1250})
	if rows := read(t, table); rows[1] != `2 ["Łukasz" "Łódź"]` || table.Delimiter != ";" {
		t.Errorf("read %v with %q", rows, table.Delimiter)
	}
	for _, e := range tabular.Encodings() {
		if open(t, "a,b\n", tabular.CSV{Encoding: e}).Encoding != e {
			t.Errorf("%s was not taken", e)
		}
	}
}

func TestRowsAreReadAsSpreadsheetsDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content, delimiter string
		want               []string
	}{
		"commas":             {"a,b\n1,2", ",", []string{`1 ["a" "b"]`, `2 ["1" "2"]`}},
		"semicolons":         {"a;b\n1,5;2,5\n", ";", []string{`1 ["a" "b"]`, `2 ["1,5" "2,5"]`}},
		"tabs":               {"a\tb\n1, 2\t3\n", "\t", []string{`1 ["a" "b"]`, `2 ["1, 2" "3"]`}},
		"bars":               {"a|b\n1|2\n", "|", []string{`1 ["a" "b"]`, `2 ["1" "2"]`}},
		"announced":          {"sep=;\r\na,x;b\r\n1;2\r\n", ";", []string{`2 ["a,x" "b"]`, `3 ["1" "2"]`}},
		"one column":         {"Name\nBakery\n", ",", []string{`1 ["Name"]`, `2 ["Bakery"]`}},
		"line breaks":        {"a,b\n\"x\r\ny\",2\n3,4\n", ",", []string{`1 ["a" "b"]`, `2 ["x\ny" "2"]`, `3 ["3" "4"]`}},
		"empty rows":         {"\n\na,b\n\n,\n\"x\n\ny\",2\n\n3,4\n\n\n", ",", []string{`3 ["a" "b"]`, `6 ["x\n\ny" "2"]`, `8 ["3" "4"]`}},
		"old line ends":      {"a,b\r1,2\r\r3,4", ",", []string{`1 ["a" "b"]`, `2 ["1" "2"]`, `4 ["3" "4"]`}},
		"quotation marks":    {"a,b\n\"say \"\"yes\"\"\",\"\"\n", ",", []string{`1 ["a" "b"]`, `2 ["say \"yes\"" ""]`}},
		"marks within":       {"a,b\n5\" pipe,2\n3,4\n", ",", []string{`1 ["a" "b"]`, `2 ["5\" pipe" "2"]`, `3 ["3" "4"]`}},
		"a delimiter quoted": {"\"a,b\";c\n\"1,2\";3\n", ";", []string{`1 ["a,b" "c"]`, `2 ["1,2" "3"]`}},
		"mark after mark":    {"a,b\n\"x\"y,2\n3,4\n", ",", []string{`1 ["a" "b"]`, `row 2: a quotation mark is missing, or stands alone in a cell: write those within a cell twice`, `3 ["3" "4"]`}},
		"missing mark":       {"a,b\n1,2\n\"3,4\n5,6\n", ",", []string{`1 ["a" "b"]`, `2 ["1" "2"]`, `row 3: a quotation mark is missing, or stands alone in a cell: write those within a cell twice`}},
		"both":               {"a,b\n5\" pipe,2\n\"x\"y,2\n3,4\n", ",", []string{`1 ["a" "b"]`, `row 2: a quotation mark stands in a cell that does not begin with one: put the cell in quotation marks and write each of its own twice`, `row 3: a quotation mark is missing, or stands alone in a cell: write those within a cell twice`, `4 ["3" "4"]`}},
		"nothing":            {"", ",", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := open(t, c.content, tabular.CSV{})
			rows := read(t, table)
			if !slices.Equal(rows, c.want) || table.Delimiter != c.delimiter {
				t.Errorf("%q: %v", table.Delimiter, rows)
			}
		})
	}
}

func TestRowsAreCounted(t *testing.T) {
	t.Parallel()
	if table := open(t, "\na,b\n1,2\n\n3,4\n\n\n", tabular.CSV{}); table.Rows != 5 {
		t.Errorf("%d rows", table.Rows)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content string
		o       tabular.CSV
		says    string
	}{
		"a quotation mark that swallows the file": {"a,b\n\"1,2\n" + strings.Repeat("3,4\n", 1<<19), tabular.CSV{}, "row 2 or one of the next is longer"},
		"too many rows":      {strings.Repeat("1,2\n", tabular.MaxRows+1), tabular.CSV{}, "more than 100000 rows"},
		"a long delimiter":   {"a,b\n", tabular.CSV{Delimiter: ",,"}, "one character"},
		"a wrong delimiter":  {"a,b\n", tabular.CSV{Delimiter: `"`}, "one character"},
		"an unknown writing": {"a,b\n", tabular.CSV{Encoding: "EBCDIC"}, "not known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tabular.OpenCSV(strings.NewReader(c.content), int64(len(c.content)), c.o)
			var wrong *tabular.Unreadable
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
	wide := open(t, strings.Repeat(",", tabular.MaxColumns)+"x\n1,2\n", tabular.CSV{Delimiter: ","})
	if rows := read(t, wide); !strings.Contains(rows[0], "at most 1000") || rows[1] != `2 ["1" "2"]` {
		t.Errorf("%v", rows)
	}
}

func TestFailingReaderIsNoFaultOfTheFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk broke")
	_, err := tabular.OpenCSV(brokenAt{broken}, 100, tabular.CSV{})
	var wrong *tabular.Unreadable
	if !errors.Is(err, broken) || errors.As(err, &wrong) {
		t.Errorf("%v", err)
	}
}

type brokenAt struct{ err error }

// ReadAt fails.
func (b brokenAt) ReadAt([]byte, int64) (int, error) { return 0, b.err }

func TestLooksLike(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		"a,b\n1,2\n":                    true,
		"Name;Ort\nMüller;Köln\n":       true,
		"\xff\xfea\x00,\x00b\x00":       true,
		"a\tb\n\"x\ny\"\t2\n":           true,
		"just a line\n":                 false,
		"Dear all,\nthis is\na letter.": false,
		"a,b\n\x00\x01,2\n":             false,
		"":                              false,
		strings.Repeat("a,b\n", 30_000): true,
	} {
		got, err := tabular.LooksLike(strings.NewReader(content), int64(len(content)))
		if err != nil || got != want {
			t.Errorf("%.30q: %v, %v", content, got, err)
		}
	}
}

func TestColumnName(t *testing.T) {
	t.Parallel()
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := tabular.ColumnName(column); got != want {
			t.Errorf("%d is %s, want %s", column, got, want)
		}
	}
}

// FuzzCSV reads any bytes: rows have growing numbers within the count, cells are
// valid UTF-8 without CR, and reading again gives the same.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\ufeffName;Ort\r\n\"Mü\r\nller\";K\r\n", "\xff\xfea\x00,\x00b\x00\r\x00\n\x00", "\xfe\xff\x00a\x00,\x00b",
		"sep=;\na;b\n", "a,b\n5\" x,2\n", "a,b\n\"x\"y,2\n\"z", "a\rb\r\r\nc", "M\xfcller,1\n", "\n\n,,\n\"\"\n",
	} {
		f.Add([]byte(seed), "", uint8(0))
		f.Add([]byte(seed), ";", uint8(3))
	}
	f.Fuzz(func(t *testing.T, content []byte, delimiter string, e uint8) {
		o := tabular.CSV{Delimiter: delimiter}
		if all := tabular.Encodings(); int(e) <= len(all) && e > 0 {
			o.Encoding = all[e-1]
		}
		table, err := tabular.OpenCSV(bytes.NewReader(content), int64(len(content)), o)
		if err != nil {
			var wrong *tabular.Unreadable
			if !errors.As(err, &wrong) {
				t.Fatal(err)
			}
			return
		}
		last, good := 0, 0
		for {
			row, err := table.Next()
			var bad *tabular.BadRow
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil && !errors.As(err, &bad) {
				t.Fatal(err)
			}
			if row.Number <= last {
				t.Fatalf("row %d comes after row %d", row.Number, last)
			}
			last = row.Number
			if err == nil {
				good = row.Number
			}
			for _, c := range row.Cells {
				if !utf8.ValidString(c) || strings.Contains(c, "\r") {
					t.Fatalf("a cell is %q", c)
				}
			}
		}
		if good > table.Rows {
			t.Fatalf("row %d of %d", good, table.Rows)
		}
	})
}
