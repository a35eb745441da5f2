package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// Ranges are pages of a file as people write them.
type Ranges []pageRange

// pageRange is from one page to another, both included; last is 0 for the end
// of the file.
type pageRange struct{ first, last int }

// maxRanges bounds the parts of a list.
const maxRanges = 500

// ParseRanges reads a list of pages, counted from 1: "1-3,5,8-" are the pages
// 1, 2, 3, 5 and all from 8 on; "-2" are the first two. The order is kept, and
// a page may occur twice. A blank text means all pages and gives no ranges.
func ParseRanges(text string) (Ranges, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	parts := strings.Split(text, ",")
	if len(parts) > maxRanges {
		return nil, fmt.Errorf("%d ranges of pages are too many: give at most %d", len(parts), maxRanges)
	}
	var out Ranges
	for _, part := range parts {
		r, ok := parseRange(strings.TrimSpace(part))
		if !ok {
			return nil, fmt.Errorf("«%s» is no range of pages; write them as 1-3,5,8-", strings.TrimSpace(part))
		}
		out = append(out, r)
	}
	return out, nil
}

func parseRange(s string) (r pageRange, ok bool) {
	from, to, open := strings.Cut(s, "-")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" && to == "" {
		return r, false
	}
	r.first = 1
	if from != "" {
		if r.first, ok = pageNumber(from); !ok {
			return r, false
		}
	}
	switch {
	case !open:
		r.last = r.first
	case to != "":
		if r.last, ok = pageNumber(to); !ok {
			return r, false
		}
	}
	return r, r.last == 0 || r.first <= r.last
}

func pageNumber(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err == nil && n >= 1 && n <= maxPages
}

// Indices gives the pages of a file with n pages, counted from 0. Pages that
// the file does not have are an error.
func (r Ranges) Indices(n int) ([]int, error) {
	var out []int
	for _, part := range r {
		last := part.last
		if last == 0 {
			last = n
		}
		if part.first > n || last > n {
			return nil, fmt.Errorf("it has %s, and the page %d is asked for", pages(n), max(part.first, last))
		}
		for i := part.first; i <= last; i++ {
			out = append(out, i-1)
		}
		if len(out) > maxPages {
			return nil, fmt.Errorf("more than %d pages are asked for", maxPages)
		}
	}
	return out, nil
}

func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return strconv.Itoa(n) + " pages"
}
