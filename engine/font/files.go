package font

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Limits for the search through font directories.
const (
	maxFontFiles = 4000
	maxFontBytes = 32 << 20
	maxTables    = 64
)

// OwnDirectories are those of the environment variable FONT_PATH: an operator's
// own fonts, which are taken before all others.
func OwnDirectories() []string { return given(filepath.SplitList(os.Getenv("FONT_PATH"))) }

// SystemDirectories are where the system's fonts are looked for, for what is
// neither the operator's nor part of the program.
func SystemDirectories() []string {
	var dirs []string
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "darwin":
		if err == nil {
			dirs = append(dirs, filepath.Join(home, "Library/Fonts"))
		}
		dirs = append(dirs, "/Library/Fonts", "/System/Library/Fonts")
	case "windows":
		dirs = append(dirs, filepath.Join(os.Getenv("WINDIR"), "Fonts"))
	default:
		if err == nil {
			dirs = append(dirs, filepath.Join(home, ".local/share/fonts"), filepath.Join(home, ".fonts"))
		}
		dirs = append(dirs, "/usr/local/share/fonts", "/usr/share/fonts")
	}
	return given(dirs)
}

func given(dirs []string) []string {
	return slices.DeleteFunc(dirs, func(d string) bool { return d == "" })
}

// place is where font files are.
type place struct {
	files fs.FS
	// name comes before the paths of its files, for people.
	name string
}

func folders(dirs []string) []place {
	var all []place
	for _, dir := range dirs {
		all = append(all, place{os.DirFS(dir), dir + "/"})
	}
	return all
}

// families are faces by the folded name of their family, and by style.
type families map[string]*[4]lazyFace

// extensions are those of files with fonts, and of collections.
var extensions = []string{".ttf", ".otf", ".ttc", ".otc"}

// scan finds the font files in the places, in a fixed order; the first file of a
// family and style counts. What cannot be read is passed over.
func scan(places []place) families {
	found := families{}
	left := maxFontFiles
	for _, p := range places {
		_ = fs.WalkDir(p.files, ".", func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains(extensions, strings.ToLower(path.Ext(file))) {
				return nil
			}
			if left--; left < 0 {
				return fs.SkipAll
			}
			found.register(p, file)
			return nil
		})
	}
	return found
}

func (found families) register(p place, file string) {
	all, err := peek(p.files, file)
	if err != nil {
		return
	}
	data := sync.OnceValues(func() ([]byte, error) { return readFile(p, file) })
	for i, n := range all {
		if n.family == "" {
			continue
		}
		key := fold(n.family)
		if found[key] == nil {
			found[key] = new([4]lazyFace)
		}
		if slot := &found[key][style(n.bold, n.italic)]; *slot == nil {
			*slot = sync.OnceValues(func() (*Face, error) {
				content, err := data()
				if err != nil {
					return nil, err
				}
				face, err := parse(content, i)
				if err == nil {
					face.source = p.name + file
				}
				return face, err
			})
		}
	}
}

func readFile(p place, file string) ([]byte, error) {
	f, err := p.files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFontBytes {
		return nil, fmt.Errorf("font %s is larger than %d MB", p.name+file, maxFontBytes>>20)
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// peek reads what the fonts of a file call themselves, without reading their
// outlines; those that cannot be used have no family.
func peek(files fs.FS, file string) ([]names, error) {
	opened, err := files.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	f, ok := opened.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("font %s cannot be read in parts", file)
	}
	head := make(blob, 12+4*maxCollected)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var all []names
	for _, at := range directories(head[:n]) {
		called, err := peekAt(f, int64(at))
		if err != nil {
			called = names{}
		}
		all = append(all, called)
	}
	return all, nil
}

// peekAt reads what the font calls itself whose table directory is at a place.
func peekAt(f io.ReaderAt, at int64) (names, error) {
	head := make(blob, 12+16*maxTables)
	n, err := f.ReadAt(head, at)
	if err != nil && err != io.EOF {
		return names{}, err
	}
	head = head[:n]
	if v := head.u32(0); v != sfntTrueType && v != sfntApple && v != sfntOpenType {
		return names{}, ErrNotTrueType
	}
	t := tables{}
	for i := range min(int(head.u16(4)), maxTables) {
		rec := head.slice(12+16*i, 28+16*i)
		if len(rec) < 16 {
			break
		}
		switch tag := string(rec[:4]); tag {
		case "name", "OS/2", "head":
			b := make(blob, min(rec.u32(12), 1<<20))
			n, err := f.ReadAt(b, int64(rec.u32(8)))
			if err != nil && err != io.EOF {
				return names{}, err
			}
			t[tag] = b[:n]
		}
	}
	if restricted(t) {
		return names{}, errors.New("the font forbids embedding")
	}
	return readNames(t), nil
}

// restricted tells whether the maker of a font forbids embedding it (OpenType,
// OS/2.fsType: bit 1 alone).
func restricted(t tables) bool { return t["OS/2"].u16(8)&0xf == 2 }
