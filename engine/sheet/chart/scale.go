package chart

import "math"

// maxSteps is the most intervals of an axis whose step is chosen for it.
const maxSteps = 10

// span is a range of values with the step between its ticks; base is one of
// them, the fixed end if there is one.
type span struct{ lo, hi, step, base float64 }

// wish is what an axis is to show. The fixed members are not numbers when they
// are left open.
type wish struct {
	lo, hi                      float64 // of the values
	fixedLo, fixedHi, fixedStep float64
	steps                       int
	zero, airy                  bool
}

// nice chooses round limits and a step of 1, 2 or 5 times a power of ten.
func nice(w wish) span {
	lo, hi := w.lo, w.hi
	autoLo, autoHi := math.IsNaN(w.fixedLo), math.IsNaN(w.fixedHi)
	if lo > hi || math.IsNaN(lo) || math.IsInf(lo-hi, 0) {
		lo, hi = 0, 1
	}
	lo, hi = widened(lo, hi, w)
	if !autoLo {
		lo = w.fixedLo
	}
	if !autoHi {
		hi = w.fixedHi
	}
	if hi <= lo {
		hi = lo + math.Max(1, math.Abs(lo)*.1)
	}
	steps := max(2, min(maxSteps, w.steps))
	step := w.fixedStep
	if step > 0 {
		for (hi-lo)/step > 500 {
			step *= 10
		}
		return rounded(lo, hi, step, autoLo, autoHi, w)
	}
	step = roundStep((hi - lo) / float64(steps))
	for range 40 {
		s := rounded(lo, hi, step, autoLo, autoHi, w)
		if (s.hi-s.lo)/step <= float64(steps)+1e-6 {
			return s
		}
		step = roundStep(step * 1.01)
	}
	return span{lo: lo, hi: hi, step: hi - lo, base: lo}
}

// widened takes in zero when the values lie far from each other, goes towards it when
// they do not, and gives a range to values that are all equal.
func widened(lo, hi float64, w wish) (float64, float64) {
	if lo == hi {
		switch {
		case lo == 0:
			hi = 1
		case lo > 0 && !w.zero:
			hi *= 2
		case lo > 0:
			lo = 0
		case !w.zero:
			lo *= 2
		default:
			hi = 0
		}
		return lo, hi
	}
	if !w.zero {
		return lo, hi
	}
	switch {
	case lo > 0 && lo < hi*5/6:
		lo = 0
	case lo > 0:
		lo = math.Max(0, lo-(hi-lo)/2)
	case hi < 0 && hi > lo*5/6:
		hi = 0
	case hi < 0:
		hi = math.Min(0, hi+(hi-lo)/2)
	}
	return lo, hi
}

func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)+1e-12))
	switch n := v / power; {
	case n <= 1+1e-9:
		return power
	case n <= 2+1e-9:
		return 2 * power
	case n <= 5+1e-9:
		return 5 * power
	}
	return 10 * power
}

// air is the share of an axis that is kept free beyond the values.
const air = 1. / 20

// rounded moves the open limits to ticks, and away from values that lie closer to
// them than that share.
func rounded(lo, hi, step float64, autoLo, autoHi bool, w wish) span {
	s := span{lo: lo, hi: hi, step: step}
	if autoLo && !autoHi {
		s.base = hi
	} else if !autoLo {
		s.base = lo
	}
	if autoLo {
		s.lo = s.base + math.Floor((lo-s.base)/step+1e-9)*step
		if w.airy && s.lo != 0 && w.lo-s.lo < air*(hi-s.lo) {
			s.lo -= step
		}
	}
	if autoHi {
		s.hi = s.base + math.Ceil((hi-s.base)/step-1e-9)*step
		if w.airy && s.hi != 0 && s.hi-w.hi < air*(s.hi-s.lo) {
			s.hi += step
		}
	}
	return s
}

// ticks are the values within the span at whole steps from its base.
func (s span) ticks() []float64 {
	var out []float64
	first := s.base + math.Ceil((s.lo-s.base)/s.step-1e-6)*s.step
	for i := range 501 {
		v := first + float64(i)*s.step
		if v > s.hi+s.step*1e-6 {
			break
		}
		if math.Abs(v) < s.step*1e-9 {
			v = 0
		}
		out = append(out, math.Round(v/s.step*1e6)/1e6*s.step)
	}
	return out
}
