package locale

// row is what one language adds to its names: CLDR date patterns and lists.
// Its source is CLDR 48, common/main/<tag>.xml: dateFormats, availableFormats
// and intervalFormats of the Gregorian calendar, and listPatterns. Intervals
// of yMMMd and MMMd stand here with the month in full, as ICU makes them.
type row struct {
	tag             string
	full, long      string
	monthDay        string    // MMMMd
	monthDayWeekday string    // MMMEd
	monthYear       string    // yMMMM
	ranges          [3]string // within a month, within a year, over years
	monthDayRanges  [2]string // within a month, within a year
	timeRange       string
	and, or         series
	weekdays        string // standing alone from Sunday, where unlike those in a date
	weekdaysShort   string
}

// series are the texts between the items of a list.
type series struct {
	pair   string // between the two items of a list of two
	middle string // in a longer list, between all but the last two
	last   string // in a longer list, between the last two
	tail   string // in a longer list, after the last
}

// rowOf returns the row of exactly this tag, or nil.
func rowOf(tag string) *row {
	for i := range rows {
		if rows[i].tag == tag {
			return &rows[i]
		}
	}
	return nil
}

var rows = [...]row{
	{
		tag:  "zh",
		full: "y年M月d日EEEE", long: "y年M月d日",
		monthDay: "M月d日", monthDayWeekday: "M月d日E", monthYear: "y年M月",
		// CLDR's interval MMMd, with its year: ICU writes 2021/9/11 – 2021/9/17
		// because CLDR has no interval of M月 with a year.
		ranges:         [3]string{"y年M月d日至d日", "y年M月d日至M月d日", "y年M月d日至y年M月d日"},
		monthDayRanges: [2]string{"M月d日至d日", "M月d日至M月d日"},
		timeRange:      "HH:mm–HH:mm",
		and:            series{pair: "和", middle: "、", last: "和"},
		or:             series{pair: "或", middle: "、", last: "或"},
	},
	{
		tag:  "zh-Hant",
		full: "y年M月d日 EEEE", long: "y年M月d日",
		monthDay: "M月d日", monthDayWeekday: "M月d日E", monthYear: "y年M月",
		ranges:         [3]string{"y年M月d日至d日", "y年M月d日至M月d日", "y年M月d日至y年M月d日"}, // as for zh
		monthDayRanges: [2]string{"M月d日至d日", "M月d日至M月d日"},
		timeRange:      "HH:mm\u2009–\u2009HH:mm",
		and:            series{pair: "和", middle: "、", last: "和"},
		or:             series{pair: "或", middle: "、", last: "或"},
	},
	{
		tag:  "en",
		full: "EEEE, MMMM d, y", long: "MMMM d, y",
		monthDay: "MMMM d", monthDayWeekday: "E, MMM d", monthYear: "MMMM y",
		ranges:         [3]string{"MMMM d\u2009–\u2009d, y", "MMMM d\u2009–\u2009MMMM d, y", "MMMM d, y\u2009–\u2009MMMM d, y"},
		monthDayRanges: [2]string{"MMMM d\u2009–\u2009d", "MMMM d\u2009–\u2009MMMM d"},
		timeRange:      "HH:mm\u2009–\u2009HH:mm",
		and:            series{pair: " and ", middle: ", ", last: ", and "},
		or:             series{pair: " or ", middle: ", ", last: ", or "},
	},
	{
		tag:  "en-001",
		full: "EEEE, d MMMM y", long: "d MMMM y",
		monthDay: "d MMMM", monthDayWeekday: "E, d MMM", monthYear: "MMMM y",
		ranges:         [3]string{"d–d MMMM y", "d MMMM\u2009–\u2009d MMMM y", "d MMMM y\u2009–\u2009d MMMM y"},
		monthDayRanges: [2]string{"d–d MMMM", "d MMMM\u2009–\u2009d MMMM"},
		timeRange:      "HH:mm–HH:mm",
		and:            series{pair: " and ", middle: ", ", last: " and "},
		or:             series{pair: " or ", middle: ", ", last: " or "},
	},
	{
		tag:  "en-GB",
		full: "EEEE, d MMMM y", long: "d MMMM y",
		monthDay: "d MMMM", monthDayWeekday: "E d MMM", monthYear: "MMMM y",
		ranges:         [3]string{"d\u2009–\u2009d MMMM y", "d MMMM\u2009–\u2009d MMMM y", "d MMMM y\u2009–\u2009d MMMM y"},
		monthDayRanges: [2]string{"d\u2009–\u2009d MMMM", "d MMMM\u2009–\u2009d MMMM"},
		timeRange:      "HH:mm–HH:mm",
		and:            series{pair: " and ", middle: ", ", last: " and "},
		or:             series{pair: " or ", middle: ", ", last: " or "},
	},
	{
		tag:  "ug",
		full: "y d-MMMM، EEEE", long: "d-MMMM، y",
		monthDay: "d-MMMM", monthDayWeekday: "d-MMM، E", monthYear: "y MMMM",
		ranges:         [3]string{"MMMM d – d، y", "MMMM d – MMMM d، y", "MMMM d، y – MMMM d، y"},
		monthDayRanges: [2]string{"MMMM d – d", "MMMM d\u2009–\u2009MMMM d"},
		timeRange:      "HH:mm – HH:mm",
		// CLDR's Uyghur lists are the English ones, word for word.
		and: series{pair: " ۋە ", middle: "، ", last: " ۋە "},
		or:  series{pair: " ياكى ", middle: "، ", last: " ياكى "},
	},
	{
		tag:  "kk",
		full: "y\u202f'ж'. d MMMM, EEEE", long: "y\u202f'ж'. d MMMM",
		monthDay: "d MMMM", monthDayWeekday: "d MMM, E", monthYear: "y\u202f'ж'. MMMM",
		ranges:         [3]string{"y\u202f'ж'. d–d MMMM", "y\u202f'ж'. d MMMM – d MMMM", "y\u202f'ж'. d MMMM – y\u202f'ж'. d MMMM"},
		monthDayRanges: [2]string{"d–d MMMM", "d MMMM – d MMMM"},
		timeRange:      "HH:mm–HH:mm",
		and:            series{pair: " және ", middle: ", ", last: ", "},
		or:             series{pair: " не ", middle: ", ", last: ", не болмаса "},
	},
	{
		tag:  "mn",
		full: "y\u202f'оны' MMMM'ын' d, EEEE 'гараг'", long: "y\u202f'оны' MMMM'ын' d",
		monthDay: "MMMM'ын' d", monthDayWeekday: "MMM'ын' d. E", monthYear: "y\u202f'оны' MMMM",
		// CLDR's Mongolian intervals name months by Roman numerals; these follow its dates.
		ranges:         [3]string{"y\u202f'оны' MMMM'ын' d – d", "y\u202f'оны' MMMM'ын' d – MMMM'ын' d", "y\u202f'оны' MMMM'ын' d – y\u202f'оны' MMMM'ын' d"},
		monthDayRanges: [2]string{"MMMM'ын' d – d", "MMMM'ын' d – MMMM'ын' d"},
		timeRange:      "HH:mm – HH:mm",
		and:            series{pair: ", ", middle: ", ", last: ", "},
		or:             series{pair: " эсвэл ", middle: ", ", last: ", ", tail: " зэргийн аль нэг"},
		weekdays:       "Ням Даваа Мягмар Лхагва Пүрэв Баасан Бямба",
	},
	{
		tag:  "ar",
		full: "EEEE، d MMMM y", long: "d MMMM y",
		monthDay: "d MMMM", monthDayWeekday: "E، d MMM", monthYear: "MMMM y",
		ranges:         [3]string{"d–d MMMM y", "d MMMM – d MMMM y", "d MMMM y – d MMMM y"},
		monthDayRanges: [2]string{"d–d MMMM", "d MMMM – d MMMM"},
		timeRange:      "HH:mm–HH:mm",
		and:            series{pair: " و", middle: " و", last: " و"},
		or:             series{pair: " أو ", middle: " أو ", last: " أو "},
	},
	{
		tag:  "de",
		full: "EEEE, d. MMMM y", long: "d. MMMM y",
		monthDay: "d. MMMM", monthDayWeekday: "E, d. MMM", monthYear: "MMMM y",
		ranges:         [3]string{"d.–d. MMMM y", "d. MMMM\u2009–\u2009d. MMMM y", "d. MMMM y\u2009–\u2009d. MMMM y"},
		monthDayRanges: [2]string{"d.–d. MMMM", "d. MMMM\u2009–\u2009d. MMMM"},
		timeRange:      "HH:mm–HH:mm 'Uhr'",
		and:            series{pair: " und ", middle: ", ", last: " und "},
		or:             series{pair: " oder ", middle: ", ", last: " oder "},
		weekdaysShort:  "So Mo Di Mi Do Fr Sa",
	},
	{
		tag:  "fr",
		full: "EEEE d MMMM y", long: "d MMMM y",
		monthDay: "d MMMM", monthDayWeekday: "E d MMM", monthYear: "MMMM y",
		ranges:         [3]string{"d–d MMMM y", "d MMMM\u2009–\u2009d MMMM y", "d MMMM y\u2009–\u2009d MMMM y"},
		monthDayRanges: [2]string{"d–d MMMM", "d MMMM\u2009–\u2009d MMMM"},
		timeRange:      "HH:mm\u2009–\u2009HH:mm",
		and:            series{pair: " et ", middle: ", ", last: " et "},
		or:             series{pair: " ou ", middle: ", ", last: " ou "},
	},
}

// root stands for a language of which nothing is known: ISO 8601 dates, and
// the few signs that need no language.
var root = row{
	full: "y-MM-dd E", long: "y-MM-dd",
	monthDay: "MM-dd", monthDayWeekday: "MM-dd E", monthYear: "y-MM",
	ranges:         [3]string{"y-MM-dd – y-MM-dd", "y-MM-dd – y-MM-dd", "y-MM-dd – y-MM-dd"},
	monthDayRanges: [2]string{"MM-dd – MM-dd", "MM-dd – MM-dd"},
	timeRange:      "HH:mm–HH:mm",
	and:            series{pair: ", ", middle: ", ", last: ", "},
	or:             series{pair: " / ", middle: " / ", last: " / "},
}

// rootNames are CLDR's own for a language without names; root shows no month.
var rootNames = names{
	weekdaysShort: rootWeekdays, weekdays: rootWeekdays,
	aloneShort: rootWeekdays, aloneLong: rootWeekdays,
}

var rootWeekdays = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
