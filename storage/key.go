package storage

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Area is the part of a tenant's files that a key belongs to.
type Area string

// The areas. They are kept apart so that a bucket can keep each for a time
// of its own.
const (
	Uploads Area = "uploads"
	Outputs Area = "outputs"
	// Staged is what was sent to an upload link and nobody has looked at yet.
	Staged Area = "staged"
	// Previews are pictures that are shown for a while and can be made again;
	// [Store.Expire] removes them.
	Previews Area = "previews"
)

// keyPart is deliberately narrow: no dots, hence no "..", no file endings;
// no capitals, which some file systems do not tell from small letters.
var keyPart = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,127}$`)

var prefixPart = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// BadKey is a key, or a part of one, that no object can have.
type BadKey struct {
	Key string
	why string
}

// Error says what is wrong with the key.
func (e *BadKey) Error() string { return fmt.Sprintf("bad storage key %q: %s", e.Key, e.why) }

// Key builds the key of an object: tenant/area/name. The tenant and the name
// consist of small letters, digits, "-" and "_", as UUIDs and hexadecimal
// digests do. A name that is a SHA-256 is a content address: it is checked
// when the object is fetched, and it is the ETag of downloads.
func Key(tenant string, area Area, name string) (string, error) {
	key := tenant + "/" + string(area) + "/" + name
	return key, checkKey(key)
}

// checkKey is what stands between a key and the bucket, whatever its origin.
func checkKey(key string) error {
	parts := strings.Split(key, "/")
	if len(parts) != 3 {
		return &BadKey{key, "it must read tenant/area/name"}
	}
	if a := Area(parts[1]); a != Uploads && a != Outputs && a != Previews && a != Staged {
		return &BadKey{key, fmt.Sprintf("the area must be %q, %q, %q or %q", Uploads, Outputs, Previews, Staged)}
	}
	if !keyPart.MatchString(parts[0]) || !keyPart.MatchString(parts[2]) {
		return &BadKey{key, "tenant and name must be of small letters, digits, - and _, up to 128"}
	}
	return nil
}

var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// contentAddress is the SHA-256 that key names its object by, or "".
func contentAddress(key string) string {
	if name := path.Base(key); digest.MatchString(name) {
		return name
	}
	return ""
}

// cleanPrefix checks a prefix and ends it with a slash unless it is empty.
func cleanPrefix(prefix string) (string, error) {
	prefix = strings.Trim(prefix, "/")
	if prefix == "" {
		return "", nil
	}
	for part := range strings.SplitSeq(prefix, "/") {
		if !prefixPart.MatchString(part) || strings.Contains(part, "..") {
			return "", fmt.Errorf("the storage prefix %q is not usable: its parts must be of letters, digits, \".\", \"-\" and \"_\"", prefix)
		}
	}
	return prefix + "/", nil
}
