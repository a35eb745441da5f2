package read

// basics are the figures that are used most (ECMA-376 part 1, 20.1.10.56).
var basics = map[string]definition{
	"ellipse": round, "flowChartConnector": round,
	"donut": {"adj 25000", "a pin 0 adj 50000; d */ ss a 100000; iw +- wd2 0 d; ih +- hd2 0 d; " + inEllipse, "il it ir ib", []string{"M l vc A wd2 hd2 cd2 21600000 Z M d vc A iw ih cd2 -21600000 Z"}},
	"frame": {"adj1 12500", "a pin 0 adj1 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1", "x1 x1 x2 y2", []string{"M l t L r t L r b L l b Z M x1 x1 L x1 y2 L x2 y2 L x2 x1 Z"}},
	"can": {"adj 25000", "m */ 50000 h ss; a pin 0 adj m; y1 */ ss a 200000; y2 +- y1 y1 0; y3 +- b 0 y1", "l y2 r y3",
		[]string{"s M l y1 A wd2 y1 cd2 -10800000 L r y3 A wd2 y1 0 cd2 Z", "s +40 M l y1 A wd2 y1 cd2 21600000 Z", "f M r y1 A wd2 y1 0 cd2 A wd2 y1 cd2 cd2 L r y3 A wd2 y1 0 cd2 L l y1"}},
	"flowChartMagneticDisk": {"", "y2 */ h 5 6", "l hd3 r y2", []string{"M l hd6 A wd2 hd6 cd2 cd2 L r y2 A wd2 hd6 0 cd2 Z", "f M r hd6 A wd2 hd6 0 cd2"}},

	// Rectangles with round or cut corners.
	"roundRect":                 {"adj 16667", "a pin 0 adj 50000; u */ ss a 100000; " + corner, "il il ir ib", []string{allRound}},
	"flowChartAlternateProcess": {"", "u +- ssd6 0 0; " + corner, "il il ir ib", []string{allRound}},
	"flowChartTerminator":       {"", "x1 */ w 3475 21600; x2 +- r 0 x1; il */ w 1018 21600; it */ h 3163 21600; ir +- r 0 il; ib +- b 0 it", "il it ir ib", []string{"M x1 t L x2 t A x1 hd2 3cd4 cd2 L x1 b A x1 hd2 cd4 cd2 Z"}},
	"round1Rect":                {"adj 16667", "a pin 0 adj 50000; u */ ss a 100000; " + corner, "l t ir b", []string{"M l t L x2 t A u u 3cd4 cd4 L r b L l b Z"}},
	"round2SameRect": {"adj1 16667 adj2 0", twoCuts + "iu */ u 29289 100000; iv */ v 29289 100000; il max iu iv; ir +- r 0 il; ib +- b 0 iv", "il iu ir ib",
		[]string{"M u t L xu t A u u 3cd4 cd4 L r yv A v v 0 cd4 L v b A v v cd4 cd4 L l u A u u cd2 cd4 Z"}},
	"round2DiagRect": {"adj1 16667 adj2 0", twoCuts + "big max u v; il */ big 29289 100000; ir +- r 0 il; ib +- b 0 il", "il il ir ib",
		[]string{"M u t L xv t A v v 3cd4 cd4 L r yu A u u 0 cd4 L v b A v v cd4 cd4 L l u A u u cd2 cd4 Z"}},
	"snip1Rect": {"adj 16667", "a pin 0 adj 50000; u */ ss a 100000; x2 +- r 0 u; it */ u 1 2; ir +- r 0 it", "l it ir b", []string{"M l t L x2 t L r u L r b L l b Z"}},
	"snip2SameRect": {"adj1 16667 adj2 0", twoCuts + "big max u v; il */ big 1 2; ir +- r 0 il; it */ u 1 2; d */ v 1 2; ib +- b 0 d", "il it ir ib",
		[]string{"M u t L xu t L r u L r yv L xv b L v b L l yv L l u Z"}},
	"snip2DiagRect": {"adj1 0 adj2 16667", twoCuts + "big max u v; il */ big 1 2; ir +- r 0 il; ib +- b 0 il", "il il ir ib", []string{"M u t L xv t L r v L r yu L xu b L v b L l yv L l u Z"}},

	// Straight figures.
	"triangle":   {"adj 50000", "a pin 0 adj 100000; x1 */ w a 200000; x2 */ w a 100000; x3 +- x1 wd2 0", "x1 vc x3 b", []string{"M l b L x2 t L r b Z"}},
	"rtTriangle": {"", "it */ h 7 12; ir */ w 7 12; ib */ h 11 12; il +- wd12 0 0", "il it ir ib", []string{"M l b L l t L r b Z"}},
	"diamond":    rhombus, "flowChartDecision": rhombus,
	"parallelogram":        {"adj 25000", "m */ 100000 w ss; a pin 0 adj m; x2 */ ss a 100000; x5 +- r 0 x2; q1 */ 5 a m; q2 +/ 1 q1 12; il */ w q2 1; it */ h q2 1; ir +- r 0 il; ib +- b 0 it", "il it ir ib", []string{"M l b L x2 t L r t L x5 b Z"}},
	"flowChartInputOutput": {"", "x2 */ w 1 5; x5 */ w 4 5", "x2 t x5 b", []string{"M l b L x2 t L r t L x5 b Z"}},
	"trapezoid":            {"adj 25000", "m */ 50000 w ss; a pin 0 adj m; x2 */ ss a 100000; x3 +- r 0 x2; il */ wd3 a m; it */ hd3 a m; ir +- r 0 il", "il it ir b", []string{"M l b L x2 t L x3 t L r b Z"}},
	"homePlate":            {"adj 50000", "m */ 100000 w ss; a pin 0 adj m; d */ ss a 100000; x1 +- r 0 d; ir +/ x1 r 2", "l t ir b", []string{"M l t L x1 t L r vc L x1 b L l b Z"}},
	"chevron":              {"adj 50000", "m */ 100000 w ss; a pin 0 adj m; x1 */ ss a 100000; x2 +- r 0 x1; d +- x2 0 x1; il ?: d x1 l; ir ?: d x2 r", "il t ir b", []string{"M l t L x2 t L r vc L x2 b L l b L x1 vc Z"}},
	"hexagon": {"adj 25000 vf 115470", "m */ 50000 w ss; a pin 0 adj m; sh */ hd2 vf 100000; x1 */ ss a 100000; x2 +- r 0 x1; dy sin sh 3600000; y1 +- vc 0 dy; y2 +- vc dy 0; q1 */ m -1 2; q2 +- a q1 0; q3 ?: q2 4 2; q4 ?: q2 3 2; q5 ?: q2 q1 0; q6 +/ a q5 q1; q7 */ q6 q4 -1; q8 +- q3 q7 0; il */ w q8 24; it */ h q8 24; ir +- r 0 il; ib +- b 0 it", "il it ir ib",
		[]string{"M l vc L x1 y1 L x2 y1 L r vc L x2 y2 L x1 y2 Z"}},
	"octagon": {"adj 29289", "a pin 0 adj 50000; u */ ss a 100000; x2 +- r 0 u; y2 +- b 0 u; il */ u 1 2; ir +- r 0 il; ib +- b 0 il", "il il ir ib", []string{"M l u L u t L x2 t L r u L r y2 L x2 b L u b L l y2 Z"}},
	"plus": {"adj 25000", "a pin 0 adj 50000; u */ ss a 100000; x2 +- r 0 u; y2 +- b 0 u; d +- w 0 h; il ?: d l u; ir ?: d r x2; it ?: d u t; ib ?: d y2 b", "il it ir ib",
		[]string{"M l u L u u L u t L x2 t L x2 u L r u L r y2 L x2 y2 L x2 b L u b L u y2 L l y2 Z"}},
	"flowChartDocument": {"", "y1 */ h 17322 21600; y2 */ h 20172 21600; y3 */ h 23922 21600", "l t r y1", []string{"M l t L r t L r y1 C hc y1 hc y3 l y2 Z"}},

	// Arrows.
	"rightArrow":     {"adj1 50000 adj2 50000", "m */ 100000 w ss; " + lying + "x1 +- r 0 d; e */ y1 d hd2; x2 +- x1 e 0", "l y1 x2 y2", []string{"M l y1 L x1 y1 L x1 t L r vc L x1 b L x1 y2 L l y2 Z"}},
	"leftArrow":      {"adj1 50000 adj2 50000", "m */ 100000 w ss; " + lying + "e */ y1 d hd2; x1 +- d 0 e", "x1 y1 r y2", []string{"M l vc L d t L d y1 L r y1 L r y2 L d y2 L d b Z"}},
	"leftRightArrow": {"adj1 50000 adj2 50000", "m */ 50000 w ss; " + lying + "x3 +- r 0 d; e */ y1 d hd2; x1 +- d 0 e; x4 +- x3 e 0", "x1 y1 x4 y2", []string{"M l vc L d t L d y1 L x3 y1 L x3 t L r vc L x3 b L x3 y2 L d y2 L d b Z"}},
	"upArrow":        {"adj1 50000 adj2 50000", standing + "e */ x1 d wd2; y1 +- d 0 e", "x1 y1 x2 b", []string{"M l d L hc t L r d L x2 d L x2 b L x1 b L x1 d Z"}},
	"downArrow":      {"adj1 50000 adj2 50000", standing + "y1 +- b 0 d; e */ x1 d wd2; y2 +- y1 e 0", "x1 t x2 y2", []string{"M l y1 L x1 y1 L x1 t L x2 t L x2 y1 L r y1 L hc b Z"}},

	// Callouts: a side has the pointer that the place to point at is nearest to.
	"wedgeRectCallout": {"adj1 -20833 adj2 62500", pointer, "l t r b",
		[]string{"M l t L x1 t L xt yt L x2 t L r t L r y1 L xr yr L r y2 L r b L x2 b L xb yb L x1 b L l b L l y2 L xl yl L l y1 Z"}},
	"wedgeRoundRectCallout": {"adj1 -20833 adj2 62500 adj3 16667", pointer + "; a pin 0 adj3 50000; u */ ss a 100000; u2 +- r 0 u; v2 +- b 0 u; il */ u 29289 100000; ir +- r 0 il; ib +- b 0 il", "il il ir ib",
		[]string{"M l u A u u cd2 cd4 L x1 t L xt yt L x2 t L u2 t A u u 3cd4 cd4 L r y1 L xr yr L r y2 L r v2 A u u 0 cd4 L x2 b L xb yb L x1 b L u b A u u cd4 cd4 L l y2 L xl yl L l y1 Z"}},

	// Connectors with corners.
	"bentConnector2": {"", "", "", []string{"f M l t L r t L r b"}},
	"bentConnector3": {"adj1 50000", "x1 */ w adj1 100000", "", []string{"f M l t L x1 t L x1 b L r b"}},
}

var (
	round   = definition{"", inEllipse, "il it ir ib", []string{"M l vc A wd2 hd2 cd2 21600000 Z"}}
	rhombus = definition{"", "ir */ w 3 4; ib */ h 3 4", "wd4 hd4 ir ib", []string{"M l vc L hc t L r vc L hc b Z"}}
)

// Parts that several of them have in common.
const (
	corner   = "x2 +- r 0 u; y2 +- b 0 u; il */ u 29289 100000; ir +- r 0 il; ib +- b 0 il"
	allRound = "M l u A u u cd2 cd4 L x2 t A u u 3cd4 cd4 L r y2 A u u 0 cd4 L u b A u u cd4 cd4 Z"
	twoCuts  = "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; u */ ss a1 100000; v */ ss a2 100000; xu +- r 0 u; yu +- b 0 u; xv +- r 0 v; yv +- b 0 v; "
	lying    = "a1 pin 0 adj1 100000; a2 pin 0 adj2 m; d */ ss a2 100000; s */ h a1 200000; y1 +- vc 0 s; y2 +- vc s 0; "
	standing = "m */ 100000 h ss; a1 pin 0 adj1 100000; a2 pin 0 adj2 m; d */ ss a2 100000; s */ w a1 200000; x1 +- hc 0 s; x2 +- hc s 0; "
	pointer  = "dx */ w adj1 100000; dy */ h adj2 100000; px +- hc dx 0; py +- vc dy 0; q */ dx h w; up abs dy; side abs q; z +- up 0 side; g1 ?: dx 7 2; g2 ?: dx 10 5; x1 */ w g1 12; x2 */ w g2 12; k1 ?: dy 7 2; k2 ?: dy 10 5; y1 */ h k1 12; y2 */ h k2 12; " +
		"t1 ?: dx l px; xl ?: z l t1; t2 ?: dy x1 px; xt ?: z t2 x1; t3 ?: dx px r; xr ?: z r t3; t4 ?: dy px x1; xb ?: z t4 x1; t5 ?: dx y1 py; yl ?: z y1 t5; t6 ?: dy t py; yt ?: z t6 t; t7 ?: dx py y1; yr ?: z y1 t7; t8 ?: dy py b; yb ?: z t8 b"
)
