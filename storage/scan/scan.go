// Package scan asks clamd, the daemon of ClamAV, whether a file carries what it
// knows as malicious.
package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// Bounds of a conversation with the daemon.
const (
	dialTimeout = 5 * time.Second
	// moveTimeout is how long the daemon may take for a part of a file, or for its
	// answer.
	moveTimeout = time.Minute
	// maxChunk is how much of a file is sent at a time, in bytes.
	maxChunk = 64 << 10
	// maxAnswer bounds an answer, in bytes.
	maxAnswer = 4 << 10
)

// Infected is a file that carries something malicious.
type Infected struct {
	// Signature is what the daemon calls it.
	Signature string
}

// Error names the signature.
func (e *Infected) Error() string {
	return fmt.Sprintf("the virus scanner finds %q in the file", e.Signature)
}

// Refused is a file that the daemon does not look at.
type Refused struct{ Answer string }

// Error is for the operator.
func (e *Refused) Error() string {
	return fmt.Sprintf("the virus scanner does not look at the file: %s; raise StreamMaxLength of clamd to UPLOAD_MAX_BYTES at least", e.Answer)
}

// Scanner speaks to one daemon. It is safe for use by several goroutines.
type Scanner struct{ network, address string }

// New makes a scanner of the daemon at an address: unix:///run/clamav/clamd.ctl
// or tcp://host:3310.
func New(address string) (*Scanner, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
	case u.Scheme == "unix" && u.Host == "" && u.Path != "":
		return &Scanner{"unix", u.Path}, nil
	case u.Scheme == "tcp" && u.Port() != "":
		return &Scanner{"tcp", u.Host}, nil
	}
	return nil, fmt.Errorf("%q is no address of clamd: give unix:///path/of/its/socket or tcp://host:port", address)
}

// Ping tells whether the daemon answers.
func (s *Scanner) Ping(ctx context.Context) error {
	answer, err := s.talk(ctx, "PING", nil)
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("the virus scanner answers %q", answer)
	}
	return err
}

// Scan sends a file to the daemon. It fails with [*Infected], [*Refused], or an
// error of the conversation or of r.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) error {
	answer, err := s.talk(ctx, "INSTREAM", r)
	if err != nil {
		return err
	}
	verdict := strings.TrimPrefix(answer, "stream: ")
	if name, found := strings.CutSuffix(verdict, " FOUND"); found {
		return &Infected{Signature: name}
	}
	if verdict != "OK" {
		return &Refused{Answer: answer}
	}
	return nil
}

// talk sends a command, and after it a file (clamd(8), INSTREAM).
func (s *Scanner) talk(ctx context.Context, command string, r io.Reader) (answer string, err error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("reach the virus scanner: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := move(conn, []byte("z"+command+"\x00")); err != nil {
		return "", err
	}
	var broken error
	if r != nil {
		// A daemon that has seen enough answers and hangs up: its answer counts.
		var source *sourceError
		if broken = send(conn, r); errors.As(broken, &source) {
			return "", source.error
		}
	}
	if err := conn.SetReadDeadline(time.Now().Add(moveTimeout)); err != nil {
		return "", fmt.Errorf("hear the virus scanner: %w", err)
	}
	answer, err = bufio.NewReader(io.LimitReader(conn, maxAnswer)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("hear the virus scanner: %w", errors.Join(broken, err, ctx.Err()))
	}
	return strings.TrimSpace(strings.TrimSuffix(answer, "\x00")), nil
}

// sourceError is a failure to read the file.
type sourceError struct{ error }

// send sends a file in pieces, each after its length; one of no length ends it.
func send(conn net.Conn, r io.Reader) error {
	buffer := make([]byte, 4+maxChunk)
	for {
		n, err := io.ReadFull(r, buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n))
			if err := move(conn, buffer[:4+n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return move(conn, []byte{0, 0, 0, 0})
		case err != nil:
			return &sourceError{err}
		}
	}
}

func move(conn net.Conn, part []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(moveTimeout)); err != nil {
		return fmt.Errorf("speak to the virus scanner: %w", err)
	}
	if _, err := conn.Write(part); err != nil {
		return fmt.Errorf("speak to the virus scanner: %w", err)
	}
	return nil
}
