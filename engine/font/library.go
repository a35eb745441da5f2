package font

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"quire/engine/font/embedded"
)

// helpers are families that complete others: letters and signs that the asked
// one lacks are looked for here, in this order.
var helpers = []string{
	"DejaVu Sans", "Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math",
	"FreeSans", "Droid Sans Fallback", "NanumGothic", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans CJK SC", "Noto Sans CJK JP",
	"Arial Unicode MS",
}

// helperKeys are their folded names.
var helperKeys = func() []string {
	var keys []string
	for _, family := range helpers {
		keys = append(keys, fold(family))
	}
	return keys
}()

// Library finds faces: an operator's own, then those that are part of the
// program, then the system's. Each place is searched when something is first
// asked for that those before it do not have. It is safe for use by several
// goroutines.
type Library struct {
	own    func() families
	others []func() families
	// found remembers the faces that hold characters, by the one that was asked
	// for; names are the folded names of its own families.
	found  sync.Map // of *Face by holding
	counts atomic.Int64
	names  func() []string
}

// holding is a character that is looked for to complete a face.
type holding struct {
	face *Face
	r    rune
}

// maxFound bounds the characters that are remembered.
const maxFound = 100_000

// NewLibrary gives a library over the font files below the directories.
// Without any it has just the program's own faces of the Liberation family.
func NewLibrary(dirs ...string) *Library { return newLibrary(nil, folders(dirs)) }

// newLibrary gives a library over an operator's places and others.
func newLibrary(own []place, others ...[]place) *Library {
	l := &Library{own: sync.OnceValue(func() families { return scan(own) })}
	l.names = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(l.own())) })
	for _, places := range others {
		l.others = append(l.others, sync.OnceValue(func() families { return scan(places) }))
	}
	return l
}

// inside names the program as the place of a font file.
const inside = "inside the program: "

// Default is the library of this process, over [OwnDirectories], the files that
// the program was built with, and [SystemDirectories].
var Default = sync.OnceValue(func() *Library {
	return newLibrary(folders(OwnDirectories()), []place{{embedded.Files(), inside}}, folders(SystemDirectories()))
})

// Lookup finds a face in the [Default] library; see [Library.Lookup].
func Lookup(family string, bold, italic bool) *Face {
	return Default().Lookup(family, bold, italic)
}

// Lookup finds the face for a family and style, and never fails: an operator's
// own font of this name, else a twin with letters of the same width in place of
// a family that is rarely there (Arial, Times New Roman, Courier New, and, when
// their twins are installed, Calibri and Cambria), else the family itself, else
// one of the program's that is like it.
func (l *Library) Lookup(family string, bold, italic bool) *Face {
	key := fold(family)
	if f := l.own().face(key, bold, italic); f != nil {
		return f
	}
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

// exact finds a face by its family's own name.
func (l *Library) exact(family string, bold, italic bool) *Face {
	if _, ok := bundled[family]; ok {
		return own(family, bold, italic)
	}
	return l.folded(fold(family), bold, italic)
}

// folded finds a face that is not the program's by its family's folded name.
func (l *Library) folded(key string, bold, italic bool) *Face {
	if f := l.own().face(key, bold, italic); f != nil {
		return f
	}
	for _, found := range l.others {
		if f := found().face(key, bold, italic); f != nil {
			return f
		}
	}
	return nil
}

// face finds a face by its family's folded name; when the family lacks the
// style, the one nearest to it.
func (found families) face(key string, bold, italic bool) *Face {
	faces := found[key]
	if faces == nil {
		return nil
	}
	for _, s := range []int{style(bold, italic), style(bold, false), style(false, italic), 0, 1, 2, 3} {
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
	for _, key := range helperKeys {
		if g := l.folded(key, f.bold, f.italic); g != nil && !yield(g) {
			return
		}
	}
	for _, key := range l.names() {
		if g := l.own().face(key, f.bold, f.italic); g != nil && !yield(g) {
			return
		}
	}
}
