// Package embedded has the font files that were found when the program was
// built, so that a booklet looks the same wherever the program runs.
package embedded

import (
	"embed"
	"io/fs"
)

//go:embed files
var files embed.FS

// Files are the font files, none when the program was built without any.
func Files() fs.FS {
	sub, err := fs.Sub(files, "files")
	if err != nil {
		panic(err) // the path is a constant
	}
	return sub
}
