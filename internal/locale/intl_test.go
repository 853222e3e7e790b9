package locale

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"bunting/internal/lacking"
)

// cldrOfTables is the version of CLDR that languages.go was taken from. Under
// another one, differences may be CLDR's own.
const cldrOfTables = "48"

// Blanks are compared as plain ones: V8 replaces the thin (U+2009) and the
// narrow no-break blank (U+202F) in single dates but not in ranges, and x/text
// groups French digits with U+00A0 where CLDR 48 has U+202F.
var blanks = strings.NewReplacer("\u2009", " ", "\u202f", " ", "\u00a0", " ")

// exceptions are the forms in which this package differs from Intl on purpose.
// One that no longer differs must go.
var exceptions = []struct{ tag, form, why string }{
	{"zh-Hans-CN", "DateRange", "Intl falls back to 2021/9/11 – 2021/9/17; CLDR's own interval is M月d日至d日"},
	{"zh-Hans-CN", "MonthDayRange", "the same"},
	{"zh-Hans-CN", "LanguageName", "Kyrgyz is 柯尔克孜语 where its speakers are a nationality of China; CLDR has since taken 吉尔吉斯语, the name used for Kyrgyzstan"},
	{"zh-TW", "DateRange", "as for zh-Hans-CN"},
	{"zh-TW", "MonthDayRange", "the same"},
	{"ug-CN", "And", "CLDR's Uyghur lists are in English"},
	{"ug-CN", "Or", "the same"},
	{"mn", "DateRange", "Intl names the months of a range by Roman numerals"},
	{"mn", "MonthDayRange", "the same"},
	{"mn", "LanguageName", "CLDR 32 has an older name for Kazakh"},
}

func TestAgainstIntl(t *testing.T) {
	program, err := exec.LookPath("node")
	if err != nil {
		lacking.Skip(t, "node is missing: nothing was compared with Intl")
	}
	tags := []string{"zh-Hans-CN", "zh-TW", "en-GB", "en-US", "en-001", "ug-CN", "de", "fr", "kk", "mn", "ar"}
	out, err := exec.Command(program, append([]string{"testdata/intl.mjs"}, tags...)...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var intl struct {
		CLDR    string
		Locales map[string]map[string][]string
		Inputs  inputs
	}
	if err := json.Unmarshal(out, &intl); err != nil {
		t.Fatal(err)
	}
	if major, _, _ := strings.Cut(intl.CLDR, "."); major != cldrOfTables {
		t.Logf("node has CLDR %s, the tables CLDR %s: a difference below may be CLDR's", intl.CLDR, cldrOfTables)
	}
	for _, tag := range tags {
		ours := intl.Inputs.write(t, tag)
		if len(ours) != len(intl.Locales[tag]) {
			t.Fatalf("%s: %d forms against Intl's %d", tag, len(ours), len(intl.Locales[tag]))
		}
		for form, got := range ours {
			compare(t, tag, form, got, intl.Locales[tag][form])
		}
	}
}

func compare(t *testing.T, tag, form string, got, want []string) {
	if len(got) != len(want) || len(got) == 0 {
		t.Errorf("%s %s: %d texts against Intl's %d", tag, form, len(got), len(want))
		return
	}
	excepted := false
	for _, e := range exceptions {
		excepted = excepted || e.tag == tag && e.form == form
	}
	differing := 0
	for i := range want {
		if g, w := blanks.Replace(got[i]), blanks.Replace(want[i]); g != w {
			if differing++; !excepted && differing <= 3 {
				t.Errorf("%s %s %d: %q, Intl %q", tag, form, i, g, w)
			}
		}
	}
	if excepted && differing == 0 {
		t.Errorf("%s %s no longer differs from Intl: remove the exception", tag, form)
	}
}

// inputs are what intl.mjs has formatted, apart from the days.
type inputs struct {
	Numbers, Counts []int64
	Lists           [][]string
	Names, Words    []string
}

// write returns in this package's words what intl.mjs prints for a tag.
func (in inputs) write(t *testing.T, tag string) map[string][]string {
	l := newLocale(t, tag)
	out := map[string][]string{"Dir": {l.Dir()}, "Sort": sorted(l, in.Words)}
	days := days2021()
	for _, d := range days {
		out["DateLong"] = append(out["DateLong"], l.DateLong(d))
		out["DateFull"] = append(out["DateFull"], l.DateFull(d))
		out["MonthDay"] = append(out["MonthDay"], l.MonthDay(d))
		out["MonthDayWeekday"] = append(out["MonthDayWeekday"], l.MonthDayWeekday(d))
		out["MonthYear"] = append(out["MonthYear"], l.MonthYear(d))
		out["Weekday"] = append(out["Weekday"], l.Weekday(d.Weekday()))
		out["WeekdayShort"] = append(out["WeekdayShort"], l.WeekdayShort(d.Weekday()))
	}
	for _, span := range []int{0, 6, 40, 300, 400} {
		for _, d := range days {
			end := d.AddDate(0, 0, span)
			out["DateRange"] = append(out["DateRange"], l.DateRange(d, end))
			out["MonthDayRange"] = append(out["MonthDayRange"], l.MonthDayRange(d, end))
		}
	}
	for m := range time.Duration(1440) {
		start := days[0].Add(m * time.Minute)
		out["Time"] = append(out["Time"], l.Time(start))
		if m < 720 {
			out["TimeRange"] = append(out["TimeRange"], l.TimeRange(start, days[0].Add(m*119*time.Second)))
		}
	}
	for _, n := range in.Numbers {
		out["Number"] = append(out["Number"], l.Number(n))
	}
	for _, n := range in.Counts {
		out["Plural"] = append(out["Plural"], l.Plural(n))
	}
	for _, items := range in.Lists {
		out["And"] = append(out["And"], l.And(items))
		out["Or"] = append(out["Or"], l.Or(items))
	}
	for _, name := range in.Names {
		out["LanguageName"] = append(out["LanguageName"], l.LanguageName(name))
	}
	return out
}

func newLocale(t testing.TB, tag string) *Locale {
	t.Helper()
	l, err := New(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func days2021() []time.Time {
	var days []time.Time
	for d := date(2021, 1, 1); d.Year() == 2021; d = d.AddDate(0, 0, 1) {
		days = append(days, d)
	}
	return days
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func sorted(l *Locale, words []string) []string {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int { return bytes.Compare(l.SortKey(a), l.SortKey(b)) })
	return words
}
