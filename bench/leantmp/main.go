package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"quire/engine"
	"quire/internal/benchbook"
)

func main() {
	a := os.Args
	switch a[1] {
	case "version":
		fmt.Println("x")
	case "bench-compose":
		book, _ := os.ReadFile(a[2])
		cust, _ := os.ReadFile(a[3])
		p, err := benchbook.Plan(book, cust)
		if err != nil {
			panic(err)
		}
		f, _ := os.Create(a[4])
		_, err = engine.Compose(context.Background(), p, engine.FileSources(filepath.Dir(a[2])), io.Writer(f), nil)
		if err != nil {
			panic(err)
		}
	}
}
