//go:build ignore

// Generates the database client and its GraphQL side from ent/schema.
package main

import (
	"log"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

func main() {
	graphql, err := entgql.NewExtension(
		entgql.WithWhereInputs(true),
		entgql.WithRelaySpec(true),
	)
	if err != nil {
		log.Fatalf("entgql: %v", err)
	}
	err = entc.Generate("./schema", &gen.Config{
		Features: []gen.Feature{
			gen.FeatureIntercept, gen.FeatureVersionedMigration, gen.FeatureExecQuery,
			gen.FeatureLock, gen.FeatureUpsert, gen.FeatureNamedEdges, gen.FeatureModifier,
		},
	}, entc.Extensions(graphql))
	if err != nil {
		log.Fatalf("entc: %v", err)
	}
}
