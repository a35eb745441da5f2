package chart

import (
	"math"
	"testing"
)

func TestNiceScales(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, tt := range []struct {
		name string
		in   wish
		want span
	}{
		{"values far apart begin at zero", wish{lo: 75_000, hi: 1_325_000, zero: true, airy: true}, span{lo: 0, hi: 1_400_000, step: 200_000}},
		{"a value on the limit gets air", wish{lo: 1, hi: 6, zero: true, airy: true}, span{lo: 0, hi: 7, step: 1}},
		{"flat solids get none", wish{lo: 10, hi: 100, zero: true}, span{lo: 0, hi: 100, step: 10}},
		{"values near each other go half their range towards zero", wish{lo: 95, hi: 99, zero: true}, span{lo: 93, hi: 99, step: 1}},
		{"those below it, too", wish{lo: -36, hi: -30, zero: true, airy: true}, span{lo: -37, hi: -27, step: 1}},
		{"places along a line do not", wish{lo: 30, hi: 36, airy: true}, span{lo: 29, hi: 37, step: 1}},
		{"air is a share of the axis", wish{lo: 42, hi: 59, zero: true, airy: true}, span{lo: 0, hi: 70, step: 10}},
		{"and not of the values", wish{lo: 88, hi: 99, zero: true, airy: true}, span{lo: 82, hi: 100, step: 2}},
		{"also on both sides of zero", wish{lo: -6, hi: 7.3, zero: true, airy: true}, span{lo: -8, hi: 10, step: 2}},
		{"equal values with air", wish{lo: 7, hi: 7, zero: true, airy: true}, span{lo: 0, hi: 8, step: 1}},
		{"equal places", wish{lo: 7, hi: 7, airy: true}, span{lo: 6, hi: 14, step: 1}},
		{"equal places below zero", wish{lo: -7, hi: -7, airy: true}, span{lo: -14, hi: -6, step: 1}},
		{"only zeros", wish{airy: true, zero: true}, span{lo: 0, hi: 1, step: .1}},
		{"equal values", wish{lo: 5, hi: 5, zero: true}, span{lo: 0, hi: 5, step: .5}},
		{"nothing", wish{lo: math.Inf(1), hi: math.Inf(-1)}, span{lo: 0, hi: 1, step: .1}},
		{"below zero", wish{lo: -40, hi: -3, zero: true, airy: true}, span{lo: -45, hi: 0, step: 5}},
		{"few steps", wish{lo: 0, hi: 100, steps: 4, zero: true}, span{lo: 0, hi: 100, step: 50}},
		{"all fixed", wish{lo: 0, hi: 100, fixedLo: -10, fixedHi: 90, fixedStep: 25}, span{lo: -10, hi: 90, step: 25}},
		{"ticks count from a fixed end", wish{lo: 0, hi: 150, fixedLo: nan, fixedHi: 158, fixedStep: nan, zero: true, airy: true}, span{lo: -22, hi: 158, step: 20}},
		{"fixed the wrong way round", wish{lo: 0, hi: 1, fixedLo: 5, fixedHi: 5, fixedStep: nan}, span{lo: 5, hi: 6, step: .1}},
	} {
		in := tt.in
		if in.fixedLo == 0 && in.fixedHi == 0 {
			in.fixedLo, in.fixedHi, in.fixedStep = nan, nan, nan
		}
		if in.steps == 0 {
			in.steps = maxSteps
		}
		got := nice(in)
		if math.Abs(got.lo-tt.want.lo) > 1e-9*math.Max(1, got.hi) || math.Abs(got.hi-tt.want.hi) > 1e-9*math.Max(1, got.hi) || math.Abs(got.step-tt.want.step) > 1e-9*math.Max(1, got.step) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestTicksEndWithTheirSpan(t *testing.T) {
	t.Parallel()
	got := span{lo: -.3, hi: .3, step: .1, base: -.3}.ticks()
	if len(got) != 7 || got[3] != 0 || math.Abs(got[6]-.3) > 1e-12 {
		t.Errorf("ticks = %v", got)
	}
	if n := len((span{hi: 1e9, step: 1}).ticks()); n > 501 {
		t.Errorf("%d ticks", n)
	}
}
