package storage

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"time"
)

// checkTimeout bounds a check whose caller set no nearer deadline.
const checkTimeout = 10 * time.Second

// Check tells whether the store works: it writes, reads and deletes a small
// object of its own. On a cloud that is four requests.
func (s *Store) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	text := rand.Text()
	// Two parts: no key of a tenant's file can be like it.
	key := "checks/" + strings.ToLower(text)
	write := func(w io.Writer) (Stored, error) {
		_, err := io.WriteString(w, text)
		return Stored{}, err
	}
	if _, err := s.put(ctx, key, write); err != nil {
		return err
	}
	read, readErr := s.bucket.ReadAll(ctx, key)
	if err := s.bucket.Delete(ctx, key); err != nil {
		return s.fail("delete", key, err)
	}
	if readErr != nil {
		return s.fail("read", key, readErr)
	}
	if !bytes.Equal(read, []byte(text)) {
		return &Error{Op: "check", Key: key, Err: fmt.Errorf("what was read is not what was written")}
	}
	return nil
}
