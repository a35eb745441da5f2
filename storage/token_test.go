package storage

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

var testGrant = grant{Key: tenant + "/outputs/job-1", FileName: "Renewal Book.pdf", MediaType: "application/pdf", Expires: 1_800_000_000}

func TestTokensComeBack(t *testing.T) {
	t.Parallel()
	ring := newKeyRing("download", testKey, nil)
	token, err := ring.seal(testGrant)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.open(token); got != testGrant || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestEveryChangeIsSeen changes each character of a token in turn.
func TestEveryChangeIsSeen(t *testing.T) {
	t.Parallel()
	ring := newKeyRing("download", testKey, nil)
	token, err := ring.seal(testGrant)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(token) {
		for _, c := range []byte{'A', 'b', '0', '.', '-'} {
			changed := token[:i] + string(c) + token[i+1:]
			if _, err := ring.open(changed); changed != token && !errors.Is(err, errForged) {
				t.Fatalf("%q at %d was not noticed", c, i)
			}
		}
		if _, err := ring.open(token[:i]); !errors.Is(err, errForged) {
			t.Fatalf("the cut at %d was not noticed", i)
		}
	}
}

func TestKeysRotate(t *testing.T) {
	t.Parallel()
	newer := []byte("another signing key for tests, as long")
	before, during, after := newKeyRing("download", testKey, nil), newKeyRing("download", newer, [][]byte{testKey}), newKeyRing("download", newer, nil)
	token, err := before.seal(testGrant)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := during.open(token); err != nil {
		t.Errorf("while the old key is retired: %v", err)
	}
	if _, err := after.open(token); !errors.Is(err, errForged) {
		t.Errorf("after the old key is gone: %v", err)
	}
	fresh, err := during.seal(testGrant)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := after.open(fresh); err != nil {
		t.Errorf("a new token: %v", err)
	}
}

func TestTokensKeepTheKeySecret(t *testing.T) {
	t.Parallel()
	token, err := newKeyRing("download", testKey, nil).seal(testGrant)
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(token, ".") {
		if raw, err := base64.RawURLEncoding.DecodeString(part); err == nil && strings.Contains(string(raw), string(testKey)) {
			t.Errorf("the signing key stands in the token")
		}
	}
}

// FuzzToken: nothing but what was sealed opens, and nothing panics.
func FuzzToken(f *testing.F) {
	ring := newKeyRing("download", testKey, nil)
	token, err := ring.seal(testGrant)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{token, token[1:], token + "=", "", ".", "..", ring.current + "..", ring.current + ".e30.", strings.Repeat("a.", 3000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := ring.open(s)
		if err != nil {
			if g != (grant{}) {
				t.Errorf("a refused token gave %+v", g)
			}
			return
		}
		if again, _ := ring.seal(g); again != s {
			t.Errorf("%q was accepted, but only %q was ever sealed", s, again)
		}
	})
}
