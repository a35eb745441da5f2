package viewer

import "context"

// Origin is whence a request comes: for throttling, and for people who look at
// their sessions or into the audit log.
type Origin struct {
	// Address of the client; empty when there is none, as for a command.
	Address string
	// Site is whom the address is taken to belong to: with IPv6 a whole network.
	Site string
	// UserAgent is what the client calls itself, at most [MaxUserAgent] bytes of
	// it.
	UserAgent string
}

// MaxUserAgent is how much of a client's name is kept, in bytes.
const MaxUserAgent = 300

type originKey struct{}

// WithOrigin puts the origin of a request into its context.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginOf gives whence the request of the context comes; nothing is known of
// what is no request.
func OriginOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}
