package devcluster

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// longestSocketDir leaves room for "/.s.PGSQL.5432.lock" within the 104 bytes
// that macOS gives the path of a unix socket (Linux gives 108).
const longestSocketDir = 104 - len("/.s.PGSQL."+port+".lock") - 1

// socketDir is the folder of the cluster's socket: in its home when the path is
// short enough, else in the system's folder for temporary files.
func socketDir(h *home) (string, error) {
	sum := sha256.Sum256([]byte(h.dir))
	short := "quire-" + hex.EncodeToString(sum[:6])
	for _, dir := range []string{
		filepath.Join(h.dir, "s"),
		filepath.Join(os.TempDir(), short),
		filepath.Join("/tmp", short),
	} {
		if len(dir) <= longestSocketDir && h.as.reaches(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no folder for PostgreSQL's socket: the path of %s is too long and /tmp cannot be used", h.dir)
}

func makeSocketDir(h *home) (string, error) {
	dir, err := socketDir(h)
	if err != nil {
		return "", err
	}
	return dir, makePrivate(dir, h.as)
}

// quoteList quotes a value for a setting that is a list of names.
func quoteList(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
