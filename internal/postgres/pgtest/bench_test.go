package pgtest

import (
	"fmt"
	"testing"
)

// BenchmarkDatabase is the price of a test's database, made and dropped.
func BenchmarkDatabase(b *testing.B) {
	s := shared(b)
	template, err := s.template()
	if err != nil {
		b.Fatal(err)
	}
	for _, strategy := range []string{"file_copy", "wal_log"} {
		b.Run(strategy, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				name := fmt.Sprintf("%sbench_%d", testPrefix, n)
				if err := s.run(b.Context(), "create database "+name+" template "+template+" strategy "+strategy); err != nil {
					b.Fatal(err)
				}
				if err := s.run(b.Context(), "drop database "+name+" with (force)"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
