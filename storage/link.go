package storage

import (
	"context"
	"fmt"
	"mime"
	"time"

	"quire/storage/inspect"
)

// DownloadPath is the path below which [Store.DownloadHandler] must be
// mounted, and with which the links of this package begin.
const DownloadPath = "/downloads/"

// SignedURL makes a link under which anyone may read the object, as a file of
// that name and media type, until it expires. It does not look whether the
// object exists. Whoever asks for the link must have been allowed to read it.
func (s *Store) SignedURL(ctx context.Context, key, fileName, mediaType string) (link string, expires time.Time, err error) {
	return s.SignedURLAbout(ctx, key, fileName, mediaType, "")
}

// SignedURLAbout makes a link as [Store.SignedURL] does, with what
// [Config.Downloaded] is told when somebody follows it; it can be read by whoever
// has the link. Links to the bucket itself are followed unheard.
func (s *Store) SignedURLAbout(ctx context.Context, key, fileName, mediaType, about string) (link string, expires time.Time, err error) {
	if err := checkKey(key); err != nil {
		return "", time.Time{}, err
	}
	if _, _, err := mime.ParseMediaType(mediaType); err != nil {
		return "", time.Time{}, fmt.Errorf("sign a link to %s: media type %q: %w", key, mediaType, err)
	}
	g := grant{
		Key:       key,
		FileName:  inspect.CleanName(fileName, ""),
		MediaType: mediaType,
		Expires:   s.now().Add(s.ttl).Unix(),
		About:     about,
	}
	if s.direct {
		link, err = s.signDirect(ctx, g)
	} else {
		link, err = s.signOwn(g)
	}
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign a link to %s: %w", key, err)
	}
	return link, time.Unix(g.Expires, 0).UTC(), nil
}

func (s *Store) signOwn(g grant) (string, error) {
	token, err := s.keys.seal(g)
	if err != nil {
		return "", err
	}
	return s.baseURL + DownloadPath + token, nil
}
