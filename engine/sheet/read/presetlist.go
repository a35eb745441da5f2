package read

import "fmt"

// presets are the figures, by name.
var presets = map[string]definition{
	// Brackets and braces.
	"leftBracket": {"adj 8333", "m */ 50000 h ss; a pin 0 adj m; y1 */ ss a 100000; y2 +- b 0 y1", "",
		[]string{"s M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4 Z", "f M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4"}},
	"rightBracket": {"adj 8333", "m */ 50000 h ss; a pin 0 adj m; y1 */ ss a 100000; y2 +- b 0 y1", "",
		[]string{"s M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4 Z", "f M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4"}},
	"leftBrace": {"adj1 8333 adj2 50000", "a2 pin 0 adj2 100000; q1 +- 100000 0 a2; q2 min q1 a2; q3 */ q2 1 2; m */ q3 h ss; a1 pin 0 adj1 m; y1 */ ss a1 100000; y3 */ h a2 100000; y4 +- y3 y1 0", "hc t r b",
		[]string{"s M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 -5400000 A wd2 y1 cd4 -5400000 L hc y1 A wd2 y1 cd2 cd4 Z",
			"f M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 -5400000 A wd2 y1 cd4 -5400000 L hc y1 A wd2 y1 cd2 cd4"}},
	"rightBrace": {"adj1 8333 adj2 50000", "a2 pin 0 adj2 100000; q1 +- 100000 0 a2; q2 min q1 a2; q3 */ q2 1 2; m */ q3 h ss; a1 pin 0 adj1 m; y1 */ ss a1 100000; y3 */ h a2 100000; y2 +- y3 0 y1; y4 +- b 0 y1", "l t hc b",
		[]string{"s M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 -5400000 A wd2 y1 3cd4 -5400000 L hc y4 A wd2 y1 0 cd4 Z",
			"f M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 -5400000 A wd2 y1 3cd4 -5400000 L hc y4 A wd2 y1 0 cd4"}},
	"bracketPair": {"adj 16667", "a pin 0 adj 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1; i */ x1 29289 100000; ir +- r 0 i; ib +- b 0 i", "i i ir ib",
		[]string{"s M l x1 A x1 x1 cd2 cd4 L x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4 L x1 b A x1 x1 cd4 cd4 Z",
			"f M x1 b A x1 x1 cd4 cd4 L l x1 A x1 x1 cd2 cd4 M x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4"}},
	"bracePair": {"adj 8333", "a pin 0 adj 25000; x1 */ ss a 100000; x2 */ ss a 50000; x3 +- r 0 x2; x4 +- r 0 x1; y2 +- vc 0 x1; y3 +- vc x1 0; y4 +- b 0 x1; i */ x1 29289 100000; il +- x1 i 0; ir +- r 0 il; ib +- b 0 i", "il i ir ib",
		[]string{"s M x2 b A x1 x1 cd4 cd4 L x1 y3 A x1 x1 0 -5400000 A x1 x1 cd4 -5400000 L x1 x1 A x1 x1 cd2 cd4 L x3 t A x1 x1 3cd4 cd4 L x4 y2 A x1 x1 cd2 -5400000 A x1 x1 3cd4 -5400000 L x4 y4 A x1 x1 0 cd4 Z",
			"f M x2 b A x1 x1 cd4 cd4 L x1 y3 A x1 x1 0 -5400000 A x1 x1 cd4 -5400000 L x1 x1 A x1 x1 cd2 cd4 M x3 t A x1 x1 3cd4 cd4 L x4 y2 A x1 x1 cd2 -5400000 A x1 x1 3cd4 -5400000 L x4 y4 A x1 x1 0 cd4"}},

	// Parts of ellipses.
	"arc":   {"adj1 16200000 adj2 0", sector + "; " + begin, "", []string{"s M x1 y1 A wd2 hd2 s1 sw L hc vc Z", "f M x1 y1 A wd2 hd2 s1 sw"}},
	"pie":   {"adj1 0 adj2 16200000", sector + "; " + begin + "; " + inEllipse, "il it ir ib", []string{"M x1 y1 A wd2 hd2 s1 sw L hc vc Z"}},
	"chord": {"adj1 2700000 adj2 16200000", sector + "; " + begin + "; " + inEllipse, "il it ir ib", []string{"M x1 y1 A wd2 hd2 s1 sw Z"}},
	"blockArc": {"adj1 10800000 adj2 0 adj3 25000", sector + "; " + begin + "; a3 pin 0 adj3 50000; isw +- 0 0 sw; dr */ ss a3 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; wt sin iw s2; ht cos ih s2; dx cat2 iw ht wt; dy sat2 ih ht wt; x2 +- hc dx 0; y2 +- vc dy 0", "",
		[]string{"M x1 y1 A wd2 hd2 s1 sw L x2 y2 A iw ih s2 isw Z"}},
	"pieWedge": {"", "", "", []string{"M l b A w h cd2 cd4 L r b Z"}},
	"teardrop": {"adj 100000", "a pin 0 adj 200000; tw */ wd2 141421 100000; th */ hd2 141421 100000; sw */ tw a 100000; sh */ th a 100000; dx cos sw 2700000; dy sin sh 2700000; x1 +- hc dx 0; y1 +- vc 0 dy; x2 +/ hc x1 2; y2 +/ vc y1 2; " + inEllipse, "il it ir ib",
		[]string{"M l vc A wd2 hd2 cd2 cd4 Q x2 t x1 y1 Q r y2 r vc A wd2 hd2 0 cd4 A wd2 hd2 cd4 cd4 Z"}},
	"moon": {"adj 50000", "a pin 0 adj 87500; x1 */ w a 100000; ym */ h 3 4; il */ w a 200000; y1 */ h 15 100; y2 */ h 85 100", "il y1 x1 y2",
		[]string{"M r b A w hd2 cd4 cd2 Q x1 hd4 x1 vc Q x1 ym r b Z"}},
	"heart": {"", "dx1 */ w 49 48; dx2 */ w 10 48; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; y1 +- t 0 hd3; il */ w 1 6; ir */ w 5 6; ib */ h 2 3; hd4b */ h 1 4", "il hd4b ir ib",
		[]string{"M hc hd4b C x3 y1 x4 hd4b hc b C x1 hd4b x2 y1 hc hd4b Z"}},
	"smileyFace": {"adj 4653", "a pin -4653 adj 4653; x1 */ w 4969 21699; x2 */ w 6215 21600; x3 */ w 13135 21600; x4 */ w 16640 21600; y1 */ h 7570 21600; y3 */ h 16515 21600; dy2 */ h a 100000; y2 +- y3 0 dy2; y4 +- y3 dy2 0; dy3 */ h a 50000; y5 +- y4 dy3 0; wR */ w 1125 21600; hR */ h 1125 21600; " + inEllipse, "il it ir ib",
		[]string{"s M l vc A wd2 hd2 cd2 21600000 Z", "-20 M x2 y1 A wR hR cd2 21600000 Z M x3 y1 A wR hR cd2 21600000 Z", "f M x1 y2 Q hc y5 x4 y2", "f M l vc A wd2 hd2 cd2 21600000 Z"}},
	"noSmoking": {"adj 18750", "a pin 0 adj 50000; dr */ ss a 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; hw */ dr 1 2; ang at2 w h; ca cos ih ang; sa sin iw ang; m mod ca sa 0; c */ iw ih m; ta at2 c hw; s1 +- ang ta 0; n1 +- 10800000 0 ta; sw +- n1 0 ta; wt1 sin iw s1; ht1 cos ih s1; dx1 cat2 iw ht1 wt1; dy1 sat2 ih ht1 wt1; x1 +- hc dx1 0; y1 +- vc dy1 0; s2 +- s1 10800000 0; x2 +- hc 0 dx1; y2 +- vc 0 dy1; " + inEllipse, "il it ir ib",
		[]string{"M l vc A wd2 hd2 cd2 -21600000 Z M x1 y1 A iw ih s1 sw Z M x2 y2 A iw ih s2 sw Z"}},
	// Solids, papers and signs.
	"cube": {"adj 25000", "a pin 0 adj 100000; y1 */ ss a 100000; y4 +- b 0 y1; x4 +- r 0 y1", "l y1 x4 b",
		[]string{"s M l y1 L x4 y1 L x4 b L l b Z", "s -20 M x4 y1 L r t L r y4 L x4 b Z", "s +20 M l y1 L y1 t L r t L x4 y1 Z", "f M l y1 L y1 t L r t L r y4 L x4 b L l b Z M l y1 L x4 y1 L r t M x4 y1 L x4 b"}},
	"bevel": {"adj 12500", "a pin 0 adj 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1", "x1 x1 x2 y2",
		[]string{"s M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z", "s +20 M l t L r t L x2 x1 L x1 x1 Z", "s -20 M l b L x1 y2 L x2 y2 L r b Z", "s +40 M l t L x1 x1 L x1 y2 L l b Z", "s -40 M r t L r b L x2 y2 L x2 x1 Z", "f M l t L r t L r b L l b Z M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z M l t L x1 x1 M l b L x1 y2 M r t L x2 x1 M r b L x2 y2"}},
	"foldedCorner": {"adj 16667", "a pin 0 adj 50000; d2 */ ss a 100000; d1 */ d2 1 5; x1 +- r 0 d2; x2 +- x1 d1 0; y2 +- b 0 d2; y1 +- y2 d1 0", "l t r y2",
		[]string{"s M l t L r t L r y2 L x1 b L l b Z", "s -20 M x1 b L x2 y1 L r y2 Z", "f M x1 b L x2 y1 L r y2 L x1 b L l b L l t L r t L r y2"}},
	"plaque": {"adj 16667", "a pin 0 adj 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1; il */ x1 70711 100000; ir +- r 0 il; ib +- b 0 il", "il il ir ib",
		[]string{"M l x1 A x1 x1 cd4 -5400000 L x2 t A x1 x1 cd2 -5400000 L r y2 A x1 x1 3cd4 -5400000 L x1 b A x1 x1 0 -5400000 Z"}},
	"halfFrame": {"adj1 33333 adj2 33333", "m2 */ 100000 w ss; a2 pin 0 adj2 m2; x1 */ ss a2 100000; g1 */ h x1 w; g2 +- h 0 g1; m1 */ 100000 g2 ss; a1 pin 0 adj1 m1; y1 */ ss a1 100000; dx2 */ y1 w h; x2 +- r 0 dx2; dy2 */ x1 h w; y2 +- b 0 dy2", "",
		[]string{"M l t L r t L x2 y1 L x1 y1 L x1 y2 L l b Z"}},
	"corner": {"adj1 50000 adj2 50000", "m1 */ 100000 h ss; m2 */ 100000 w ss; a1 pin 0 adj1 m1; a2 pin 0 adj2 m2; x1 */ ss a2 100000; dy1 */ ss a1 100000; y1 +- b 0 dy1", "l y1 r b",
		[]string{"M l t L x1 t L x1 y1 L r y1 L r b L l b Z"}},
	"diagStripe":    {"adj 50000", "a pin 0 adj 100000; x2 */ w a 100000; y2 */ h a 100000", "", []string{"M l y2 L x2 t L r t L l b Z"}},
	"lightningBolt": {"", "", "", []string{lightning}},
	"cloud":         {"", cloudGuides, "il it ir ib", []string{cloudPath, cloudFolds}},
	"cloudCallout": {"adj1 -20833 adj2 62500", cloudGuides + "; dx */ w adj1 100000; dy */ h adj2 100000; px +- hc dx 0; py +- vc dy 0; ht cat2 hd2 dx dy; wt sat2 wd2 dx dy; ex cat2 wd2 ht wt; ey sat2 hd2 ht wt; vx +- ex 0 dx; vy +- ey 0 dy; far mod vx vy 0; clear */ ss 6600 21600; left +- far 0 clear; part */ left 1 3; r1 */ ss 600 21600; r2 */ ss 1200 21600; r3 */ ss 1800 21600; " +
		"s2 +- part r3 0; x2 */ s2 vx far; y2 */ s2 vy far; k */ ss 4800 21600; s3 +- part part 0; s4 +- s3 k 0; x3 */ s4 vx far; y3 */ s4 vy far; a1 +- px r1 0; b2 +- px x2 0; a2 +- b2 r2 0; c2 +- py y2 0; b3 +- px x3 0; a3 +- b3 r3 0; c3 +- py y3 0", "il it ir ib",
		[]string{cloudPath, cloudFolds, "M a1 py A r1 r1 0 21600000 Z", "M a2 c2 A r2 r2 0 21600000 Z", "M a3 c3 A r3 r3 0 21600000 Z"}},
	"snipRoundRect": {"adj1 16667 adj2 16667", "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; x1 */ ss a1 100000; dx2 */ ss a2 100000; x2 +- r 0 dx2; il */ x1 29289 100000; ir +/ x2 r 2", "il il ir b",
		[]string{"M x1 t L x2 t L r dx2 L r b L l b L l x1 A x1 x1 cd2 cd4 Z"}},

	// Block arrows.
	"upDownArrow": {"adj1 50000 adj2 50000", "m */ 50000 h w; a1 pin 0 adj1 100000; a2 pin 0 adj2 m; y2 */ ss a2 100000; y3 +- b 0 y2; dx1 */ w a1 200000; x1 +- hc 0 dx1; x2 +- hc dx1 0", "x1 y2 x2 y3",
		[]string{"M l y2 L hc t L r y2 L x2 y2 L x2 y3 L r y3 L hc b L l y3 L x1 y3 L x1 y2 Z"}},
	"notchedRightArrow": {"adj1 50000 adj2 50000", "m */ 100000 w ss; a1 pin 0 adj1 100000; a2 pin 0 adj2 m; dx2 */ ss a2 100000; x2 +- r 0 dx2; dy1 */ h a1 200000; y1 +- vc 0 dy1; y2 +- vc dy1 0; x1 */ dy1 dx2 hd2; ir +- r 0 x1", "x1 y1 ir y2",
		[]string{"M l y1 L x2 y1 L x2 t L r vc L x2 b L x2 y2 L l y2 L x1 vc Z"}},
	"stripedRightArrow": {"adj1 50000 adj2 50000", "m */ 84375 w ss; a1 pin 0 adj1 100000; a2 pin 0 adj2 m; x4 */ ss 5 32; dx5 */ ss a2 100000; x5 +- r 0 dx5; dy1 */ h a1 200000; y1 +- vc 0 dy1; y2 +- vc dy1 0; dx6 */ dy1 dx5 hd2; x6 +- r 0 dx6", "x4 y1 x6 y2",
		[]string{"M l y1 L ssd32 y1 L ssd32 y2 L l y2 Z M ssd16 y1 L ssd8 y1 L ssd8 y2 L ssd16 y2 Z M x4 y1 L x5 y1 L x5 t L r vc L x5 b L x5 y2 L x4 y2 Z"}},
	"quadArrow": {"adj1 22500 adj2 22500 adj3 22500", "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q1 +- 100000 0 m1; m3 */ q1 1 2; a3 pin 0 adj3 m3; x1 */ ss a3 100000; dx2 */ ss a2 100000; x2 +- hc 0 dx2; x5 +- hc dx2 0; dx3 */ ss a1 200000; x3 +- hc 0 dx3; x4 +- hc dx3 0; x6 +- r 0 x1; y2 +- vc 0 dx2; y5 +- vc dx2 0; y3 +- vc 0 dx3; y4 +- vc dx3 0; y6 +- b 0 x1", "",
		[]string{"M l vc L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L hc t L x5 x1 L x4 x1 L x4 y3 L x6 y3 L x6 y2 L r vc L x6 y5 L x6 y4 L x4 y4 L x4 y6 L x5 y6 L hc b L x2 y6 L x3 y6 L x3 y4 L x1 y4 L x1 y5 Z"}},
	"leftRightUpArrow": {"adj1 25000 adj2 25000 adj3 25000", "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q1 +- 100000 0 m1; m3 */ q1 1 2; a3 pin 0 adj3 m3; x1 */ ss a3 100000; dx2 */ ss a2 100000; x2 +- hc 0 dx2; x5 +- hc dx2 0; dx3 */ ss a1 200000; x3 +- hc 0 dx3; x4 +- hc dx3 0; x6 +- r 0 x1; dy2 */ ss a2 50000; y2 +- b 0 dy2; y4 +- b 0 dx2; y3 +- y4 0 dx3; y5 +- y4 dx3 0", "",
		[]string{"M l y4 L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L hc t L x5 x1 L x4 x1 L x4 y3 L x6 y3 L x6 y2 L r y4 L x6 b L x6 y5 L x1 y5 L x1 b Z"}},
	"leftUpArrow": {"adj1 25000 adj2 25000 adj3 25000", "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 +- 100000 0 m1; a3 pin 0 adj3 m3; x1 */ ss a3 100000; dx2 */ ss a2 50000; x2 +- r 0 dx2; y2 +- b 0 dx2; dx4 */ ss a2 100000; x4 +- r 0 dx4; y4 +- b 0 dx4; dx3 */ ss a1 200000; x3 +- x4 0 dx3; x5 +- x4 dx3 0; y3 +- y4 0 dx3; y5 +- y4 dx3 0", "",
		[]string{"M l y4 L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L x4 t L r x1 L x5 x1 L x5 y5 L x1 y5 L x1 b Z"}},
	"bentUpArrow": {"adj1 25000 adj2 25000 adj3 25000", "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; a3 pin 0 adj3 50000; y1 */ ss a3 100000; dx1 */ ss a2 50000; x1 +- r 0 dx1; dx3 */ ss a2 100000; x3 +- r 0 dx3; dx2 */ ss a1 200000; x2 +- x3 0 dx2; x4 +- x3 dx2 0; dy2 */ ss a1 100000; y2 +- b 0 dy2", "l y2 x4 b",
		[]string{"M l y2 L x2 y2 L x2 y1 L x1 y1 L x3 t L r y1 L x4 y1 L x4 b L l b Z"}},
	"bentArrow": {"adj1 25000 adj2 25000 adj3 25000 adj4 43750", "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; a3 pin 0 adj3 50000; th */ ss a1 100000; aw2 */ ss a2 100000; th2 */ th 1 2; dh2 +- aw2 0 th2; ah */ ss a3 100000; bw +- r 0 ah; bh +- b 0 dh2; bs min bw bh; m4 */ 100000 bs ss; a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x4 +- r 0 ah; y3 +- dh2 th 0; y4 +- y3 dh2 0; y5 +- dh2 bd 0; y6 +- y3 bd2 0", "",
		[]string{"M l b L l y5 A bd bd cd2 cd4 L x4 dh2 L x4 t L r aw2 L x4 y4 L x4 y3 L x3 y3 A bd2 bd2 3cd4 -5400000 L th b Z"}},
	"uturnArrow": {"adj1 25000 adj2 25000 adj3 25000 adj4 43750 adj5 75000", "a2 pin 0 adj2 25000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q2 */ a1 ss h; q3 +- 100000 0 q2; m3 */ q3 h ss; a3 pin 0 adj3 m3; q1 +- a3 a1 0; n5 */ q1 ss h; a5 pin n5 adj5 100000; th */ ss a1 100000; aw2 */ ss a2 100000; th2 */ th 1 2; dh2 +- aw2 0 th2; y5 */ h a5 100000; ah */ ss a3 100000; y4 +- y5 0 ah; x9 +- r 0 dh2; bw */ x9 1 2; bs min bw y4; m4 */ bs 100000 ss; a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x8 +- r 0 aw2; x6 +- x8 0 aw2; x7 +- x6 dh2 0; x4 +- x9 0 bd; x5 +- x7 0 bd2", "",
		[]string{"M l b L l bd A bd bd cd2 cd4 L x4 t A bd bd 3cd4 cd4 L x9 y4 L r y4 L x8 y5 L x6 y4 L x7 y4 L x7 x3 A bd2 bd2 0 -5400000 L x3 th A bd2 bd2 3cd4 -5400000 L th b Z"}},
	"curvedRightArrow": {"adj1 25000 adj2 50000 adj3 25000", "m2 */ 50000 h ss; a2 pin 0 adj2 m2; a1 pin 0 adj1 a2; th */ ss a1 100000; aw */ ss a2 100000; q1 +/ th aw 4; hR +- hd2 0 q1; q7 */ hR 2 1; q8 */ q7 q7 1; q9 */ th th 1; q10 +- q8 0 q9; q11 sqrt q10; idx */ q11 w q7; m3 */ 100000 idx ss; a3 pin 0 adj3 m3; ah */ ss a3 100000; y3 +- hR th 0; q2 */ w w 1; q3 */ ah ah 1; q4 +- q2 0 q3; q5 sqrt q4; dy */ q5 hR w; y5 +- hR dy 0; y7 +- y3 dy 0; q6 +- aw 0 th; dh */ q6 1 2; y4 +- y5 0 dh; y8 +- y7 dh 0; aw2 */ aw 1 2; y6 +- b 0 aw2; x1 +- r 0 ah; sa at2 dy ah; mp +- sa 0 cd4; mq +- cd4 0 sa; s0 +- cd4 sa 0", "",
		[]string{"-20 M r th A w hR 3cd4 -5400000 L l hR A w hR cd2 cd4 Z", "M l hR A w hR cd2 mp L x1 y4 L r y6 L x1 y8 L x1 y7 A w hR s0 mq Z"}},
	"rightArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 64977", "m2 */ 50000 h ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 100000 w ss; a3 pin 0 adj3 m3; q2 */ a3 ss w; m4 +- 100000 0 q2; a4 pin 0 adj4 m4; dy1 */ ss a2 100000; dy2 */ ss a1 200000; y1 +- vc 0 dy1; y2 +- vc 0 dy2; y3 +- vc dy2 0; y4 +- vc dy1 0; dx3 */ ss a3 100000; x3 +- r 0 dx3; x2 */ w a4 100000", "l t x2 b",
		[]string{"M l t L x2 t L x2 y2 L x3 y2 L x3 y1 L r vc L x3 y4 L x3 y3 L x2 y3 L x2 b L l b Z"}},
	"leftArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 64977", "m2 */ 50000 h ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 100000 w ss; a3 pin 0 adj3 m3; q2 */ a3 ss w; m4 +- 100000 0 q2; a4 pin 0 adj4 m4; dy1 */ ss a2 100000; dy2 */ ss a1 200000; y1 +- vc 0 dy1; y2 +- vc 0 dy2; y3 +- vc dy2 0; y4 +- vc dy1 0; x1 */ ss a3 100000; dx2 */ w a4 100000; x2 +- r 0 dx2", "x2 t r b",
		[]string{"M l vc L x1 y1 L x1 y2 L x2 y2 L x2 t L r t L r b L x2 b L x2 y3 L x1 y3 L x1 y4 Z"}},
	"downArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 64977", "m2 */ 50000 w ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 100000 h ss; a3 pin 0 adj3 m3; q2 */ a3 ss h; m4 +- 100000 0 q2; a4 pin 0 adj4 m4; dx1 */ ss a2 100000; dx2 */ ss a1 200000; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; dy3 */ ss a3 100000; y3 +- b 0 dy3; y2 */ h a4 100000", "l t r y2",
		[]string{"M l t L r t L r y2 L x3 y2 L x3 y3 L x4 y3 L hc b L x1 y3 L x2 y3 L x2 y2 L l y2 Z"}},
	"upArrowCallout": {"adj1 25000 adj2 25000 adj3 25000 adj4 64977", "m2 */ 50000 w ss; a2 pin 0 adj2 m2; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 */ 100000 h ss; a3 pin 0 adj3 m3; q2 */ a3 ss h; m4 +- 100000 0 q2; a4 pin 0 adj4 m4; dx1 */ ss a2 100000; dx2 */ ss a1 200000; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; y1 */ ss a3 100000; dy2 */ h a4 100000; y2 +- b 0 dy2", "l y2 r b",
		[]string{"M l y2 L x2 y2 L x2 y1 L x1 y1 L hc t L x4 y1 L x3 y1 L x3 y2 L r y2 L r b L l b Z"}},

	// Flow charts.
	"flowChartPredefinedProcess": {"", "x1 */ w 1 8; x2 */ w 7 8", "x1 t x2 b", []string{"M l t L r t L r b L l b Z", "f M x1 t L x1 b M x2 t L x2 b"}},
	"flowChartInternalStorage":   {"", "x1 */ w 1 8; y1 */ h 1 8", "x1 y1 r b", []string{"M l t L r t L r b L l b Z", "f M x1 t L x1 b M l y1 L r y1"}},
	"flowChartMultidocument": {"", "y2 */ h 3675 21600; y8 */ h 20782 21600; x3 */ w 9298 21600; x4 */ w 12286 21600; x5 */ w 18595 21600; y18 */ h 18022 21600; y23 */ h 23542 21600; x1 */ w 1532 21600; y1 */ h 1815 21600; x20 */ w 20000 21600; y16 */ h 16252 21600; x19 */ w 19298 21600; y162 */ h 16352 21600; x2 */ w 2972 21600; y14 */ h 14392 21600; x208 */ w 20800 21600; y144 */ h 14467 21600", "l y2 x5 y18",
		[]string{"s M l y8 C x3 y23 x3 y18 x5 y18 L x5 y2 L l y2 Z M x1 y2 L x1 y1 L x20 y1 L x20 y16 C x19 y16 x5 y162 x5 y162 L x5 y2 Z M x2 y1 L x2 t L r t L r y14 C x208 y14 x20 y144 x20 y144 L x20 y1 Z",
			"f M l y2 L x5 y2 L x5 y18 C x3 y18 x3 y23 l y8 Z M x1 y2 L x1 y1 L x20 y1 L x20 y16 C x19 y16 x5 y162 x5 y162 M x2 y1 L x2 t L r t L r y14 C x208 y14 x20 y144 x20 y144"}},
	"flowChartPreparation":      {"", "x1 */ w 2 10; x2 */ w 8 10", "x1 t x2 b", []string{"M l vc L x1 t L x2 t L r vc L x2 b L x1 b Z"}},
	"flowChartManualInput":      {"", "y1 */ h 1 5", "l y1 r b", []string{"M l y1 L r t L r b L l b Z"}},
	"flowChartManualOperation":  {"", "x1 */ w 1 5; x2 */ w 4 5", "x1 t x2 b", []string{"M l t L r t L x2 b L x1 b Z"}},
	"flowChartOffpageConnector": {"", "y1 */ h 4 5", "l t r y1", []string{"M l t L r t L r y1 L hc b L l y1 Z"}},
	"flowChartPunchedCard":      {"", "x1 */ w 1 5; y1 */ h 1 5", "l y1 r b", []string{"M l y1 L x1 t L r t L r b L l b Z"}},
	"flowChartPunchedTape":      {"", "y1 */ h 2 20; y9 */ h 18 20; wq */ w 1 4; y2 */ h 1 5; y8 */ h 4 5; wn +- 0 0 cd2", "l y2 r y8", []string{"M l y1 A wq y1 cd2 -10800000 A wq y1 cd2 cd2 L r y9 A wq y1 0 -10800000 A wq y1 0 cd2 Z"}},
	"flowChartSummingJunction":  {"", inEllipse, "il it ir ib", []string{"M l vc A wd2 hd2 cd2 21600000 Z", "f M il it L ir ib M ir it L il ib"}},
	"flowChartOr":               {"", inEllipse, "il it ir ib", []string{"M l vc A wd2 hd2 cd2 21600000 Z", "f M hc t L hc b M l vc L r vc"}},
	"flowChartCollate":          {"", "ir */ w 3 4; ib */ h 3 4", "wd4 hd4 ir ib", []string{"M l t L r t L hc vc L r b L l b L hc vc Z"}},
	"flowChartSort":             {"", "ir */ w 3 4; ib */ h 3 4", "wd4 hd4 ir ib", []string{"M l vc L hc t L r vc L hc b Z", "f M l vc L r vc"}},
	"flowChartExtract":          {"", "x2 */ w 3 4", "wd4 vc x2 b", []string{"M l b L hc t L r b Z"}},
	"flowChartMerge":            {"", "x2 */ w 3 4", "wd4 t x2 vc", []string{"M l t L r t L hc b Z"}},
	"flowChartOnlineStorage":    {"", "x1 */ w 1 6; x2 */ w 5 6", "x1 t x2 b", []string{"M x1 t L r t A x1 hd2 3cd4 -10800000 L x1 b A x1 hd2 cd4 cd2 Z"}},
	"flowChartOfflineStorage":   {"", "x1 */ w 2 5; x2 */ w 3 5; y1 */ h 4 5; i2 */ w 3 4", "wd4 t i2 vc", []string{"M l t L r t L hc b Z", "f M x1 y1 L x2 y1"}},
	"flowChartDelay":            {"", inEllipse, "l it ir ib", []string{"M l t L hc t A wd2 hd2 3cd4 cd2 L l b Z"}},
	"flowChartMagneticTape":     {"", inEllipse + "; a at2 w h", "il it ir ib", []string{"M hc b A wd2 hd2 cd4 cd4 A wd2 hd2 cd2 cd4 A wd2 hd2 3cd4 cd4 A wd2 hd2 0 a L r ib L r b Z"}},
	"flowChartMagneticDrum":     {"", "x1 */ w 1 6; x2 */ w 2 3; x5 */ w 5 6", "x1 t x2 b", []string{"M x1 t L x5 t A x1 hd2 3cd4 cd2 L x1 b A x1 hd2 cd4 cd2 Z", "f M x5 b A x1 hd2 cd4 cd2"}},
	"flowChartDisplay":          {"", "x1 */ w 1 6; x5 */ w 5 6", "x1 t x5 b", []string{"M l vc L x1 t L x5 t A x1 hd2 3cd4 cd2 L x1 b Z"}},

	// Ribbons, scrolls and waves.
	"ribbon2": {"adj1 16667 adj2 50000", ribbon + "; y1 +- b 0 dy1; y2 +- b 0 dy2; y4 +- t dy2 0; y3 +/ y4 b 2; y6 +- b 0 hR; y7 +- y1 0 hR", "x2 t x9 y2",
		[]string{"s M l b L x4 b A w32 hR cd4 -10800000 L x3 y1 A w32 hR cd4 cd2 L x8 y2 A w32 hR 3cd4 cd2 L x7 y1 A w32 hR 3cd4 -10800000 L r b L x10 y3 L r y4 L x9 y4 L x9 hR A w32 hR 0 -5400000 L x3 t A w32 hR 3cd4 -5400000 L x2 y4 L l y4 L wd8 y3 Z",
			"s -20 M x5 y6 A w32 hR 0 -5400000 L x3 y1 A w32 hR cd4 cd2 L x5 y2 Z M x6 y6 A w32 hR cd2 cd4 L x8 y1 A w32 hR cd4 -10800000 L x6 y2 Z",
			"f M l b L wd8 y3 L l y4 L x2 y4 L x2 hR A w32 hR cd2 cd4 L x8 t A w32 hR 3cd4 cd4 L x9 y4 L r y4 L x10 y3 L r b L x7 b A w32 hR cd4 cd2 L x8 y1 A w32 hR cd4 -10800000 L x3 y2 A w32 hR 3cd4 -10800000 L x4 y1 A w32 hR 3cd4 cd2 Z M x5 y2 L x5 y6 M x6 y6 L x6 y2 M x2 y7 L x2 y4 M x9 y4 L x9 y7"}},
	"ribbon": {"adj1 16667 adj2 50000", ribbon + "; y1 */ h a1 200000; y2 */ h a1 100000; y4 +- b 0 y2; y3 */ y4 1 2; y5 +- b 0 hR; y6 +- y2 0 hR", "x2 y2 x9 b",
		[]string{"s M l t L x4 t A w32 hR 3cd4 cd2 L x3 y1 A w32 hR 3cd4 -10800000 L x8 y2 A w32 hR cd4 -10800000 L x7 y1 A w32 hR cd4 cd2 L r t L x10 y3 L r y4 L x9 y4 L x9 y5 A w32 hR 0 cd4 L x3 b A w32 hR cd4 cd4 L x2 y4 L l y4 L wd8 y3 Z",
			"s -20 M x5 hR A w32 hR 0 cd4 L x3 y1 A w32 hR 3cd4 -10800000 L x5 y2 Z M x6 hR A w32 hR cd2 -5400000 L x8 y1 A w32 hR 3cd4 cd2 L x6 y2 Z",
			"f M l t L x4 t A w32 hR 3cd4 cd2 L x3 y1 A w32 hR 3cd4 -10800000 L x8 y2 A w32 hR cd4 -10800000 L x7 y1 A w32 hR cd4 cd2 L r t L x10 y3 L r y4 L x9 y4 L x9 y5 A w32 hR 0 cd4 L x3 b A w32 hR cd4 cd4 L x2 y4 L l y4 L wd8 y3 Z M x5 hR L x5 y2 M x6 y2 L x6 hR M x2 y4 L x2 y6 M x9 y6 L x9 y4"}},
	"verticalScroll": {"adj 12500", "a pin 0 adj 25000; ch */ ss a 100000; ch2 */ ch 1 2; ch4 */ ch 1 4; x3 +- ch ch2 0; x4 +- ch ch 0; x6 +- r 0 ch; x7 +- r 0 ch2; x5 +- x6 0 ch2; y3 +- b 0 ch; y4 +- b 0 ch2", "ch ch x6 y4",
		[]string{"s M ch2 b A ch2 ch2 cd4 -5400000 L ch2 y4 A ch4 ch4 cd4 -10800000 L ch y3 L ch ch2 A ch2 ch2 cd2 cd4 L x7 t A ch2 ch2 3cd4 cd2 L x6 ch L x6 y4 A ch2 ch2 0 cd4 Z M x4 ch2 A ch2 ch2 0 cd4 A ch4 ch4 cd4 cd2 Z",
			"s -20 M x4 ch2 A ch2 ch2 0 cd4 A ch4 ch4 cd4 cd2 Z M ch y4 A ch2 ch2 0 3cd4 A ch4 ch4 3cd4 cd2 Z",
			"f M ch y3 L ch ch2 A ch2 ch2 cd2 cd4 L x7 t A ch2 ch2 3cd4 cd2 L x6 ch L x6 y4 A ch2 ch2 0 cd4 L ch2 b A ch2 ch2 cd4 cd2 Z M x3 t A ch2 ch2 3cd4 cd2 A ch4 ch4 cd4 cd2 L x4 ch2 M x6 ch L x3 ch M ch2 y3 A ch4 ch4 3cd4 cd2 L ch y4 M ch2 b A ch2 ch2 cd4 -5400000 L ch y3"}},
	"horizontalScroll": {"adj 12500", "a pin 0 adj 25000; ch */ ss a 100000; ch2 */ ch 1 2; ch4 */ ch 1 4; y3 +- ch ch2 0; y4 +- ch ch 0; y6 +- b 0 ch; y7 +- b 0 ch2; y5 +- y6 0 ch2; x3 +- r 0 ch; x4 +- r 0 ch2", "ch ch x4 y6",
		[]string{"s M r ch2 A ch2 ch2 0 cd4 L x4 ch2 A ch4 ch4 0 cd2 L x3 ch L ch2 ch A ch2 ch2 3cd4 -5400000 L l y7 A ch2 ch2 cd2 -10800000 L ch y6 L x4 y6 A ch2 ch2 cd4 -5400000 Z M ch2 y4 A ch2 ch2 cd4 -5400000 A ch4 ch4 0 -10800000 Z",
			"s -20 M ch2 y4 A ch2 ch2 cd4 -5400000 A ch4 ch4 0 -10800000 Z M x4 ch A ch2 ch2 cd4 -16200000 A ch4 ch4 cd2 -10800000 Z",
			"f M l y3 A ch2 ch2 cd2 cd4 L x3 ch L x3 ch2 A ch2 ch2 cd2 cd2 L r y5 A ch2 ch2 0 cd4 L ch y6 L ch y7 A ch2 ch2 0 cd2 Z M x3 ch L x4 ch A ch2 ch2 cd4 -5400000 M x4 ch L x4 ch2 A ch4 ch4 0 cd2 M ch2 y4 L ch2 y3 A ch4 ch4 cd2 cd2 A ch2 ch2 0 cd2 M ch y3 L ch y6"}},
	"wave": {"adj1 12500 adj2 0", "a1 pin 0 adj1 20000; a2 pin -10000 adj2 10000; y1 */ h a1 100000; dy2 */ y1 10 3; y2 +- y1 0 dy2; y3 +- y1 dy2 0; y4 +- b 0 y1; y5 +- y4 0 dy2; y6 +- y4 dy2 0; of2 */ w a2 50000; dx2 ?: of2 0 of2; x2 +- l 0 dx2; dx5 ?: of2 of2 0; x5 +- r 0 dx5; dx3 +/ dx2 x5 3; x3 +- x2 dx3 0; x4 +/ x3 x5 2; x6 +- l dx5 0; x10 +- r dx2 0; x7 +- x6 dx3 0; x8 +/ x7 x10 2; it */ h a1 50000; ib +- b 0 it", "l it r ib",
		[]string{"M x2 y1 C x3 y2 x4 y3 x5 y1 L x10 y4 C x8 y6 x7 y5 x6 y4 Z"}},
	"doubleWave": {"adj1 6250 adj2 0", "a1 pin 0 adj1 12500; y1 */ h a1 100000; dy2 */ y1 10 3; y2 +- y1 0 dy2; y3 +- y1 dy2 0; y4 +- b 0 y1; y5 +- y4 0 dy2; y6 +- y4 dy2 0; x3 */ w 1 6; x4 */ w 1 3; x6 */ w 2 3; x7 */ w 5 6; it */ h a1 50000; ib +- b 0 it", "l it r ib",
		[]string{"M l y1 C x3 y2 x4 y3 hc y1 C x6 y2 x7 y3 r y1 L r y4 C x7 y6 x6 y5 hc y4 C x4 y6 x3 y5 l y4 Z"}},

	// Signs of arithmetic.
	"mathPlus":     {"adj1 23520", "a pin 0 adj1 73490; dx1 */ w 73490 200000; dy1 */ h 73490 200000; dx2 */ ss a 200000; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; y1 +- vc 0 dy1; y2 +- vc 0 dx2; y3 +- vc dx2 0; y4 +- vc dy1 0", "x1 y2 x4 y3", []string{"M x1 y2 L x2 y2 L x2 y1 L x3 y1 L x3 y2 L x4 y2 L x4 y3 L x3 y3 L x3 y4 L x2 y4 L x2 y3 L x1 y3 Z"}},
	"mathMinus":    {"adj1 23520", "a pin 0 adj1 100000; dy1 */ h a 200000; dx1 */ w 73490 200000; y1 +- vc 0 dy1; y2 +- vc dy1 0; x1 +- hc 0 dx1; x2 +- hc dx1 0", "x1 y1 x2 y2", []string{"M x1 y1 L x2 y1 L x2 y2 L x1 y2 Z"}},
	"mathEqual":    {"adj1 23520 adj2 11760", "a1 pin 0 adj1 36745; m */ a1 2 1; n +- 100000 0 m; a2 pin 0 adj2 n; dy1 */ h a1 100000; dy2 */ h a2 200000; dx1 */ w 73490 200000; y2 +- vc 0 dy2; y3 +- vc dy2 0; y1 +- y2 0 dy1; y4 +- y3 dy1 0; x1 +- hc 0 dx1; x2 +- hc dx1 0", "x1 y1 x2 y4", []string{"M x1 y1 L x2 y1 L x2 y2 L x1 y2 Z M x1 y3 L x2 y3 L x2 y4 L x1 y4 Z"}},
	"mathDivide":   {"adj1 23520 adj2 5880 adj3 11760", "a1 pin 1000 adj1 36745; m +- 0 0 a1; q +/ 73490 m 4; q2 */ 36745 w h; a3 pin 1000 adj3 q; n +- 73490 0 a1; k */ a3 4 1; p +- n 0 k; a2 pin 0 adj2 p; dy1 */ h a1 200000; yg */ h a2 100000; rad */ h a3 100000; dx1 */ w 73490 200000; y3 +- vc 0 dy1; y4 +- vc dy1 0; c +- yg rad 0; y2 +- y3 0 c; y1 +- y2 0 rad; y5 +- b 0 y1; x1 +- hc 0 dx1; x3 +- hc dx1 0", "x1 y3 x3 y4", []string{"M hc y1 A rad rad 3cd4 21600000 Z M hc y5 A rad rad cd4 21600000 Z M x1 y3 L x3 y3 L x3 y4 L x1 y4 Z"}},
	"mathMultiply": {"adj1 23520", "a1 pin 0 adj1 51965; th */ ss a1 100000; a at2 w h; sa sin 1 a; ca cos 1 a; ta tan 1 a; dl mod w h 0; rw */ dl 51965 100000; lM +- dl 0 rw; xM cos lM a; yM sin lM a; xM2 */ xM 1 2; yM2 */ yM 1 2; dxAM sin th a; dx1 */ dxAM 1 2; dyAM cos th a; dy1 */ dyAM 1 2; xA +- xM2 0 dx1; yA +- yM2 dy1 0; xB +- xM2 dx1 0; yB +- yM2 0 dy1; xBC +- hc 0 xB; yBC */ xBC ta 1; yC +- yBC yB 0; xD +- r 0 xB; xE +- r 0 xA; yFE +- vc 0 yA; xFE */ yFE 1 ta; xF +- xE 0 xFE; xL +- xA xFE 0; yG +- b 0 yA; yH +- b 0 yB; yI +- b 0 yC", "xA yB xE yH", []string{"M xA yA L xB yB L hc yC L xD yB L xE yA L xF vc L xE yG L xD yH L hc yI L xB yH L xA yG L xL vc Z"}},

	// Callouts.
	"wedgeEllipseCallout": {"adj1 -20833 adj2 62500", "dxP */ w adj1 100000; dyP */ h adj2 100000; xP +- hc dxP 0; yP +- vc dyP 0; sdx */ dxP h 1; sdy */ dyP w 1; pa at2 sdx sdy; s1 +- pa 660000 0; e1 +- pa 0 660000; dx1 cos wd2 s1; dy1 sin hd2 s1; x1 +- hc dx1 0; y1 +- vc dy1 0; dx2 cos wd2 e1; dy2 sin hd2 e1; x2 +- hc dx2 0; y2 +- vc dy2 0; st at2 dx1 dy1; en at2 dx2 dy2; d1 +- en 0 st; d2 +- d1 21600000 0; sw ?: d1 d1 d2; " + inEllipse, "il it ir ib",
		[]string{"M xP yP L x1 y1 A wd2 hd2 st sw Z"}},
	"borderCallout1":       {"adj1 18750 adj2 -8333 adj3 112500 adj4 -38333", callout1, "", []string{"M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2"}},
	"borderCallout2":       {"adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 112500 adj6 -46667", callout2, "", []string{"M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2 L x3 y3"}},
	"borderCallout3":       {"adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 100000 adj6 -16667 adj7 112963 adj8 -8333", callout3, "", []string{"M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2 L x3 y3 L x4 y4"}},
	"accentCallout1":       {"adj1 18750 adj2 -8333 adj3 112500 adj4 -38333", callout1, "", []string{"s M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2"}},
	"accentCallout2":       {"adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 112500 adj6 -46667", callout2, "", []string{"s M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2 L x3 y3"}},
	"callout1":             {"adj1 18750 adj2 -8333 adj3 112500 adj4 -38333", callout1, "", []string{"s M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2"}},
	"callout2":             {"adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 112500 adj6 -46667", callout2, "", []string{"s M l t L r t L r b L l b Z", "f M x1 y1 L x2 y2 L x3 y3"}},
	"accentBorderCallout1": {"adj1 18750 adj2 -8333 adj3 112500 adj4 -38333", callout1, "", []string{"M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2"}},
	"accentBorderCallout2": {"adj1 18750 adj2 -8333 adj3 18750 adj4 -16667 adj5 112500 adj6 -46667", callout2, "", []string{"M l t L r t L r b L l b Z", "f M x1 t L x1 b M x1 y1 L x2 y2 L x3 y3"}},

	// Connectors.
	"bentConnector4":   {"adj1 50000 adj2 50000", "x1 */ w adj1 100000; y2 */ h adj2 100000", "", []string{"f M l t L x1 t L x1 y2 L r y2 L r b"}},
	"bentConnector5":   {"adj1 50000 adj2 50000 adj3 50000", "x1 */ w adj1 100000; x3 */ w adj3 100000; y2 */ h adj2 100000", "", []string{"f M l t L x1 t L x1 y2 L x3 y2 L x3 b L r b"}},
	"curvedConnector2": {"", "", "", []string{"f M l t C wd2 t r hd2 r b"}},
	"curvedConnector3": {"adj1 50000", "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; y3 */ h 3 4", "", []string{"f M l t C x1 t x2 hd4 x2 vc C x2 y3 x3 b r b"}},
	"curvedConnector4": {"adj1 50000 adj2 50000", "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; x4 +/ x2 x3 2; x5 +/ x3 r 2; y4 */ h adj2 100000; y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2", "", []string{"f M l t C x1 t x2 y2 x2 y1 C x2 y3 x4 y4 x3 y4 C x5 y4 r y5 r b"}},
	"curvedConnector5": {"adj1 50000 adj2 50000 adj3 50000", "x3 */ w adj1 100000; x6 */ w adj3 100000; x1 +/ x3 x6 2; x2 +/ l x3 2; x4 +/ x3 x1 2; x5 +/ x6 x1 2; x7 +/ x6 r 2; y4 */ h adj2 100000; y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2; y6 +/ y5 y4 2; y7 +/ y5 b 2", "", []string{"f M l t C x2 t x3 y2 x3 y1 C x3 y3 x4 y4 x1 y4 C x5 y4 x6 y6 x6 y5 C x6 y7 x7 b r b"}},
}

// Parts that several figures have in common.
const (
	// sector is the angle between two adjustments, begin the point at the first.
	sector = "s1 pin 0 adj1 21599999; s2 pin 0 adj2 21599999; d1 +- s2 0 s1; d2 +- d1 21600000 0; sw ?: d1 d1 d2"
	begin  = "wt1 sin wd2 s1; ht1 cos hd2 s1; dx1 cat2 wd2 ht1 wt1; dy1 sat2 hd2 ht1 wt1; x1 +- hc dx1 0; y1 +- vc dy1 0"
	// inEllipse is the rectangle in an ellipse.
	inEllipse = "idx cos wd2 2700000; idy sin hd2 2700000; il +- hc 0 idx; ir +- hc idx 0; it +- vc 0 idy; ib +- vc idy 0"
	callout1  = "y1 */ h adj1 100000; x1 */ w adj2 100000; y2 */ h adj3 100000; x2 */ w adj4 100000"
	callout2  = callout1 + "; y3 */ h adj5 100000; x3 */ w adj6 100000"
	callout3  = callout2 + "; y4 */ h adj7 100000; x4 */ w adj8 100000"
	ribbon    = "a1 pin 0 adj1 33333; a2 pin 25000 adj2 75000; x10 +- r 0 wd8; dx2 */ w a2 200000; x2 +- hc 0 dx2; x9 +- hc dx2 0; w32 +- wd32 0 0; x3 +- x2 wd32 0; x8 +- x9 0 wd32; x5 +- x2 wd8 0; x6 +- x9 0 wd8; x4 +- x5 0 wd32; x7 +- x6 wd32 0; dy1 */ h a1 200000; dy2 */ h a1 100000; hR */ h a1 400000"

	cloudGuides = "il */ w 2977 21600; it */ h 3262 21600; ir */ w 17087 21600; ib */ h 17337 21600"
)

// lightning and cloud are drawn on grids of their own.
var (
	lightning = onGrid(21600, 21600, "M 8472 0 L 12860 6080 L 11050 6797 L 16577 12007 L 14767 12877 L 21600 21600 L 10012 14915 L 12222 13987 L 5022 9705 L 7602 8382 L 0 3890 Z")
	cloudPath = onGrid(43200, 43200, "M 3900 14370 A 6753 9190 -11429249 7426832 A 5333 7267 -8646143 5396714 A 4365 5945 -8748475 5983381 A 4857 6595 -7859164 7034504 A 5333 7273 -4722533 6541615 A 6775 9220 -2776035 7816140 A 5785 7867 37501 6842000 A 6752 9215 1347096 6910353 A 7720 10543 3974558 4542661 A 4360 5918 -16496525 8804134 A 4345 5945 -14809710 9151131 Z")
	// cloudFolds are where its parts overlap.
	cloudFolds = onGrid(43200, 43200, "f M 4693 26177 A 4345 5945 5204520 1585770 M 6928 34899 A 4360 5918 4416628 686848 M 16478 39090 A 6752 9215 8257449 844866 M 28827 34751 A 6752 9215 387196 959901 "+
		"M 34129 22954 A 5785 7867 -4217541 4255042 M 41798 15354 A 5333 7273 1819082 1665090 M 38324 5426 A 4857 6595 -824660 891534 M 29078 3952 A 4857 6595 -8950887 1091722 "+
		"M 22141 4720 A 4365 5945 -9809656 1061181 M 14000 5192 A 6753 9190 -4002417 739161 M 4127 15789 A 6753 9190 9459261 711490")
)

// onGrid turns the numbers of a path on a grid into guides of their own.
func onGrid(w, h float64, path string) string { return fmt.Sprintf("grid %g %g %s", w, h, path) }
