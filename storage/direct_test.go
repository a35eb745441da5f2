package storage

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const directDisposition = `attachment; filename="M_ller.pdf"; filename*=UTF-8''M%C3%BCller.pdf`

func TestDirectLinksToS3(t *testing.T) {
	t.Parallel()
	p := newS3(t, Config{SignDirect: true, SignedURLTTL: 5 * time.Minute})
	content := noise(10_000)
	key := mustKey(t, Outputs, "job-1")
	mustPut(t, p.Store, key, content)
	link, expires, err := p.SignedURL(t.Context(), key, "Müller.pdf", "application/pdf")
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(expires); left < 4*time.Minute || left > 5*time.Minute {
		t.Errorf("expires in %v", left)
	}
	response, body := fetch(t, "GET", link, "Range", "bytes=100-199")
	if response.StatusCode != 206 || !bytes.Equal(body, content[100:200]) {
		t.Errorf("status %d: %.200q", response.StatusCode, body)
	}
	if got := response.Header.Get("Content-Disposition"); got != directDisposition {
		t.Errorf("Content-Disposition %s", got)
	}
	if got := response.Header.Get("Content-Type"); got != "application/pdf" {
		t.Errorf("Content-Type %s", got)
	}
	if response, _ := fetch(t, "GET", link+"x"); response.StatusCode != 403 {
		t.Errorf("changed: status %d", response.StatusCode)
	}
}

// TestDirectLinksToGoogleCloud signs with a service account of our own: no
// server is asked for that.
func TestDirectLinksToGoogleCloud(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", serviceAccount(t))
	s := open(t, Config{Bucket: "gs://files", Prefix: "quire", SignDirect: true, SignedURLTTL: time.Hour})
	link, _, err := s.SignedURL(t.Context(), mustKey(t, Outputs, "job-1"), "Müller.pdf", "application/pdf")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	if want := "/files/quire/" + tenant + "/outputs/job-1"; u.Path != want {
		t.Errorf("path %s, want %s", u.Path, want)
	}
	for name, want := range map[string]string{
		"X-Goog-Algorithm":             "GOOG4-RSA-SHA256",
		"response-content-disposition": directDisposition,
		"response-content-type":        "application/pdf",
	} {
		if got := u.Query().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func serviceAccount(t *testing.T) (path string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	account, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "quire", "private_key_id": "1", "client_id": "1",
		"client_email": "quire@quire.iam.gserviceaccount.com", "token_uri": "http://127.0.0.1:1/token",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "account.json")
	if err := os.WriteFile(path, account, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
