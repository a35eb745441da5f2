package auth

import (
	"reflect"
	"testing"
)

func FuzzStoredHashes(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA")
	f.Add("$argon2id$v=19$m=19456,t=2,p=1 $c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA")
	f.Add("$argon2id$v=19$m=,t=1,p=1$$")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parsePHC(s)
		if err != nil {
			return
		}
		if h.Memory > maxMemory || h.Passes > maxPasses || h.Lanes == 0 || len(h.salt) == 0 || len(h.hash) == 0 {
			t.Errorf("%q is read as %+v", s, h)
		}
		if again, err := parsePHC(h.String()); err != nil || !reflect.DeepEqual(again, h) {
			t.Errorf("%q is written as %q, which is read as %+v, %v", s, h.String(), again, err)
		}
	})
}
