package pdf

import (
	"bytes"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"
	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// decompressors are kept, since a new one costs more than most streams.
var decompressors sync.Pool

// inflate decodes a stream that is compressed and nothing else. It is not ok for
// other streams, and for those that are not plainly sound, which pdfcpu may mend.
func inflate(sd *types.StreamDict, limit int64) (content []byte, ok bool, err error) {
	if len(sd.FilterPipeline) != 1 || sd.FilterPipeline[0].Name != "FlateDecode" || sd.Raw == nil {
		return nil, false, nil
	}
	p, ok := pngRows(sd.FilterPipeline[0].DecodeParms)
	if !ok {
		return nil, false, nil
	}
	src := bytes.NewReader(sd.Raw)
	r, _ := decompressors.Get().(io.ReadCloser)
	if r == nil {
		r, err = zlib.NewReader(src)
	} else {
		err = r.(zlib.Resetter).Reset(src, nil)
	}
	if err != nil {
		return nil, false, nil
	}
	defer decompressors.Put(r)
	var b bytes.Buffer
	b.Grow(min(3*len(sd.Raw)+bytes.MinRead, 1<<20))
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, false, nil
	}
	if int64(b.Len()) > limit {
		return nil, true, filter.ErrDecodeLimitExceeded
	}
	if p.row == 0 {
		return b.Bytes(), true, nil
	}
	content, ok = p.undo(b.Bytes())
	return content, ok, nil
}

// predicted says how rows of bytes were told by those before them (ISO 32000-1,
// 7.4.4.4, RFC 2083, 6): a row has so many bytes, the byte before stands back so
// many. No row, no prediction.
type predicted struct{ row, back int }

// pngRows reads the parameters of a filter; not ok for what is rare.
func pngRows(parms types.Dict) (p predicted, ok bool) {
	whole := func(key string, without int) int {
		o, has := parms[key]
		if !has || o == nil {
			return without
		}
		n, isInt := o.(types.Integer)
		if !isInt || n < 1 || n > 1<<20 {
			return 0
		}
		return int(n)
	}
	predictor := whole("Predictor", 1)
	colors, bits, columns := whole("Colors", 1), whole("BitsPerComponent", 8), whole("Columns", 1)
	if predictor == 1 {
		return p, true
	}
	if predictor < 10 || predictor > 15 || colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 {
		return p, false
	}
	return predicted{row: (colors*bits*columns + 7) / 8, back: (colors*bits + 7) / 8}, true
}

// undo gives the rows as they were, in place of the data; not ok for a broken one.
func (p predicted) undo(data []byte) (out []byte, ok bool) {
	if len(data)%(p.row+1) != 0 {
		return nil, false
	}
	out = data[:0]
	above := make([]byte, p.row)
	for ; len(data) > 0; data = data[p.row+1:] {
		line := data[1 : p.row+1]
		switch data[0] {
		case 0:
		case 1:
			for i := p.back; i < len(line); i++ {
				line[i] += line[i-p.back]
			}
		case 2:
			for i := range line {
				line[i] += above[i]
			}
		case 3:
			for i := range line {
				left := 0
				if i >= p.back {
					left = int(line[i-p.back])
				}
				line[i] += byte((left + int(above[i])) / 2)
			}
		case 4:
			for i := range line {
				var left, corner int
				if i >= p.back {
					left, corner = int(line[i-p.back]), int(above[i-p.back])
				}
				line[i] += byte(paeth(left, int(above[i]), corner))
			}
		default:
			return nil, false
		}
		at := len(out)
		out = append(out, line...)
		above = out[at:]
	}
	return out, true
}

// paeth is the one of three neighbours that is nearest to what they foretell
// (RFC 2083, 6.6).
func paeth(left, above, corner int) int {
	p := left + above - corner
	a, b, c := distance(p, left), distance(p, above), distance(p, corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return above
	}
	return corner
}

func distance(a, b int) int { return max(a-b, b-a) }
