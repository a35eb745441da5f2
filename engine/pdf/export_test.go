package pdf

import (
	"bytes"
	"context"
)

// ReadSound reads a file that is sound, without pdfcpu's reader; nil for others.
func ReadSound(ctx context.Context, data []byte) (*Document, error) {
	return readSound(ctx, fileIn(data), "a file.pdf")
}

// ReadInPieces is [ReadSound] for a file of which no more is in memory than was
// looked at, in pieces so small that most objects lie across them.
func ReadInPieces(ctx context.Context, data []byte) (*Document, error) {
	return readSound(ctx, fileText{src: bytes.NewReader(data), size: len(data), first: 16}, "a file.pdf")
}

// ReadWhole reads a file with pdfcpu's reader.
func ReadWhole(ctx context.Context, data []byte) (*Document, error) {
	return load(ctx, bytes.NewReader(data), "a file.pdf")
}

// TwoWays writes the object at the beginning of a text in two ways: from the
// text, and from what was made of it. It is not ok for what is not sound.
func TwoWays(text []byte) (transcribed, serialised []byte, ok bool) {
	at := skipSpace(text, 0)
	if skipValue(text, at, 0) == unsound {
		return nil, nil, false
	}
	c := newCopier(context.Background(), New(), &sealed{})
	var a, b draft
	c.transcribeValue(&a, text, at)
	o, _ := value(text, at)
	c.append(&b, o, 0)
	return a.text, b.text, true
}
