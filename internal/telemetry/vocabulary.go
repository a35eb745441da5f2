package telemetry

import "sync"

// otherWord stands for the words that came when the vocabulary was full.
const otherWord = "other"

// vocabulary bounds the values of a label: the first words that come are
// themselves, all later ones are "other".
type vocabulary struct {
	mu    sync.RWMutex
	words map[string]bool
	most  int
}

func newVocabulary(most int) *vocabulary {
	return &vocabulary{words: map[string]bool{}, most: most}
}

// longestWord bounds a label's value, in bytes.
const longestWord = 80

func (v *vocabulary) word(w string) string {
	if w == "" || len(w) > longestWord {
		return otherWord
	}
	v.mu.RLock()
	known := v.words[w]
	v.mu.RUnlock()
	if known {
		return w
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.words[w] && len(v.words) >= v.most {
		return otherWord
	}
	v.words[w] = true
	return w
}
