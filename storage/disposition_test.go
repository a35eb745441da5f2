package storage

import (
	"mime"
	"testing"
	"unicode/utf8"

	"quire/storage/inspect"
)

func TestContentDisposition(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Renewal Book 2025.pdf": `attachment; filename="Renewal Book 2025.pdf"`,
		"Müller & Söhne.pdf":    `attachment; filename="M_ller & S_hne.pdf"; filename*=UTF-8''M%C3%BCller%20&%20S%C3%B6hne.pdf`,
		`a"b\c%41;d.pdf`:        `attachment; filename="a_b_c_41;d.pdf"; filename*=UTF-8''a%22b%5Cc%2541%3Bd.pdf`,
		"見積書.xlsx":              `attachment; filename="___.xlsx"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%E6%9B%B8.xlsx`,
	} {
		if got := contentDisposition("attachment", name); got != want {
			t.Errorf("%q:\n got %s\nwant %s", name, got, want)
		}
	}
}

// FuzzContentDisposition: another reader of the header finds the name again.
func FuzzContentDisposition(f *testing.F) {
	for _, name := range []string{"a.pdf", "Müller.pdf", "a\r\nSet-Cookie: x", `"`, "%41", "a;b", "'"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		name = inspect.CleanName(name, "")
		kind, params, err := mime.ParseMediaType(contentDisposition("attachment", name))
		if err != nil || kind != "attachment" || !utf8.ValidString(name) || params["filename"] != name {
			t.Errorf("%q: %q, %q, %v", name, kind, params["filename"], err)
		}
	})
}
