package font

import (
	"fmt"
	"io"
	"io/fs"
	"os"
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

// Directories are the places where fonts are looked for: those of the
// environment variable FONT_PATH, then the system's.
func Directories() []string {
	dirs := filepath.SplitList(os.Getenv("FONT_PATH"))
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
	return slices.DeleteFunc(dirs, func(d string) bool { return d == "" })
}

// scan finds the TrueType files below the directories, in a fixed order; the
// first file of a family and style counts. What cannot be read is passed over.
func scan(dirs []string) map[string]*[4]lazyFace {
	found := map[string]*[4]lazyFace{}
	left := maxFontFiles
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".ttf") {
				return nil
			}
			if left--; left < 0 {
				return fs.SkipAll
			}
			register(found, path)
			return nil
		})
	}
	return found
}

func register(found map[string]*[4]lazyFace, path string) {
	n, err := peek(path)
	if err != nil || n.family == "" {
		return
	}
	key := fold(n.family)
	if found[key] == nil {
		found[key] = new([4]lazyFace)
	}
	if slot := &found[key][style(n.bold, n.italic)]; *slot == nil {
		*slot = sync.OnceValues(func() (*Face, error) { return parseFile(path) })
	}
}

func parseFile(path string) (*Face, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFontBytes {
		return nil, fmt.Errorf("font %s is larger than %d MB", path, maxFontBytes>>20)
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, err
	}
	return Parse(data)
}

// peek reads what a font file calls itself without reading its outlines.
func peek(path string) (names, error) {
	f, err := os.Open(path)
	if err != nil {
		return names{}, err
	}
	defer f.Close()
	head := make(blob, 12+16*maxTables)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return names{}, err
	}
	head = head[:n]
	if v := head.u32(0); v != sfntTrueType && v != sfntApple {
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
		return names{}, fmt.Errorf("font %s forbids embedding", path)
	}
	return readNames(t), nil
}

// restricted tells whether the maker of a font forbids embedding it (OpenType,
// OS/2.fsType: bit 1 alone).
func restricted(t tables) bool { return t["OS/2"].u16(8)&0xf == 2 }
