package app

import (
	"quire/graph/limits"
	"quire/internal/config"
	"quire/internal/httpapi"
	"quire/internal/httpapi/ratelimit"
)

// bounded gives the server the limits of the configuration; what that leaves out
// keeps its default.
func bounded(c httpapi.Config, l config.Limits) httpapi.Config {
	c.Limits = limits.Default()
	for to, from := range map[*int]int{
		&c.Limits.Bytes: int(l.DocumentMax), &c.Limits.Tokens: l.TokenLimit, &c.Limits.Depth: l.DepthLimit, &c.Limits.Fields: l.FieldLimit,
		&c.Limits.Aliases: l.AliasLimit, &c.Limits.Directives: l.DirectiveLimit, &c.Limits.Duplicates: l.RepeatLimit, &c.Limits.Complexity: l.ComplexityLimit,
		&c.OperationsAtOnce: l.OperationsAtOnce, &c.MaxSockets: l.StreamsPerUser, &c.MaxOperations: l.OperationsPerSocket,
	} {
		if from > 0 {
			*to = from
		}
	}
	c.MaxBody = int64(l.BodyMax)
	c.AddressRate = perMinute(l.RateLimitPerMinute, l.RateLimitPerMinute)
	if l.PointsAtOnce > 0 {
		c.UserRate = perMinute(l.PointsPerMinute, l.PointsAtOnce)
	}
	return c
}

// perMinute is a rate; 0 a minute is no limit.
func perMinute(n, atOnce int) ratelimit.Rate {
	return ratelimit.Rate{PerSecond: float64(n) / 60, Burst: max(atOnce, 1)}
}
