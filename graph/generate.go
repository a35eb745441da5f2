package graph

//go:generate go run ./generator
//go:generate go run ./sdl schema.graphql
