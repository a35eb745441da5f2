package pdf

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// compressed is a stream whose rows are told by any of the five ways.
func compressed(seed uint64, colors, bits, columns, rows int) *types.StreamDict {
	r := rand.New(rand.NewPCG(seed, 1))
	row := (colors*bits*columns + 7) / 8
	var b []byte
	for range rows {
		b = append(b, byte(r.IntN(5)))
		for range row {
			b = append(b, byte(r.Uint32()))
		}
	}
	parms := types.Dict{"Predictor": types.Integer(15), "Colors": types.Integer(colors), "BitsPerComponent": types.Integer(bits), "Columns": types.Integer(columns)}
	return &types.StreamDict{Dict: types.Dict{}, Raw: deflate(b), FilterPipeline: []types.PDFFilter{{Name: "FlateDecode", DecodeParms: parms}}}
}

func TestInflateIsAsTheOtherReader(t *testing.T) {
	t.Parallel()
	for seed, c := range [][4]int{{1, 8, 1, 9}, {1, 8, 40, 30}, {3, 8, 17, 20}, {4, 8, 5, 3}, {1, 1, 13, 8}, {3, 16, 6, 6}, {1, 8, 7, 0}} {
		sd := compressed(uint64(seed), c[0], c[1], c[2], c[3])
		got, ok, err := inflate(sd, maxStreamBytes)
		if err != nil || !ok {
			t.Fatalf("%v: ok %t, %v", c, ok, err)
		}
		if err := sd.DecodeWithLimit(maxStreamBytes); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, sd.Content) {
			t.Errorf("%v: the bytes differ", c)
		}
	}
}

func TestInflateLeavesTheRestToTheOtherReader(t *testing.T) {
	t.Parallel()
	plain := []types.PDFFilter{{Name: "FlateDecode"}}
	z := deflate(bytes.Repeat([]byte("quire "), 1000))
	for name, sd := range map[string]*types.StreamDict{
		"cut":         {Raw: z[:len(z)-6], FilterPipeline: plain},
		"no zlib":     {Raw: []byte("quire"), FilterPipeline: plain},
		"two filters": {Raw: z, FilterPipeline: append(plain, plain...)},
		"tiff":        {Raw: z, FilterPipeline: []types.PDFFilter{{Name: "FlateDecode", DecodeParms: types.Dict{"Predictor": types.Integer(2)}}}},
		"odd rows":    {Raw: z, FilterPipeline: []types.PDFFilter{{Name: "FlateDecode", DecodeParms: types.Dict{"Predictor": types.Integer(12), "Columns": types.Integer(6)}}}},
	} {
		if _, ok, err := inflate(sd, maxStreamBytes); ok || err != nil {
			t.Errorf("%s: ok %t, %v", name, ok, err)
		}
	}
	if _, ok, err := inflate(&types.StreamDict{Raw: z, FilterPipeline: plain}, 5999); !ok || !errors.Is(err, filter.ErrDecodeLimitExceeded) {
		t.Errorf("a bomb: ok %t, %v", ok, err)
	}
}
