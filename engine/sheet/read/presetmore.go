package read

// oddments are figures that are rarely used (ECMA-376 part 1, 20.1.10.56).
var oddments = map[string]definition{
	"lineInv": {"", "", "", []string{"f M l b L r t"}},
	"nonIsoscelesTrapezoid": {"adj1 25000 adj2 25000", "m */ 50000 w ss; a1 pin 0 adj1 m; a2 pin 0 adj2 m; x1 */ ss a1 100000; dx2 */ ss a2 100000; x2 +- r 0 dx2; am max a1 a2; il */ wd3 a1 m; it */ hd3 am m; d */ wd3 a2 m; ir +- r 0 d", "il it ir b",
		[]string{"M l b L x1 t L x2 t L r b Z"}},

	// Stars that burst.
	"irregularSeal1": {"", sealGrid + "il */ u 4627 1; it */ v 6320 1; ir */ u 16702 1; ib */ v 13937 1", "il it ir ib", []string{onGrid(21600, 21600,
		"M 10800 5800 L 14522 0 L 14155 5325 L 18380 4457 L 16702 7315 L 21097 8137 L 17607 10475 L 21600 13290 L 16837 12942 L 18145 18095 L 14020 14457 L 13247 19737 "+
			"L 10532 14935 L 8485 21600 L 7715 15627 L 4762 17617 L 5667 13937 L 135 14587 L 3722 11775 L 0 8615 L 4627 7617 L 370 2295 L 7312 6320 L 8352 2295 Z")}},
	"irregularSeal2": {"", sealGrid + "il */ u 5372 1; it */ v 6382 1; ir */ u 14640 1; ib */ v 15935 1", "il it ir ib", []string{onGrid(21600, 21600,
		"M 11462 4342 L 14790 0 L 14525 5777 L 18007 3172 L 16380 6532 L 21600 6645 L 16985 9402 L 18270 11290 L 16380 12310 L 18877 15632 L 14640 14350 L 14942 17370 L 12180 15935 "+
			"L 11612 18842 L 9872 17370 L 8700 19712 L 7527 18125 L 4917 21600 L 4805 18240 L 1285 17825 L 3330 15370 L 0 12877 L 3935 11592 L 1172 8270 L 5372 7817 L 4502 3625 L 8550 6382 L 9722 1887 Z")}},
	"sun": {"adj 25000", "a pin 12500 adj 46875; g +- 50000 0 a; p */ g 30274 32768; q */ g 12540 32768; p1 +- 50000 0 p; q1 +- 50000 0 q; n1 */ p1 3 4; n2 */ q1 3 4; k1 +- n1 3662 0; k2 +- n2 3662 0; k3 +- n2 12500 0; " +
		"xa */ w n1 100000; xb */ w k1 100000; xc */ w k2 100000; xd */ w k3 100000; ya */ h n1 100000; yb */ h k1 100000; yc */ h k2 100000; yd */ h k3 100000; " +
		"Xa +- r 0 xa; Xb +- r 0 xb; Xc +- r 0 xc; Xd +- r 0 xd; Ya +- b 0 ya; Yb +- b 0 yb; Yc +- b 0 yc; Yd +- b 0 yd; " +
		"ox */ w 3163 21600; oy */ h 3163 21600; Ox +- r 0 ox; Oy +- b 0 oy; x0 */ w a 100000; rx */ w g 100000; ry */ h g 100000; e */ g 23170 32768; f +- 50000 0 e; il */ w f 100000; it */ h f 100000; ir +- r 0 il; ib +- b 0 it", "il it ir ib",
		[]string{"M r vc L Xa Yd L Xa yd Z M Ox oy L Xb yc L Xc yb Z M hc t L Xd ya L xd ya Z M ox oy L xc yb L xb yc Z M l vc L xa yd L xa Yd Z M ox Oy L xb Yc L xc Yb Z M hc b L xd Ya L Xd Ya Z M Ox Oy L Xc Yb L Xb Yc Z M x0 vc A rx ry cd2 21600000 Z"}},

	// Arrows.
	"swooshArrow": {"adj1 25000 adj2 16667", "m */ 70000 w ss; a1 pin 1 adj1 75000; a2 pin 0 adj2 m; th */ h a1 100000; hd */ ss a2 100000; xB +- r 0 hd; slant val 385714; d0 tan ssd8 slant; d1 tan th slant; xC +- xB 0 d0; yF +- ssd8 th 0; xF +- xB d1 0; xE +- xF d0 0; yE +- yF ssd8 0; half */ yE 1 2; up */ h 1 20; yD +- half 0 up; down */ hd6 1 2; yP +- yF down 0", "",
		[]string{"M l b Q wd6 hd3 xB ssd8 L xC t L r yD L xE yE L xF yF Q wd4 yP l b Z"}},
	"leftRightArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 48123", "m2 */ 50000 h ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 50000 w ss; a3 pin 0 adj3 m3; q */ a3 ss wd2; m4 +- 100000 0 q; a4 pin 0 adj4 m4; d1 */ ss a2 100000; d2 */ ss a1 200000; y1 +- vc 0 d1; y2 +- vc 0 d2; y3 +- vc d2 0; y4 +- vc d1 0; x1 */ ss a3 100000; x4 +- r 0 x1; d */ w a4 200000; x2 +- hc 0 d; x3 +- hc d 0", "x2 t x3 b",
		[]string{"M l vc L x1 y1 L x1 y2 L x2 y2 L x2 t L x3 t L x3 y2 L x4 y2 L x4 y1 L r vc L x4 y4 L x4 y3 L x3 y3 L x3 b L x2 b L x2 y3 L x1 y3 L x1 y4 Z"}},
	"upDownArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 48123", "m2 */ 50000 w ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 50000 h ss; a3 pin 0 adj3 m3; q */ a3 ss hd2; m4 +- 100000 0 q; a4 pin 0 adj4 m4; d1 */ ss a2 100000; d2 */ ss a1 200000; x1 +- hc 0 d1; x2 +- hc 0 d2; x3 +- hc d2 0; x4 +- hc d1 0; y1 */ ss a3 100000; y4 +- b 0 y1; d */ h a4 200000; y2 +- vc 0 d; y3 +- vc d 0", "l y2 r y3",
		[]string{"M hc t L x4 y1 L x3 y1 L x3 y2 L r y2 L r y3 L x3 y3 L x3 y4 L x4 y4 L hc b L x1 y4 L x2 y4 L x2 y3 L l y3 L l y2 L x2 y2 L x2 y1 L x1 y1 Z"}},
	"quadArrowCallout": {"adj1 18515 adj2 18515 adj3 18515 adj4 48123", "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 +- 50000 0 a2; a3 pin 0 adj3 m3; q */ a3 2 1; m4 +- 100000 0 q; a4 pin a1 adj4 m4; hw */ ss a2 100000; sw */ ss a1 200000; ah */ ss a3 100000; bx */ w a4 200000; by */ h a4 200000; xr +- r 0 ah; yb +- b 0 ah; " +
		"x1 +- hc 0 bx; x2 +- hc 0 hw; x3 +- hc 0 sw; x4 +- hc sw 0; x5 +- hc hw 0; x6 +- hc bx 0; y1 +- vc 0 by; y2 +- vc 0 hw; y3 +- vc 0 sw; y4 +- vc sw 0; y5 +- vc hw 0; y6 +- vc by 0", "x1 y1 x6 y6",
		[]string{"M l vc L ah y2 L ah y3 L x1 y3 L x1 y1 L x3 y1 L x3 ah L x2 ah L hc t L x5 ah L x4 ah L x4 y1 L x6 y1 L x6 y3 L xr y3 L xr y2 L r vc L xr y5 L xr y4 L x6 y4 L x6 y6 L x4 y6 L x4 yb L x5 yb L hc b L x2 yb L x3 yb L x3 y6 L x1 y6 L x1 y4 L ah y4 L ah y5 Z"}},

	// Callouts with a line of three parts.
	"callout3":             {threeParts, callout3, "", []string{"s M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2 L x3 y3 L x4 y4"}},
	"accentCallout3":       {threeParts, callout3, "", []string{"s M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2 L x3 y3 L x4 y4"}},
	"accentBorderCallout3": {threeParts, callout3, "", []string{"M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2 L x3 y3 L x4 y4"}},

	// Ribbons. That of ellipses follows a parabola of the height dy over the width.
	"ellipseRibbon": {"adj1 25000 adj2 50000 adj3 12500", "a1 pin 0 adj1 100000; a2 pin 25000 adj2 75000; n +- 100000 0 a1; n2 */ n 1 2; n3 +- a1 0 n2; m3 max 0 n3; a3 pin m3 adj3 a1; d2 */ w a2 200000; x2 +- hc 0 d2; x3 +- x2 wd8 0; x4 +- r 0 x3; x5 +- r 0 x2; x6 +- r 0 wd8; dy */ h a3 100000; f */ 4 dy w; " +
		"s3 */ x3 x3 w; t3 +- x3 0 s3; y1 */ f t3 1; cx1 */ x3 1 2; cy1 */ f cx1 1; cx2 +- r 0 cx1; th */ h a1 100000; lap +- th 0 dy; s2 */ x2 x2 w; t2 +- x2 0 s2; p2 */ f t2 1; y3 +- p2 lap 0; k1 +- th dy y3; cy3 +- k1 lap 0; rh +- b 0 th; k2 */ dy 14 16; y2 +/ k2 rh 2; y5 +- p2 rh 0; y6 +- y3 rh 0; " +
		"cx4 */ x2 1 2; k3 */ f cx4 1; cy4 +- k3 rh 0; cx5 +- r 0 cx4; cy6 +- cy3 rh 0; y7 +- y1 lap 0; cy7 +- th th y7", "x2 th x5 y6",
		[]string{"s " + bent, "s -20 M x3 y7 L x3 y1 L x2 y3 Q hc cy3 x5 y3 L x4 y1 L x4 y7 Q hc cy7 x3 y7 Z", "f " + bent + " M x2 y5 L x2 y3 M x5 y3 L x5 y5 M x3 y1 L x3 y7 M x4 y7 L x4 y1"}},
	"leftRightRibbon": {"adj1 50000 adj2 50000 adj3 16667", "a3 pin 0 adj3 33333; m1 +- 100000 0 a3; a1 pin 0 adj1 m1; w1 +- wd2 0 wd32; m2 */ 100000 w1 ss; a2 pin 0 adj2 m2; x1 */ ss a2 100000; x4 +- r 0 x1; dy */ h a1 200000; lap */ h a3 200000; ly2 +- vc 0 lap; ly1 +- ly2 0 dy; ly3 +- ly2 dy 0; ly4 */ ly2 2 1; ry1 +- b 0 ly4; ry2 +- b 0 ly3; ry3 +- b 0 ly2; ry4 +- b 0 ly1; w32 +- wd32 0 0; hR */ a3 ss 400000; x2 +- hc 0 w32; x3 +- hc w32 0; y1 +- ly1 hR 0; y2 +- ry2 0 hR", "x1 ly1 x4 ry4",
		[]string{"s " + folded, "s -40 M x3 y1 A w32 hR 0 cd4 A w32 hR 3cd4 -10800000 L x3 ry2 Z", "f " + folded + " M x3 y1 L x3 ry2 M x2 y2 L x2 ly3"}},

	// Solids and signs.
	"funnel": {"", "d */ ss 1 20; rx +- wd2 0 d; ry +- hd4 0 d; c cos wd2 480000; s sin hd4 480000; da at2 c s; da2 */ da 2 1; s1 +- cd2 0 da; w1 +- cd2 da2 0; w3 +- cd2 0 da2; wt sin wd2 s1; ht cos hd4 s1; dx1 cat2 wd2 ht wt; dy1 sat2 hd4 ht wt; x1 +- hc dx1 0; y1 +- hd4 dy1 0; wu sin wd4 da; hu cos hd8 da; dx3 cat2 wd4 hu wu; dy3 sat2 hd8 hu wu; x3 +- hc dx3 0; c3 +- b 0 hd8; y3 +- c3 dy3 0; q4 +- hd4 0 0; x2 +- hc 0 rx", "",
		[]string{"M x1 y1 A wd2 hd4 s1 w1 L x3 y3 A wd4 hd8 da w3 Z M x2 q4 A rx ry cd2 -21600000 Z"}},
	"mathNotEqual": {"adj1 23520 adj2 6600000 adj3 11760", "a1 pin 0 adj1 50000; slope pin 4200000 adj2 6600000; m1 */ a1 2 1; m3 +- 100000 0 m1; a3 pin 0 adj3 m3; th */ h a1 100000; gap */ h a3 200000; dx */ w 73490 200000; x1 +- hc 0 dx; x8 +- hc dx 0; y2 +- vc 0 gap; y3 +- vc gap 0; y1 +- y2 0 th; y4 +- y3 th 0; " +
		"lean +- slope 0 cd4; off tan hd2 lean; len mod off hd2 0; bw */ len th hd2; bw2 */ bw 1 2; x7 +- hc off bw2; e1 */ off y1 hd2; e2 */ off y2 hd2; e3 */ off y3 hd2; e4 */ off y4 hd2; xa +- x7 0 e1; xb +- x7 0 e2; xc +- x7 0 e3; xd +- x7 0 e4; Xa +- xa bw 0; Xb +- xb bw 0; Xc +- xc bw 0; Xd +- xd bw 0; X7 +- x7 bw 0; " +
		"dc */ th hd2 len; rt +- x7 dc 0; lt +- X7 0 dc; rx ?: lean rt X7; lx ?: lean x7 lt; dd */ th off len; de +- 0 0 dd; ry ?: lean dd t; ly ?: lean t de; Rx +- w 0 rx; Lx +- w 0 lx; Ry +- h 0 ry; Ly +- h 0 ly", "x1 y1 x8 y4",
		[]string{"M x1 y1 L xa y1 L lx ly L rx ry L Xa y1 L x8 y1 L x8 y2 L Xb y2 L Xc y3 L x8 y3 L x8 y4 L Xd y4 L Lx Ly L Rx Ry L xd y4 L x1 y4 L x1 y3 L xc y3 L xb y2 L x1 y2 Z"}},
	"cornerTabs": {"", tabs, "d d x1 y1", []string{"M l t L d t L l d Z M l y1 L d b L l b Z M x1 t L r t L r d Z M r y1 L r b L x1 b Z"}},
	"squareTabs": {"", tabs, "d d x1 y1", []string{"M l t L d t L d d L l d Z M l y1 L d y1 L d b L l b Z M x1 t L r t L r d L x1 d Z M x1 y1 L r y1 L r b L x1 b Z"}},
	"plaqueTabs": {"", tabs, "d d x1 y1", []string{"M l t L d t A d d 0 cd4 Z M l y1 A d d 3cd4 cd4 L l b Z M r t L r d A d d cd4 cd4 Z M x1 b A d d cd2 cd4 L r b Z"}},
	"chartX":     {"", "", "", []string{"s M l t L r t L r b L l b Z", "f M l t L r b M l b L r t"}},
	"chartStar":  {"", "", "", []string{"s M l t L r t L r b L l b Z", "f M l t L r b M l b L r t M hc t L hc b"}},
	"chartPlus":  {"", "", "", []string{"s M l t L r t L r b L l b Z", "f M hc t L hc b M l vc L r vc"}},
}

// Parts that several of them have in common.
const (
	sealGrid   = "u */ w 1 21600; v */ h 1 21600; "
	threeParts = "adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 100000 adj6 -16667 adj7 112963 adj8 -8333"
	tabs       = "m mod w h 0; d */ m 1 20; x1 +- r 0 d; y1 +- b 0 d"
	bent       = "M l t Q cx1 cy1 x3 y1 L x2 y3 Q hc cy3 x5 y3 L x4 y1 Q cx2 cy1 r t L x6 y2 L r rh Q cx5 cy4 x5 y5 L x5 y6 Q hc cy6 x2 y6 L x2 y5 Q cx4 cy4 l rh L wd8 y2 Z"
	folded     = "M l ly2 L x1 t L x1 ly1 L hc ly1 A w32 hR 3cd4 cd2 A w32 hR 3cd4 -10800000 L x4 ry2 L x4 ry1 L r ry3 L x4 b L x4 ry4 L hc ry4 A w32 hR cd4 cd4 L x2 ly3 L x1 ly3 L x1 ly4 Z"
)
