package config

// Limits bound what one client may ask of the API.
type Limits struct {
	// RateLimitPerMinute is how many requests an address may send; 0 for any.
	RateLimitPerMinute int `env:"RATE_LIMIT_PER_MINUTE"`
	// PointsPerMinute is what a user, or an address that is not signed in, may
	// spend on operations; 0 for any number. PointsAtOnce of them are there when
	// none were spent for a while.
	PointsPerMinute int `env:"POINTS_PER_MINUTE"`
	PointsAtOnce    int `env:"POINTS_AT_ONCE"`
	// OperationsAtOnce is how many queries and mutations of one user, or of an
	// address that is not signed in, are executed at once.
	OperationsAtOnce int `env:"OPERATIONS_AT_ONCE"`
	// StreamsPerUser bounds a user's websockets, and as many streams of
	// server-sent events; OperationsPerSocket is what runs on a websocket.
	StreamsPerUser      int `env:"STREAMS_PER_USER"`
	OperationsPerSocket int `env:"OPERATIONS_PER_SOCKET"`
	// BodyMax is the largest JSON request and message on a websocket.
	BodyMax Bytes `env:"BODY_MAX_BYTES"`

	// ComplexityLimit is the largest cost of a GraphQL operation.
	ComplexityLimit int `env:"COMPLEXITY_LIMIT"`
	// DocumentMax is the longest document, TokenLimit the most tokens of one.
	DocumentMax Bytes `env:"DOCUMENT_MAX_BYTES"`
	TokenLimit  int   `env:"TOKEN_LIMIT"`
	// DepthLimit is how deep fields nest; FieldLimit how many there are with all
	// fragments spread; AliasLimit, DirectiveLimit and RepeatLimit how many of
	// them are aliased, have directives, or stand there twice.
	DepthLimit     int `env:"DEPTH_LIMIT"`
	FieldLimit     int `env:"FIELD_LIMIT"`
	AliasLimit     int `env:"ALIAS_LIMIT"`
	DirectiveLimit int `env:"DIRECTIVE_LIMIT"`
	RepeatLimit    int `env:"REPEAT_LIMIT"`
}

var limitDefaults = map[string]string{
	"RATE_LIMIT_PER_MINUTE": "600",
	"POINTS_PER_MINUTE":     "3000",
	"POINTS_AT_ONCE":        "300",
	"OPERATIONS_AT_ONCE":    "30",
	"STREAMS_PER_USER":      "20",
	"OPERATIONS_PER_SOCKET": "50",
	"BODY_MAX_BYTES":        "1MiB",
	"COMPLEXITY_LIMIT":      "20000",
	"DOCUMENT_MAX_BYTES":    "32KiB",
	"TOKEN_LIMIT":           "1500",
	"DEPTH_LIMIT":           "14",
	"FIELD_LIMIT":           "2000",
	"ALIAS_LIMIT":           "15",
	"DIRECTIVE_LIMIT":       "50",
	"REPEAT_LIMIT":          "10",
}

// bound is a number and what it may be.
type bound struct {
	name               string
	value, least, most int
}

func (l Limits) bounds() []bound {
	return []bound{
		{"RATE_LIMIT_PER_MINUTE", l.RateLimitPerMinute, 0, 1_000_000},
		{"POINTS_PER_MINUTE", l.PointsPerMinute, 0, 100_000_000},
		{"POINTS_AT_ONCE", l.PointsAtOnce, 1, 100_000_000},
		{"OPERATIONS_AT_ONCE", l.OperationsAtOnce, 1, 10_000},
		{"STREAMS_PER_USER", l.StreamsPerUser, 1, 100_000},
		{"OPERATIONS_PER_SOCKET", l.OperationsPerSocket, 1, 10_000},
		{"BODY_MAX_BYTES", int(l.BodyMax), 1 << 10, 64 << 20},
		{"COMPLEXITY_LIMIT", l.ComplexityLimit, 1, 1_000_000},
		{"DOCUMENT_MAX_BYTES", int(l.DocumentMax), 1 << 10, 1 << 20},
		{"TOKEN_LIMIT", l.TokenLimit, 1, 100_000},
		{"DEPTH_LIMIT", l.DepthLimit, 1, 100},
		{"FIELD_LIMIT", l.FieldLimit, 1, 100_000},
		{"ALIAS_LIMIT", l.AliasLimit, 1, 10_000},
		{"DIRECTIVE_LIMIT", l.DirectiveLimit, 1, 10_000},
		{"REPEAT_LIMIT", l.RepeatLimit, 1, 10_000},
	}
}
