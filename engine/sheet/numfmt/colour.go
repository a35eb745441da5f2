package numfmt

import (
	"strconv"
	"strings"
)

var namedColours = map[string]uint32{
	"black": 0x000000, "blue": 0x0000FF, "cyan": 0x00FFFF, "green": 0x00FF00,
	"magenta": 0xFF00FF, "red": 0xFF0000, "white": 0xFFFFFF, "yellow": 0xFFFF00,
}

// indexed are the colours 1 to 56 of the default palette (ECMA-376 part 1,
// 18.8.27, entries 8 to 63).
var indexed = [56]uint32{
	0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF,
	0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080,
	0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF,
	0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF,
	0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99,
	0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696,
	0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
}

// Indexed returns entry i of the default palette as 0xRRGGBB (ECMA-376 part 1,
// 18.8.27); 64 and above mean the system's colours and are not in it.
func Indexed(i int) (uint32, bool) {
	switch {
	case i >= 0 && i < 8:
		return indexed[i], true
	case i >= 8 && i < 64:
		return indexed[i-8], true
	}
	return 0, false
}

// colourOf reads a colour's name, or "color" with a number from 1 to 56.
func colourOf(low string) (uint32, bool) {
	if c, ok := namedColours[low]; ok {
		return c, true
	}
	if rest, ok := strings.CutPrefix(low, "color"); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil && n >= 1 && n <= len(indexed) {
			return indexed[n-1], true
		}
	}
	return 0, false
}
