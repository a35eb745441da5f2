package storage

import (
	"testing"
	"time"
)

func TestPreviewsExpire(t *testing.T) {
	t.Parallel()
	for name, bucket := range map[string]string{"memory": "mem://", "folder": "file://" + t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Now()
			s := open(t, Config{Bucket: bucket, Prefix: "some/where", Now: func() time.Time { return now }})
			var previews, others []string
			for _, tenant := range []string{"one", "two"} {
				previews = append(previews, keyOf(t, tenant, Previews, "picture"))
				others = append(others, keyOf(t, tenant, Uploads, "file"), keyOf(t, tenant, Outputs, "booklet"))
			}
			for _, key := range append(previews, others...) {
				mustPut(t, s, key, []byte("x"))
			}
			expire(t, s, time.Hour, 0)
			now = now.Add(2 * time.Hour)
			expire(t, s, time.Hour, len(previews))
			expire(t, s, time.Hour, 0)
			for _, key := range others {
				if there, err := s.Exists(t.Context(), key); err != nil || !there {
					t.Errorf("%s: %v, %v", key, there, err)
				}
			}
		})
	}
}

func keyOf(t *testing.T, tenant string, area Area, name string) string {
	t.Helper()
	key, err := Key(tenant, area, name)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func expire(t *testing.T, s *Store, age time.Duration, want int) {
	t.Helper()
	if n, err := s.Expire(t.Context(), Previews, age); err != nil || n != (Swept{want, int64(want)}) {
		t.Errorf("removed %+v, want %d; %v", n, want, err)
	}
}
