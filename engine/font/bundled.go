package font

import (
	"fmt"
	"sync"

	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationmonobolditalic"
	"github.com/go-fonts/liberation/liberationmonoitalic"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansbolditalic"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// The families that are part of the program. Their letters are as wide as
// those of Arial, Times New Roman and Courier New.
const (
	Sans  = "Liberation Sans"
	Serif = "Liberation Serif"
	Mono  = "Liberation Mono"
)

// style numbers the four styles of a family.
func style(bold, italic bool) int {
	s := 0
	if bold {
		s |= 1
	}
	if italic {
		s |= 2
	}
	return s
}

// lazyFace is a face that is parsed when it is first asked for.
type lazyFace func() (*Face, error)

// bundled are the program's own faces by family and style.
var bundled = map[string][4]lazyFace{
	Sans:  bundle(liberationsansregular.TTF, liberationsansbold.TTF, liberationsansitalic.TTF, liberationsansbolditalic.TTF),
	Serif: bundle(liberationserifregular.TTF, liberationserifbold.TTF, liberationserifitalic.TTF, liberationserifbolditalic.TTF),
	Mono:  bundle(liberationmonoregular.TTF, liberationmonobold.TTF, liberationmonoitalic.TTF, liberationmonobolditalic.TTF),
}

func bundle(files ...[]byte) [4]lazyFace {
	var faces [4]lazyFace
	for i, data := range files {
		faces[i] = sync.OnceValues(func() (*Face, error) {
			f, err := Parse(data)
			if err == nil {
				f.source = inside + f.postScript
			}
			return f, err
		})
	}
	return faces
}

// own gives a face of the program. The files were compiled in and tests parse
// each of them, so that an error can only mean a broken build.
func own(family string, bold, italic bool) *Face {
	f, err := bundled[family][style(bold, italic)]()
	if err != nil {
		panic(fmt.Sprintf("font %s inside this program is damaged: %v; build it anew", family, err))
	}
	return f
}
