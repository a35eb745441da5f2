package font

import (
	"sync"
)

// helpers are families that complete others: letters and signs that the asked
// one lacks are looked for here, in this order.
var helpers = []string{
	"DejaVu Sans", "Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math",
	"FreeSans", "Droid Sans Fallback", "Arial Unicode MS",
}

// Library finds faces: the program's own and those in directories, which are
// searched when a family is first asked for that the program does not have.
// It is safe for use by several goroutines.
type Library struct {
	files func() map[string]*[4]lazyFace
}

// NewLibrary gives a library over the TrueType files below the directories.
// Without any it has just the program's own faces.
func NewLibrary(dirs ...string) *Library {
	return &Library{files: sync.OnceValue(func() map[string]*[4]lazyFace { return scan(dirs) })}
}

// Default is the library of this process, over [Directories].
var Default = sync.OnceValue(func() *Library { return NewLibrary(Directories()...) })

// Lookup finds a face in the [Default] library; see [Library.Lookup].
func Lookup(family string, bold, italic bool) *Face {
	return Default().Lookup(family, bold, italic)
}

// Lookup finds the face for a family and style, and never fails: a twin with
// letters of the same width takes the place of a family that is not there
// (Arial, Times New Roman, Courier New, and, when their twins are installed,
// Calibri and Cambria), else one of the program's that is like it.
func (l *Library) Lookup(family string, bold, italic bool) *Face {
	key := fold(family)
	for _, name := range twins[key] {
		if f := l.exact(name, bold, italic); f != nil {
			return f
		}
	}
	if f := l.exact(family, bold, italic); f != nil {
		return f
	}
	return own(kin(key), bold, italic)
}

// exact finds a face by its family's own name; when the family lacks the
// style, the one nearest to it.
func (l *Library) exact(family string, bold, italic bool) *Face {
	if _, ok := bundled[family]; ok {
		return own(family, bold, italic)
	}
	faces := l.files()[fold(family)]
	if faces == nil {
		return nil
	}
	for _, s := range []int{style(bold, italic), style(bold, false), style(false, italic), style(false, false)} {
		if faces[s] == nil {
			continue
		}
		if f, err := faces[s](); err == nil {
			return f
		}
	}
	return nil
}

// chain gives the faces to try for a character, best first.
func (l *Library) chain(f *Face, yield func(*Face) bool) {
	if !yield(f) {
		return
	}
	first := kin(fold(f.family))
	for _, family := range []string{first, Sans, Serif, Mono} {
		if !yield(own(family, f.bold, f.italic)) {
			return
		}
	}
	for _, family := range helpers {
		if g := l.exact(family, f.bold, f.italic); g != nil && !yield(g) {
			return
		}
	}
}
