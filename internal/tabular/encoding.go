package tabular

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding is how the text of a CSV is written in bytes.
type Encoding string

// The encodings that offices' programs write.
const (
	UTF8        Encoding = "UTF_8"
	UTF16LE     Encoding = "UTF_16LE"
	UTF16BE     Encoding = "UTF_16BE"
	Windows1250 Encoding = "WINDOWS_1250"
	Windows1251 Encoding = "WINDOWS_1251"
	Windows1252 Encoding = "WINDOWS_1252"
	Windows1253 Encoding = "WINDOWS_1253"
	Macintosh   Encoding = "MACINTOSH"
)

// decoders drop a byte order mark of their own encoding.
var decoders = map[Encoding]encoding.Encoding{
	UTF8:        unicode.UTF8BOM,
	UTF16LE:     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	UTF16BE:     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	Windows1250: charmap.Windows1250,
	Windows1251: charmap.Windows1251,
	Windows1252: charmap.Windows1252,
	Windows1253: charmap.Windows1253,
	Macintosh:   charmap.Macintosh,
}

// headLength is how much of a file is looked at for signs of UTF-16.
const headLength = 4096

// detect tells the encoding of a text. A byte order mark decides (Unicode 23.8);
// text without one is UTF-16 when every other byte of it is mostly zero, UTF-8
// when it is valid as such to its end, and else what Windows writes in the West:
// other code pages look the same, and must be named.
func detect(r io.ReaderAt, size int64) (Encoding, error) {
	head := make([]byte, min(headLength, size))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, nil
	}
	if even, odd := zeros(head); odd*4 > len(head) && even == 0 {
		return UTF16LE, nil
	} else if even*4 > len(head) && odd == 0 {
		return UTF16BE, nil
	}
	valid, err := validUTF8(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", err
	}
	if valid {
		return UTF8, nil
	}
	return Windows1252, nil
}

// zeros counts the zero bytes at even and at odd places.
func zeros(head []byte) (even, odd int) {
	for i, b := range head {
		if b != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	return even, odd
}

// validUTF8 reads a text to its end, or to the first byte that is wrong.
func validUTF8(r io.Reader) (bool, error) {
	buffer := make([]byte, 64<<10)
	for have := 0; ; {
		n, err := r.Read(buffer[have:])
		have += n
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return false, err
		}
		whole := have
		if !end { // the last character may be cut
			for i := max(0, have-utf8.UTFMax); i < have; i++ {
				if utf8.RuneStart(buffer[i]) && !utf8.FullRune(buffer[i:have]) {
					whole = i
				}
			}
		}
		if !utf8.Valid(buffer[:whole]) {
			return false, nil
		}
		if end {
			return true, nil
		}
		have = copy(buffer, buffer[whole:have])
	}
}

// decode gives the text in UTF-8, with LF for every line end. What stands for no
// character becomes U+FFFD.
func decode(r io.Reader, e Encoding) io.Reader {
	return transform.NewReader(transform.NewReader(r, decoders[e].NewDecoder()), &lineEnds{})
}

// lineEnds turns CR LF, and the CR alone of old programs, into LF.
type lineEnds struct{ transform.NopResetter }

// Transform is [transform.Transformer]'s.
func (*lineEnds) Transform(dst, src []byte, atEOF bool) (wrote, read int, err error) {
	for read < len(src) {
		rest := src[read:]
		n := bytes.IndexByte(rest, '\r')
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			n = copy(dst[wrote:], rest[:n])
			if n == 0 {
				return wrote, read, transform.ErrShortDst
			}
			wrote, read = wrote+n, read+n
			continue
		}
		if len(rest) == 1 && !atEOF {
			return wrote, read, transform.ErrShortSrc
		}
		if wrote == len(dst) {
			return wrote, read, transform.ErrShortDst
		}
		dst[wrote] = '\n'
		wrote++
		read++
		if len(rest) > 1 && rest[1] == '\n' {
			read++
		}
	}
	return wrote, read, nil
}

// Encodings are all that can be named, sorted.
func Encodings() []Encoding {
	var all []Encoding
	for e := range decoders {
		all = append(all, e)
	}
	slices.Sort(all)
	return all
}
