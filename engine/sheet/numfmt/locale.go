package numfmt

import "strings"

// locale has the names of months and of days, Sunday first.
type locale struct {
	months, monthsShort [12]string
	days, daysShort     [7]string
}

var english = newLocale(
	"January February March April May June July August September October November December",
	"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
	"Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "Sun Mon Tue Wed Thu Fri Sat")

// locales by the primary language, the low ten bits of a Windows language
// identifier ([MS-LCID], 2.2).
var locales = map[uint16]locale{
	0x09: english,
	0x07: newLocale(
		"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
		"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa"),
	0x0c: newLocale(
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		"dimanche lundi mardi mercredi jeudi vendredi samedi", "dim. lun. mar. mer. jeu. ven. sam."),
	0x0a: newLocale(
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sep oct nov dic",
		"domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb"),
	0x10: newLocale(
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab"),
	0x16: newLocale(
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
		"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "dom seg ter qua qui sex sáb"),
	0x13: newLocale(
		"januari februari maart april mei juni juli augustus september oktober november december",
		"jan feb mrt apr mei jun jul aug sep okt nov dec",
		"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za"),
	0x15: newLocale(
		"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"sty lut mar kwi maj cze lip sie wrz paź lis gru",
		"niedziela poniedziałek wtorek środa czwartek piątek sobota", "niedz. pon. wt. śr. czw. pt. sob."),
	0x1d: newLocale(
		"januari februari mars april maj juni juli augusti september oktober november december",
		"jan feb mar apr maj jun jul aug sep okt nov dec",
		"söndag måndag tisdag onsdag torsdag fredag lördag", "sön mån tis ons tor fre lör"),
	0x06: newLocale(
		"januar februar marts april maj juni juli august september oktober november december",
		"jan feb mar apr maj jun jul aug sep okt nov dec",
		"søndag mandag tirsdag onsdag torsdag fredag lørdag", "sø ma ti on to fr lø"),
	0x14: newLocale(
		"januar februar mars april mai juni juli august september oktober november desember",
		"jan feb mar apr mai jun jul aug sep okt nov des",
		"søndag mandag tirsdag onsdag torsdag fredag lørdag", "søn man tir ons tor fre lør"),
	0x04: newLocale(
		"一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
		"1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		"星期日 星期一 星期二 星期三 星期四 星期五 星期六", "周日 周一 周二 周三 周四 周五 周六"),
	0x11: newLocale(
		"1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		"1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		"日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日", "日 月 火 水 木 金 土"),
}

func newLocale(months, monthsShort, days, daysShort string) locale {
	var l locale
	copy(l.months[:], strings.Fields(months))
	copy(l.monthsShort[:], strings.Fields(monthsShort))
	copy(l.days[:], strings.Fields(days))
	copy(l.daysShort[:], strings.Fields(daysShort))
	return l
}

// localeOf finds the names for a language; English where it is not known.
func localeOf(id uint16) *locale {
	if l, ok := locales[id&0x3ff]; ok {
		return &l
	}
	return &english
}
