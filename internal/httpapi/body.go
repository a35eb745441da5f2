package httpapi

import (
	"io"
	"net/http"
	"time"
)

// movingBody is a request's body that must keep coming: a client may be slow,
// but may not stand still, nor take for ever.
type movingBody struct {
	io.ReadCloser
	control *http.ResponseController
	// move is how long the body may stand still.
	move time.Duration
	end  time.Time
}

func newMovingBody(w http.ResponseWriter, body io.ReadCloser) *movingBody {
	return &movingBody{body, http.NewResponseController(w), moveTimeout, time.Now().Add(uploadTimeout)}
}

// Read gives the next bytes. After the last the connection has no deadline: the
// server goes on reading it, to notice when the client leaves.
func (b *movingBody) Read(p []byte) (int, error) {
	next := time.Now().Add(b.move)
	if b.end.Before(next) {
		next = b.end
	}
	_ = b.control.SetReadDeadline(next)
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}
