package limits

import (
	"fmt"
	"os"
	"path/filepath"
)

// ReadTrusted reads the documents for [PersistedQueries.Trusting]: each file
// *.graphql of the folder is one, byte for byte.
func ReadTrusted(folder string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.graphql"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("the folder %s has no *.graphql file: nothing could be executed", folder)
	}
	documents := make([]string, len(names))
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		documents[i] = string(text)
	}
	return documents, nil
}
