package previews

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"quire/engine/preview"
	"quire/ent"
	"quire/ent/upload"
	"quire/internal/problem"
	"quire/internal/signed"
)

// Path is the path below which [Service.Handler] must be mounted.
const Path = "/previews/"

// grant is what a link allows: to see one page of one file until a moment.
type grant struct {
	Key    string `json:"k"`
	SHA256 string `json:"s"`
	// Image is whether the file is a picture already.
	Image bool `json:"i,omitempty"`
	Page  int  `json:"p"`
	Width int  `json:"w"`
	// Expires in seconds since 1970.
	Expires int64 `json:"e"`
}

// name is one for all grants of the same picture. The tenant is a part of it, so
// that nobody can tell by the time whether another has the same file.
func (g grant) name() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %t %d %d", g.Key, g.SHA256, g.Image, g.Page, g.Width))
	return hex.EncodeToString(sum[:])
}

// CheckSize finds what is wrong with a wanted picture: a BAD_USER_INPUT a field.
func CheckSize(page, width int) error {
	var in problem.Input
	in.Check(page >= 1, "page", "there is no page %d: pages are counted from 1", page)
	checkWidth(&in, width)
	return in.Err()
}

func checkWidth(in *problem.Input, width int) {
	in.Check(width >= preview.MinWidth && width <= preview.MaxWidth, "width",
		"a preview cannot be %d pixels wide: choose %d to %d", width, preview.MinWidth, preview.MaxWidth)
}

// Link makes a link to a page of a PDF, or to an image, as a PNG of that width.
// Nothing is drawn before the link is followed. For other files there is none,
// and the link is empty. Whoever asks must have been allowed to read the file.
func (s *Service) Link(f *ent.Upload, page, width int) (url string, expires time.Time, err error) {
	if err := CheckSize(page, width); err != nil {
		return "", time.Time{}, err
	}
	g := grant{Key: f.StorageKey, SHA256: f.Sha256, Page: page, Width: width}
	switch f.Kind {
	case upload.KindPDF:
	case upload.KindImage:
		if page > 1 {
			return "", time.Time{}, &problem.Error{Code: problem.BadInput, Field: "page", Message: fmt.Sprintf("there is no page %d: an image is one page", page)}
		}
		g.Image = true
	default:
		return "", time.Time{}, nil
	}
	expires = s.expiry()
	g.Expires = expires.Unix()
	token, err := s.links().Seal(g)
	if err != nil {
		return "", time.Time{}, err
	}
	return s.PublicBaseURL + Path + token, expires, nil
}

// expiry stays the same for a while, so that a list that is asked for again has
// the same links and browsers need not fetch the pictures again.
func (s *Service) expiry() time.Time {
	step := max(s.TTL/2, time.Second)
	return s.Now().Truncate(step).Add(s.TTL).UTC()
}

// links signs and checks tokens of grants.
func (s *Service) links() signed.Signer { return signed.New("quire preview link v1", s.SigningKeys) }
