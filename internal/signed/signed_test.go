package signed_test

import (
	"errors"
	"testing"

	"quire/internal/signed"
)

func TestOnlyWhatWasSealedOpens(t *testing.T) {
	t.Parallel()
	old, current := []byte("an old key of 32 bytes or so ...."), []byte("the key that signs at the moment ..")
	s := signed.New("a link", [][]byte{current, old})
	token, err := s.Seal(map[string]int{"n": 7})
	if err != nil {
		t.Fatal(err)
	}
	retired, err := signed.New("a link", [][]byte{old}).Seal(map[string]int{"n": 8})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{token: 7, retired: 8} {
		var got map[string]int
		if err := s.Open(text, &got); err != nil || got["n"] != want {
			t.Errorf("%v, %v", got, err)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "no signature": "eyJuIjo3fQ", "cut": token[:len(token)-1], "changed": "X" + token[1:], "longer": token + "A",
	} {
		if err := s.Open(text, &map[string]int{}); !errors.Is(err, signed.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, other := range map[string]signed.Signer{"purpose": signed.New("another link", [][]byte{current}), "key": signed.New("a link", [][]byte{old})} {
		if err := other.Open(token, &map[string]int{}); !errors.Is(err, signed.ErrForged) {
			t.Errorf("with another %s: %v", name, err)
		}
	}
}
