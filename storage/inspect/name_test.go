package inspect

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, extension, want string }{
		{"Renewal Book.pdf", ".pdf", "Renewal Book.pdf"},
		{"SCAN.PDF", ".pdf", "SCAN.PDF"},
		{"logo.png", ".jpg", "logo.jpg"},
		{"logo.JPEG", ".jpg", "logo.JPEG"},
		{"report.final", ".pdf", "report.final.pdf"},
		{"invoice.pdf.exe", ".pdf", "invoice.pdf.exe.pdf"},
		{"proposal v1.2", ".xlsx", "proposal v1.2.xlsx"},
		{"macros.xlsm", ".xlsx", "macros.xlsx"},
		{"../../etc/passwd", ".pdf", "passwd.pdf"},
		{`C:\Users\me\form.pdf`, ".pdf", "form.pdf"},
		{"a/", ".pdf", "file.pdf"},
		{"", ".pdf", "file.pdf"},
		{"..", ".pdf", "file.pdf"},
		{".pdf", ".pdf", "file.pdf"},
		{".htaccess", ".pdf", "htaccess.pdf"},
		{"a.pdf. . ", ".pdf", "a.pdf"},
		{"a\r\nb\x00c\x7f.pdf", ".pdf", "abc.pdf"},
		{"a\tb\u00a0c.pdf", ".pdf", "ab c.pdf"},
		{"fdp.\u202efdp.exe", ".pdf", "fdp.fdp.exe.pdf"},
		{"Mu\u0308ller.pdf", ".pdf", "M\u00fcller.pdf"},
		{"bad\xff\xfename.pdf", ".pdf", "badname.pdf"},
		{"見積書.xlsx", ".xlsx", "見積書.xlsx"},
		{strings.Repeat("a", 300) + ".pdf", ".pdf", strings.Repeat("a", 196) + ".pdf"},
		{strings.Repeat("é", 150) + ".pdf", ".pdf", strings.Repeat("é", 98) + ".pdf"},
		{"kept.as is", "", "kept.as is"},
	} {
		if got := CleanName(c.name, c.extension); got != c.want {
			t.Errorf("CleanName(%q, %q) = %q, want %q", c.name, c.extension, got, c.want)
		}
	}
}

// FuzzCleanName: whatever comes in, what comes out is safe, and cleaning it
// again changes nothing.
func FuzzCleanName(f *testing.F) {
	for _, name := range []string{"a.pdf", "../x", "Mu\u0308ller.PDF", "\u202e.", strings.Repeat("\u0301", 200), "a\xff", " . .pdf", "Å.jpeg", "a.pdf.pdf"} {
		for _, extension := range []string{"", ".pdf", ".jpg", ".xlsx"} {
			f.Add(name, extension)
		}
	}
	f.Fuzz(func(t *testing.T, name, extension string) {
		if extension != "" && extension != ".pdf" && extension != ".jpg" && extension != ".xlsx" {
			return
		}
		got := CleanName(name, extension)
		switch {
		case got == "" || len(got) > MaxNameBytes:
			t.Errorf("%q: %d bytes", name, len(got))
		case !utf8.ValidString(got) || !norm.NFC.IsNormalString(got):
			t.Errorf("%q: %q is not composed UTF-8", name, got)
		case strings.ContainsAny(got, `/\`) || strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.C, r) }):
			t.Errorf("%q: %q holds a character that it must not", name, got)
		case strings.HasPrefix(got, ".") || strings.Trim(got, " ") != got:
			t.Errorf("%q: %q begins or ends badly", name, got)
		case extension == ".pdf" && !strings.EqualFold(got[max(0, len(got)-4):], ".pdf"):
			t.Errorf("%q: %q does not end in .pdf", name, got)
		case CleanName(got, extension) != got:
			t.Errorf("%q: %q becomes %q", name, got, CleanName(got, extension))
		}
	})
}
