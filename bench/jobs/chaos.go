package main

import "context"

func (s settings) chaos(ctx context.Context, i *installation) error { return nil }
