package locale

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bep/golocales"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"pgregory.net/rapid"
)

func TestNew(t *testing.T) {
	for _, c := range []struct{ tag, canonical, dir string }{
		{"zh-Hans-CN", "zh-Hans-CN", "ltr"},
		{"ZH-hans-cn", "zh-Hans-CN", "ltr"},
		{"ug-CN", "ug-CN", "rtl"},
		{"ug-Latn", "ug-Latn", "ltr"},
		{"kk", "kk", "ltr"},
		{"kk-CN", "kk-CN", "rtl"},
		{"he", "he", "rtl"},
		{"tlh", "tlh", "ltr"},
		{"xx-YY", "xx-YY", "ltr"},
		{"x-ours", "x-ours", "ltr"},
		{"en-u-nu-arab", "en-u-nu-arab", "ltr"},
	} {
		l := newLocale(t, c.tag)
		if l.Tag() != c.canonical || l.Dir() != c.dir {
			t.Errorf("New(%q): %q %q, want %q %q", c.tag, l.Tag(), l.Dir(), c.canonical, c.dir)
		}
	}
	for _, tag := range []string{"", "e", "zh_CN", "中文", "en-", "en--GB", "toolonglanguage"} {
		if l, err := New(tag); err == nil {
			t.Errorf("New(%q) = %q, want an error", tag, l.Tag())
		}
	}
}

func TestDates(t *testing.T) {
	start := time.Date(2021, 9, 11, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		tag  string
		want []string
	}{
		{"zh-Hans-CN", []string{
			"2021年9月11日", "2021年9月11日星期六", "9月11日", "9月11日周六", "2021年9月", "星期六", "周六", "09:05",
			"2021年9月11日", "2021年9月11日至17日", "2021年9月11日至10月3日", "2021年9月11日至2022年1月3日",
			"9月11日", "9月11日至17日", "9月11日至10月3日", "2021年9月11日至2022年1月3日",
			"09:05", "09:05–12:30",
		}},
		{"en-GB", []string{
			"11 September 2021", "Saturday, 11 September 2021", "11 September", "Sat 11 Sept", "September 2021", "Saturday", "Sat", "09:05",
			"11 September 2021", "11 – 17 September 2021", "11 September – 3 October 2021", "11 September 2021 – 3 January 2022",
			"11 September", "11 – 17 September", "11 September – 3 October", "11 September 2021 – 3 January 2022",
			"09:05", "09:05–12:30",
		}},
		{"ug-CN", []string{
			"11-سېنتەبىر، 2021", "2021 11-سېنتەبىر، شەنبە", "11-سېنتەبىر", "11-سېنتەبىر، شە", "2021 سېنتەبىر", "شەنبە", "شە", "09:05",
			"11-سېنتەبىر، 2021", "سېنتەبىر 11 – 17، 2021", "سېنتەبىر 11 – ئۆكتەبىر 3، 2021", "سېنتەبىر 11، 2021 – يانۋار 3، 2022",
			"11-سېنتەبىر", "سېنتەبىر 11 – 17", "سېنتەبىر 11 – ئۆكتەبىر 3", "سېنتەبىر 11، 2021 – يانۋار 3، 2022",
			"09:05", "09:05 – 12:30",
		}},
		{"ru", []string{ // no row: golocales, at length
			"11 сентября 2021 г.", "суббота, 11 сентября 2021 г.", "11 сентября 2021 г.", "суббота, 11 сентября 2021 г.", "2021-09", "суббота", "сб", "09:05",
			"11 сентября 2021 г.", "11 сентября 2021 г. – 17 сентября 2021 г.", "11 сентября 2021 г. – 3 октября 2021 г.", "11 сентября 2021 г. – 3 января 2022 г.",
			"11 сентября 2021 г.", "11 сентября 2021 г. – 17 сентября 2021 г.", "11 сентября 2021 г. – 3 октября 2021 г.", "11 сентября 2021 г. – 3 января 2022 г.",
			"09:05", "09:05–12:30",
		}},
		{"fi", []string{ // golocales has no weekday in its full date
			"11. syyskuuta 2021", "11. syyskuuta 2021 (la)", "11. syyskuuta 2021", "11. syyskuuta 2021 (la)",
		}},
		{"yo", []string{"2021-09-11", "2021-09-11 Sat"}}, // nor a month in its long one
		{"tlh", []string{ // unknown: ISO 8601
			"2021-09-11", "2021-09-11 Sat", "09-11", "09-11 Sat", "2021-09", "Sat", "Sat", "09:05",
			"2021-09-11", "2021-09-11 – 2021-09-17", "2021-09-11 – 2021-10-03", "2021-09-11 – 2022-01-03",
			"09-11", "09-11 – 09-17", "09-11 – 10-03", "2021-09-11 – 2022-01-03",
			"09:05", "09:05–12:30",
		}},
	} {
		l := newLocale(t, c.tag)
		got := []string{l.DateLong(start), l.DateFull(start), l.MonthDay(start), l.MonthDayWeekday(start), l.MonthYear(start),
			l.Weekday(start.Weekday()), l.WeekdayShort(start.Weekday()), l.Time(start)}
		ends := []time.Time{start, date(2021, 9, 17), date(2021, 10, 3), date(2022, 1, 3)}
		for _, end := range ends {
			got = append(got, l.DateRange(start, end))
		}
		for _, end := range ends {
			got = append(got, l.MonthDayRange(start, end))
		}
		got = append(got, l.TimeRange(start, start), l.TimeRange(start, start.Add(205*time.Minute)))
		for i := range c.want {
			if g := blanks.Replace(got[i]); g != c.want[i] {
				t.Errorf("%s %d: %q, want %q", c.tag, i, g, c.want[i])
			}
		}
	}
}

// A regional tag has its parent's row, and none across scripts.
func TestInheritance(t *testing.T) {
	day := date(2021, 9, 11)
	for _, c := range []struct{ tag, monthDay string }{
		{"zh-CN", "9月11日"},
		{"cmn-Hans-CN", "9月11日"},
		{"zh-u-co-stroke", "9月11日"},
		{"zh-HK", "9月11日"},
		{"en-AU", "11 September"},
		{"en", "September 11"},
		{"en-GB-oxendict", "11 September"},
		{"kk-KZ", "11 қыркүйек"},
		{"kk-CN", "2021، 11- قىركۇيەك"},
		{"mn-CN", "09-11"}, // in Mongolian letters, of which CLDR has no names
	} {
		if got := newLocale(t, c.tag).MonthDay(day); got != c.monthDay {
			t.Errorf("%s: %q, want %q", c.tag, got, c.monthDay)
		}
	}
}

// What is learned from golocales is what golocales writes, on every day.
func TestLearnedForms(t *testing.T) {
	for _, tag := range []string{"ru", "ja", "ko", "vi", "th", "sq", "pl", "cs", "hu", "es", "pt", "it", "tr", "ky", "uz", "tg", "bo", "ii", "za", "he", "fa", "ur", "hi", "sr-Latn", "eu", "lt", "lv", "ka", "sw", "id"} {
		l, reference := newLocale(t, tag), golocales.New(tag)
		for _, d := range days2021() {
			if got, want := l.DateLong(d), reference.FormatDateLong(d); got != want {
				t.Errorf("%s long: %q, golocales %q", tag, got, want)
				break
			}
			if got, want := l.DateFull(d), reference.FormatDateFull(d); got != want {
				t.Errorf("%s full: %q, golocales %q", tag, got, want)
				break
			}
		}
	}
}

// Whatever the tag, no two days of a year are written alike, and a range names
// its first and its last day.
func TestDatesAreDistinct(t *testing.T) {
	tags := []string{"und", "x-ours", "mn-Mong", "kk-Arab", "ar-EG", "ug-Latn"}
	for _, tag := range collate.Supported() {
		tags = append(tags, tag.String())
	}
	for _, tag := range tags {
		l := newLocale(t, tag)
		seen := map[string]bool{}
		for _, d := range days2021() {
			seen[l.DateLong(d)], seen[l.DateFull(d)] = true, true
			if r := l.DateRange(d, d.AddDate(1, 0, 0)); !strings.Contains(r, "2021") || !strings.Contains(r, "2022") {
				t.Errorf("%s: range %q", tag, r)
			}
		}
		if len(seen) != 2*365 {
			t.Errorf("%s: %d different dates of 730", tag, len(seen))
		}
	}
}

func TestTimeKeepsItsZone(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	l := newLocale(t, "zh-Hans-CN")
	at := time.Date(2021, 9, 10, 20, 30, 0, 0, time.UTC).In(zone)
	if got := l.DateLong(at) + " " + l.Time(at); got != "2021年9月11日 04:30" {
		t.Errorf("got %q", got)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		tag  string
		n    int64
		want string
	}{
		{"zh-Hans-CN", 1234567, "1,234,567"},
		{"en-GB", 999, "999"},
		{"en-GB", -1000, "-1,000"},
		{"en-GB", -1 << 63, "-9,223,372,036,854,775,808"},
		{"hi", 12345678, "1,23,45,678"},
		{"ar-EG", 1234, "1,234"},
		{"ar", -5, "\u200e-5"},
		{"tlh", 1234, "1,234"},
	} {
		if got := newLocale(t, c.tag).Number(c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

// The grouping learned from a few numbers holds for all.
func TestNumberIsXText(t *testing.T) {
	for _, tag := range []string{"en", "zh", "ug", "hi", "de", "fr", "es", "pl", "de-CH", "sv", "fa", "und", "bg", "pt-PT", "en-US-posix"} {
		l := newLocale(t, tag)
		p := message.NewPrinter(language.Make(l.lang.String() + "-u-nu-latn"))
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.Int64().Draw(t, "n")
			if got, want := l.Number(n), p.Sprint(number.Decimal(n)); got != want {
				t.Fatalf("%s %d: %q, x/text %q", tag, n, got, want)
			}
		})
	}
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		tag  string
		n    int64
		want string
	}{
		{"zh", 1, "other"}, {"en", 1, "one"}, {"en", -1, "one"}, {"en", 0, "other"}, {"ug", 1, "one"},
		{"ar", 0, "zero"}, {"ar", 2, "two"}, {"ar", 5, "few"}, {"ar", 11, "many"}, {"ar", 10_000_000, "other"},
		{"fr", 0, "one"}, {"fr", 1_000_000, "many"}, {"fr", 1_000_001, "other"}, {"en", 1_000_000, "other"},
		{"ru", 10_000_021, "one"}, {"en", -1 << 63, "other"}, {"tlh", 1, "other"},
	} {
		if got := newLocale(t, c.tag).Plural(c.n); got != c.want {
			t.Errorf("%s %d: %s, want %s", c.tag, c.n, got, c.want)
		}
	}
}

func TestLists(t *testing.T) {
	items := []string{"A", "B", "C", "D"}
	for _, c := range []struct {
		tag     string
		n       int
		and, or string
	}{
		{"en-GB", 0, "", ""},
		{"en-GB", 1, "A", "A"},
		{"en-GB", 2, "A and B", "A or B"},
		{"en-GB", 4, "A, B, C and D", "A, B, C or D"},
		{"en-US", 3, "A, B, and C", "A, B, or C"},
		{"zh", 3, "A、B和C", "A、B或C"},
		{"ug", 3, "A، B ۋە C", "A، B ياكى C"},
		{"mn", 3, "A, B, C", "A, B, C зэргийн аль нэг"},
		{"tlh", 3, "A, B, C", "A / B / C"},
	} {
		l := newLocale(t, c.tag)
		if and, or := l.And(items[:c.n]), l.Or(items[:c.n]); and != c.and || or != c.or {
			t.Errorf("%s: %q and %q, want %q and %q", c.tag, and, or, c.and, c.or)
		}
	}
}

func TestLanguageName(t *testing.T) {
	for _, c := range []struct{ tag, of, want string }{
		{"zh-Hans-CN", "en", "英语"},
		{"zh-Hans-CN", "ug", "维吾尔语"},
		{"en-GB", "ug", "Uyghur"},
		{"en-GB", "zh-Hans", "Simplified Chinese"},
		{"ug-CN", "en", "ئىنگلىزچە"},
		{"en-GB", "not a tag", "not a tag"},
		{"en-GB", "x-ours", "x-ours"},
		{"tlh", "en", "English"},
	} {
		if got := newLocale(t, c.tag).LanguageName(c.of); got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.tag, c.of, got, c.want)
		}
	}
}

func TestSort(t *testing.T) {
	for _, c := range []struct{ tag, want string }{
		{"zh-Hans-CN", "1 阿克苏 重庆 哈密 沈阳 乌鲁木齐 伊犁 Zoo ئاقسۇ"},
		{"ug-CN", "1 ئاقسۇ پىل چاي ڭ ۇ ۆ a 阿"},
		{"en-GB", "1 apple éclair zebra Zebra 阿"},
		{"kk", "1 алма я zebra"},
	} {
		want := strings.Fields(c.want)
		mixed := slices.Clone(want)
		slices.Reverse(mixed)
		if got := sorted(newLocale(t, c.tag), mixed); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.tag, got, want)
		}
	}
}

// The key gives the collator's order, and a total one.
func TestSortKeyIsCollation(t *testing.T) {
	c := collate.New(language.MustParse("en"))
	l := newLocale(t, "en")
	if a, b := "e\u0301", "é"; c.CompareString(a, b) != 0 || bytes.Compare(l.SortKey(a), l.SortKey(b)) >= 0 {
		t.Errorf("texts that look alike: keys %x and %x", l.SortKey(a), l.SortKey(b))
	}
	text := rapid.StringOf(rapid.SampledFrom([]rune("aAbBeE\u0301éÉ zß中文١ئ-1\x00")))
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		got, want := bytes.Compare(l.SortKey(a), l.SortKey(b)), c.CompareString(a, b)
		if want == 0 {
			want = strings.Compare(a, b)
		}
		if got != want {
			t.Fatalf("%q and %q: %d, the collator says %d", a, b, got, want)
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	l := newLocale(t, "zh-Hans-CN")
	want := l.SortKey("乌鲁木齐")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				l.SortKey("伊犁")
				if !bytes.Equal(l.SortKey("乌鲁木齐"), want) {
					t.Error("the key of a text changed")
					return
				}
			}
		})
	}
	all.Wait()
}

func FuzzNew(f *testing.F) {
	for _, tag := range []string{"zh-Hans-CN", "en-GB-oed", "x-a", "und-Arab", "en-u-co-phonebk", "zh-u-nu-hanidec", "i-klingon"} {
		f.Add(tag)
	}
	day := date(2021, 9, 11)
	f.Fuzz(func(t *testing.T, tag string) {
		l, err := New(tag)
		if err != nil {
			return
		}
		if l.Tag() == "" || !strings.Contains(l.DateFull(day), "2021") || l.Number(7) != "7" || len(l.SortKey("a")) == 0 || l.LanguageName(tag) == "" {
			t.Errorf("%q: %q %q %q", tag, l.Tag(), l.DateFull(day), l.Number(7))
		}
	})
}

func BenchmarkDateFull(b *testing.B) {
	l, day := newLocale(b, "ug-CN"), date(2021, 9, 11)
	b.ReportAllocs()
	for b.Loop() {
		l.DateFull(day)
	}
}

func BenchmarkSortKey(b *testing.B) {
	l := newLocale(b, "zh-Hans-CN")
	b.ReportAllocs()
	for b.Loop() {
		l.SortKey("乌鲁木齐市科技馆")
	}
}

func BenchmarkLanguageName(b *testing.B) {
	l := newLocale(b, "zh-Hans-CN")
	b.ReportAllocs()
	for b.Loop() {
		l.LanguageName("ug")
	}
}
