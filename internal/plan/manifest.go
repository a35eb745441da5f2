package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// The names that messages give to the two files of a manifest.
const (
	bookFile     = "book"
	customerFile = "customer"
)

// ReadManifest reads the portable form of a booklet: a book and a customer as
// JSON, whose files lie in dir or below. docs/manifest.md describes it. The
// error joins everything that is wrong, each with its place. Keys and names that
// are not known are refused, as are files that lie outside dir, be it through a
// symbolic link.
func ReadManifest(bookJSON, customerJSON []byte, dir string) (Snapshot, error) {
	s, err := parseManifest(bookJSON, customerJSON)
	if err != nil {
		return Snapshot{}, err
	}
	if err := s.findFiles(dir); err != nil {
		return Snapshot{}, err
	}
	return s, nil
}

// parseManifest reads both files without looking for what they name.
func parseManifest(bookJSON, customerJSON []byte) (Snapshot, error) {
	var s Snapshot
	book, customer := &reader{file: bookFile}, &reader{file: customerFile}
	if v, err := tree(bookJSON); err != nil {
		book.wrong("", "%v", err)
	} else {
		book.book(&s, v)
	}
	if v, err := tree(customerJSON); err != nil {
		customer.wrong("", "%v", err)
	} else {
		customer.customer(&s, v)
	}
	if err := errors.Join(append(book.problems, customer.problems...)...); err != nil {
		return Snapshot{}, err
	}
	return s, nil
}

func (r *reader) book(s *Snapshot, v any) {
	o := r.object("", v, "name", "cover", "logoAttribute", "paper", "spreadsheet", "pages")
	s.Book = Book{
		Name:          r.needed(o, "", "name"),
		Cover:         r.flag(o, "", "cover", true),
		LogoAttribute: "Logo",
		Paper:         r.oneOf(o, "", "paper", "LETTER", "A4", "LETTER"),
	}
	if key := r.optional(o, "", "logoAttribute"); key != nil {
		s.Book.LogoAttribute = *key
	}
	s.Spreadsheet = r.filePath(o, "", "spreadsheet")
	pages := r.list(o, "", "pages")
	for i, p := range pages {
		s.Pages = append(s.Pages, r.page(at("pages", i), p))
	}
	if len(pages) == 0 {
		r.wrong("pages", "a book needs at least one page")
	}
}

func (r *reader) customer(s *Snapshot, v any) {
	o := r.object("", v, "name", "organisation", "year", "quarter", "date", "attributes")
	s.Customer.Name = r.needed(o, "", "name")
	s.Organisation = r.text(o, "", "organisation")
	for _, key := range []string{"year", "quarter"} {
		if _, given := o.members[key]; !given {
			r.wrong(key, "this is missing")
		}
	}
	s.Period = Period{Year: r.whole(o, "", "year", 1, 9999), Quarter: r.whole(o, "", "quarter", 1, 4)}
	if text := r.text(o, "", "date"); text != "" {
		date, err := time.Parse(time.DateOnly, text)
		if err != nil {
			r.wrong("date", "a date such as 2026-01-15 is needed, not %q", text)
		}
		s.Date = date
	}
	s.Attributes = AsOf(r.attributes(o), s.Period)
}

// filePath takes a member for the path of a file; nil without it.
func (r *reader) filePath(o *object, place, key string) *File {
	text := r.optional(o, place, key)
	if text == nil {
		return nil
	}
	if *text == "" {
		r.wrong(within(place, key), "a path is needed")
		return nil
	}
	clean := path.Clean(*text)
	if strings.ContainsAny(*text, "\\\x00") || !fs.ValidPath(clean) || clean == "." || !filepath.IsLocal(filepath.FromSlash(clean)) {
		r.wrong(within(place, key), "the path %q is not allowed: it must be relative, with «/» between its parts, and must not lead out of the manifest's folder", *text)
		return nil
	}
	return &File{Name: path.Base(clean), Key: clean}
}

// neededFile takes a member for the path of a file that must be given.
func (r *reader) neededFile(o *object, place, key string) *File {
	if _, given := o.members[key]; !given {
		r.wrong(within(place, key), "this is missing")
	}
	return r.filePath(o, place, key)
}

// findFiles looks whether all files are there.
func (s *Snapshot) findFiles(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the manifest's folder: %w", err)
	}
	defer root.Close()
	var problems []error
	for _, f := range s.Sources() {
		info, err := root.Stat(filepath.FromSlash(f.Key))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			problems = append(problems, fmt.Errorf("the file %q is not there; paths start at the folder of the book's manifest", f.Key))
		case err != nil:
			problems = append(problems, fmt.Errorf("the file %q cannot be used: %w", f.Key, err))
		case !info.Mode().IsRegular():
			problems = append(problems, fmt.Errorf("%q is not a file", f.Key))
		}
	}
	return errors.Join(problems...)
}
