package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Bytes is an amount of data, read as a number of bytes or with a unit: 64MiB,
// 10MB, 1GiB.
type Bytes int64

var units = []struct {
	suffix string
	factor int64
}{
	{"KIB", 1 << 10}, {"MIB", 1 << 20}, {"GIB", 1 << 30},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1},
}

// UnmarshalText reads an amount.
func (b *Bytes) UnmarshalText(text []byte) error {
	number, factor := strings.ToUpper(strings.TrimSpace(string(text))), int64(1)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, factor = strings.TrimSpace(rest), u.factor
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/factor {
		return fmt.Errorf("%q is not an amount of bytes, as in 67108864 or 64MiB", text)
	}
	*b = Bytes(n * factor)
	return nil
}
