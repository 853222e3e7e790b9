package content

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/diag"
)

func TestSample(t *testing.T) {
	fsys := os.DirFS("../..")
	c, _, list, err := config.Load(fsys)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	site, err := Load(fsys, c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range site.Told() {
		if d.Code != diag.MissingTranslation {
			t.Errorf("%s: %s", d.Span, d.Reason(diag.English))
		}
	}
	if len(c.Events) < 80 {
		t.Errorf("%d events", len(c.Events))
	}
}

const settings = `
baseURL = "https://kepu.example/"
defaultLanguage = "zh"
[languages.zh]
name = "简体中文"
[languages.en]
name = "English"
[campaign]
name = "科普日"
start = 2021-09-11
end = 2021-09-17
[[regions]]
id = "r"
name = "某县"
[[venues]]
id = "hall"
name = "科技馆"
[[venues.rooms]]
id = "a"
name = "甲厅"
[[venues.rooms]]
id = "b"
name = "乙厅"
`

// fatal is what *testing.T and *rapid.T have in common.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// read loads a site with these settings and files.
func read(t fatal, settings string, files map[string]string) (*campaign.Campaign, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{"config.toml": &fstest.MapFile{Data: []byte(settings)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list, err := config.Load(fsys)
	if err != nil || len(list) > 0 {
		t.Fatalf("%v %v", err, list)
	}
	site, err := Load(fsys, c, Options{Jobs: 1})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return c, site.Told()
}

// found returns the diagnostics of a code.
func found(list diag.List, code *diag.Code) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return d.Code != code })
}

// pageOf reads one page with a text; excerpt returns what a diagnostic marks.
func pageOf(t fatal, name, front, body string) diag.List {
	t.Helper()
	_, list := read(t, settings, map[string]string{name: "+++\ntitle = \"标题\"\n" + front + "+++\n\n" + body + "\n"})
	return list
}

func excerpt(d diag.Diagnostic) string {
	line := []rune(d.Span.Excerpt)
	return string(line[d.Span.Column-1 : min(d.Span.Column-1+d.Span.Width, len(line))])
}

func TestPersonalData(t *testing.T) {
	for _, x := range []struct {
		body string
		want []string
	}{
		{"请打 13812345678。", []string{"13812345678"}},
		{"138 1234 5678 或 138-1234-5678", []string{"138 1234 5678", "138-1234-5678"}},
		{"+86 138 1234 5678，+8613812345678，008613812345678", []string{"86 138 1234 5678", "8613812345678", "008613812345678"}},
		{"13812345678 13912345678", []string{"13812345678", "13912345678"}},
		{"0991-6386027 13812345678", []string{"13812345678"}},
		{"10:00-12:00 13812345678", []string{"13812345678"}},
		{"2021-09-11 13812345678", []string{"13812345678"}},
		{"身份证11010519491231002X。", []string{"11010519491231002X"}},
		{"110105 19491231 002x", []string{"110105 19491231 002x"}},
		{"110105194912310021", nil},        // wrong check digit
		{"010-12345678，0991-6386027", nil}, // landlines
		{"400-810-1234，12345，95588", nil},
		{"12812345678", nil}, // no such prefix
		{"编号 138123456789012", nil},
		{"1949-10-01 102 周年", nil},
		{"2021-09-11 10:00", nil},
	} {
		var got []string
		for _, d := range found(pageOf(t, "content/pages/p.md", "", x.body), diag.PersonalData) {
			got = append(got, excerpt(d))
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: found %q, not %q", x.body, got, x.want)
		}
		if got := found(pageOf(t, "content/pages/p.md", "personalData = \"public\"\n", x.body), diag.PersonalData); len(got) > 0 {
			t.Errorf("%s: declared public, but found %v", x.body, got)
		}
	}
	if got := found(pageOf(t, "content/news/n.md", "date = 2021-09-11\nsource = \"联系人 13812345678\"\n", "文"), diag.PersonalData); len(got) != 1 || got[0].Span.Line != 4 {
		t.Errorf("in front matter: %v", got)
	}
}

// checkDigit is the table of GB 11643-1999, which is not how the package
// computes it.
func checkDigit(digits string) string {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * w
	}
	return "10X98765432"[sum%11 : sum%11+1]
}

func TestIdentityCard(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		digits := rapid.StringMatching(`[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}`).Draw(r, "digits")
		whole := digits + checkDigit(digits)
		if got := found(pageOf(r, "content/pages/p.md", "", "证件号"+whole+"。"), diag.PersonalData); len(got) != 1 || excerpt(got[0]) != whole {
			r.Fatalf("%s: %v", whole, got)
		}
		// One digit that is wrong is always noticed.
		i := rapid.IntRange(0, 16).Draw(r, "place")
		wrong := []byte(whole)
		wrong[i] = '0' + (wrong[i]-'0'+byte(rapid.IntRange(1, 9).Draw(r, "by")))%10
		if isIdentityCard(string(wrong)) {
			r.Fatalf("%s is taken for an identity card", wrong)
		}
	})
}

func TestMobile(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(r, "number")
		written := rapid.SampledFrom([]string{n, n[:3] + " " + n[3:7] + " " + n[7:], n[:3] + "-" + n[3:], n[:7] + " " + n[7:]}).Draw(r, "written")
		before := rapid.SampledFrom([]string{"", "电话", "（", "tel. ", "0991-6386027 ", "10:00-12:00 ", "3 "}).Draw(r, "before")
		after := rapid.SampledFrom([]string{"", "。", "）", " 或", "\n"}).Draw(r, "after")
		got := found(pageOf(r, "content/pages/p.md", "", "文 "+before+written+after), diag.PersonalData)
		if len(got) != 1 || !strings.HasSuffix(excerpt(got[0]), written) {
			r.Fatalf("%q in %q: %v", written, before+written+after, got)
		}
	})
}

var saidDays = []string{"日", "一", "二", "三", "四", "五", "六"}

// TestWeekdays writes dates in every way that people do: one whose weekday
// fits is left alone, any other is found, where it stands.
func TestWeekdays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		day := campaign.Date(rapid.IntRange(10957, 36524).Draw(r, "day")) // 2000 to 2069
		inYear := rapid.Bool().Draw(r, "with the year")
		if !inYear { // then the campaign's year is meant
			day = campaign.Date(rapid.IntRange(18628, 18992).Draw(r, "day of 2021"))
		}
		d := day.In(time.UTC)
		said := time.Weekday(rapid.IntRange(0, 6).Draw(r, "said"))
		zh, en := saidDays[said], said.String()
		year, yearEN := "", ""
		if inYear {
			year, yearEN = fmt.Sprintf("%d年", d.Year()), fmt.Sprintf(" %d", d.Year())
		}
		if said == time.Sunday && rapid.Bool().Draw(r, "天") {
			zh = "天"
		}
		written := rapid.SampledFrom([]string{
			fmt.Sprintf("%s%d月%d日（周%s）", year, d.Month(), d.Day(), zh),
			fmt.Sprintf("%s%d月%d日(周%s)", year, d.Month(), d.Day(), zh),
			fmt.Sprintf("%s%d月%d日星期%s", year, d.Month(), d.Day(), zh),
			fmt.Sprintf("%s %d 月 %d 日 礼拜%s", year, d.Month(), d.Day(), zh),
			fmt.Sprintf("%s, %d %s%s", en, d.Day(), d.Month(), yearEN),
			fmt.Sprintf("%s %dth %s%s", en, d.Day(), d.Month(), yearEN),
			fmt.Sprintf("%d %s%s (%s)", d.Day(), d.Month(), yearEN, en),
			fmt.Sprintf("%d %s%s, %s", d.Day(), d.Month(), yearEN, en),
		}).Draw(r, "written")
		before := rapid.SampledFrom([]string{"", "开幕：", "It opens on "}).Draw(r, "before")
		got := found(pageOf(r, "content/pages/p.md", "", before+written+"。"), diag.WeekdayMismatch)
		switch fits := d.Weekday() == said; {
		case fits && len(got) > 0:
			r.Fatalf("%s fits: %v", written, got)
		case !fits && len(got) != 1:
			r.Fatalf("%s does not fit: %v", written, got)
		case !fits && (got[0].Span.Line != 5 || !strings.HasPrefix(strings.TrimLeft(written, " "), excerpt(got[0]))):
			r.Fatalf("%s: marked is %q in line %d", written, excerpt(got[0]), got[0].Span.Line)
		case !fits && !strings.Contains(got[0].Reason(diag.English)+got[0].Mend(diag.English), d.Weekday().String()):
			r.Fatalf("%s: %s / %s", written, got[0].Reason(diag.English), got[0].Mend(diag.English))
		}
	})
	for _, body := range []string{"2月30日（周一）", "13月1日（周一）", "Saturday 31 September", "每周六 9月", "9月11日，周边游"} {
		if got := found(pageOf(t, "content/pages/p.md", "", body), diag.WeekdayMismatch); len(got) > 0 {
			t.Errorf("%s: %v", body, got)
		}
	}
}

// TestRooms compares with the plainest way to find overlaps: every pair.
func TestRooms(t *testing.T) {
	midnight := time.Date(2021, 9, 12, 0, 0, 0, 0, time.UTC)
	const local = "2006-01-02T15:04:05"
	rapid.Check(t, func(r *rapid.T) {
		type booked struct {
			start, end time.Time
			room       string
			name       string
		}
		var held []booked
		files := map[string]string{}
		for i := range rapid.IntRange(1, 12).Draw(r, "events") {
			start := midnight.Add(time.Duration(rapid.IntRange(0, 40).Draw(r, "start")) * 30 * time.Minute)
			b := booked{start, start.Add(time.Duration(rapid.IntRange(1, 8).Draw(r, "length")) * 30 * time.Minute), rapid.SampledFrom([]string{"a", "b", ""}).Draw(r, "room"), fmt.Sprintf("e%02d", i)}
			status := rapid.SampledFrom([]string{"scheduled", "scheduled", "rescheduled", "cancelled", "postponed", "moved-online"}).Draw(r, "status")
			room := ""
			if b.room != "" {
				room = fmt.Sprintf("room = %q\n", b.room)
			}
			files["content/events/r/"+b.name+".md"] = fmt.Sprintf("+++\ntitle = \"x\"\nvenue = \"hall\"\nstatus = %q\n[[sessions]]\nstart = %s\nend = %s\n%s+++\n",
				status, b.start.Format(local), b.end.Format(local), room)
			if b.room != "" && (status == "scheduled" || status == "rescheduled") {
				held = append(held, b)
			}
		}
		want := map[string]bool{} // who comes second
		for _, a := range held {
			for _, b := range held {
				first := a.start.Before(b.start) || a.start.Equal(b.start) && (a.end.Before(b.end) || a.end.Equal(b.end) && a.name < b.name)
				if first && a.room == b.room && b.start.Before(a.end) {
					want["content/events/r/"+b.name+".md"] = true
				}
			}
		}
		_, list := read(r, settings, files)
		got := map[string]bool{}
		for _, d := range found(list, diag.RoomClash) {
			if got[d.Span.File] || d.Span.Line != 8 {
				r.Fatalf("%s: %s", d.Span, d.Reason(diag.English))
			}
			got[d.Span.File] = true
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("clashes are found in %v, not %v", got, want)
		}
	})
}

// Times are to the second, with or without an offset.
func TestSeconds(t *testing.T) {
	for _, offset := range []string{"", "+08:00", "Z"} {
		c, _ := read(t, settings, map[string]string{"content/events/r/e.md": fmt.Sprintf(
			"+++\ntitle = \"x\"\nvenue = \"hall\"\nstart = 2021-09-11T10:00:01.5%[1]s\nend = 2021-09-11T11:00:00.25%[1]s\n+++\n", offset)})
		s := c.Events[0].Sessions[0]
		if s.Start.Nanosecond() != 0 || s.Start.Second() != 1 || s.End.Sub(s.Start) != time.Hour-time.Second {
			t.Errorf("with offset %q: %s to %s", offset, s.Start, s.End)
		}
	}
}

func TestOutsideWindow(t *testing.T) {
	for times, want := range map[string]string{
		"start = 2021-09-11T00:00\nend = 2021-09-11T01:00":                                                             "",
		"start = 2021-09-17T22:00\nend = 2021-09-18T00:00":                                                             "", // ends with the last day
		"start = 2021-09-17T22:00\nend = 2021-09-18T00:30":                                                             "2021-09-18",
		"start = 2021-09-10T23:59\nend = 2021-09-11T01:00":                                                             "2021-09-10",
		"start = 2021-12-01T10:00\nend = 2021-12-01T11:00":                                                             "2021-12-01",
		"start = 2021-09-16T02:00:00Z\nend = 2021-09-17T17:00:00Z":                                                     "2021-09-18", // in the campaign's zone
		"sessions = [{from = 2021-09-11, to = 2021-09-17, hours = \"9:00-18:00\"}]":                                    "",
		"sessions = [{from = 2021-09-11, to = 2021-09-19, hours = \"9:00-18:00\"}]":                                    "2021-09-19",
		"sessions = [{from = 2021-09-01, to = 2021-09-12, hours = \"9:00-18:00\"}]":                                    "2021-09-01",
		"sessions = [{from = 2021-09-11, to = 2021-09-19, hours = \"9:00-18:00\", except = [2021-09-18, 2021-09-19]}]": "",
	} {
		files := map[string]string{"content/events/r/e.md": "+++\ntitle = \"x\"\nvenue = \"hall\"\n" + times + "\n+++\n"}
		_, list := read(t, settings, files)
		got := found(list, diag.OutsideWindow)
		switch {
		case want == "" && len(got) > 0, want != "" && len(got) != 1:
			t.Errorf("%s: %v", times, got)
		case want != "" && (got[0].Args[0] != want || got[0].Span.Line != 4):
			t.Errorf("%s: %s: %s", times, got[0].Span, got[0].Reason(diag.English))
		}
		_, list = read(t, strings.Replace(settings, "[campaign]", "[campaign]\nyearRound = true", 1), files)
		if got := found(list, diag.OutsideWindow); len(got) > 0 {
			t.Errorf("%s, all the year round: %v", times, got)
		}
	}
}

func TestHours(t *testing.T) {
	clock := regexp.MustCompile(`^([01]?\d|2[0-3]):[0-5]\d-(([01]?\d|2[0-3]):[0-5]\d|24:00)$`)
	rapid.Check(t, func(r *rapid.T) {
		opens, closes := rapid.IntRange(0, 24*60-1).Draw(r, "opens"), rapid.IntRange(0, 24*60).Draw(r, "closes")
		h, ok := campaign.ParseHours(fmt.Sprintf("%02d:%02d-%d:%02d", opens/60, opens%60, closes/60, closes%60))
		if !ok || h.Opens != opens || h.Closes != closes || h.Overnight() != (closes <= opens) {
			r.Fatalf("%d to %d minutes is read as %+v, %v", opens, closes, h, ok)
		}
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ +-]?[0-9]{0,3}:[0-9]{0,3}[-–—~ ]?[+-]?[0-9]{0,3}:[0-9]{0,3}[ x]?`)).Draw(r, "text")
		if _, ok := campaign.ParseHours(s); ok != clock.MatchString(s) {
			r.Fatalf("%q: %v", s, ok)
		}
	})
	for hours, code := range map[string]*diag.Code{
		"10:00-18:00": nil, "22:00-02:00": nil, "9:00-24:00": nil,
		"10：00-18：00": diag.FullwidthPunctuation, "10:00—18:00": diag.FullwidthPunctuation,
		"10-18": diag.BadHours, "10:00-25:00": diag.BadHours, "+9:00-18:00": diag.BadHours, "10:00 - 18:00": diag.BadHours,
	} {
		_, list := read(t, settings, map[string]string{"content/events/r/e.md": fmt.Sprintf(
			"+++\ntitle = \"x\"\nvenue = \"hall\"\n[[sessions]]\nfrom = 2021-09-11\nto = 2021-09-12\nhours = %q\n+++\n", hours)})
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.MissingTranslation || d.Code == diag.OutsideWindow })
		if code == nil && len(list) > 0 || code != nil && (len(list) != 1 || list[0].Code != code || list[0].Span.Line != 7) {
			t.Errorf("%s: %v", hours, list)
		}
	}
}

// FuzzLoad reads any bytes as each kind of file: nothing panics, and whatever
// is said about the file has a place within it.
func FuzzLoad(f *testing.F) {
	fsys := os.DirFS("../../content")
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".md") || len(name)%5 != 0 {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		f.Add(data)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		"", "+++\n", "\n+++\n", " \n+++\n+++\n", "+++\n+++\n", "+++\r\n+++\r\n", "\ufeff+++\n+++", "+++\ntitle = \"x\"\nstart = 2021-9-31\n+++\n2月30日（周一）",
		"+++\n[[sessions]]\nfrom = 0001-01-01\nto = 9999-12-31\nhours = \"1:00-1:00\"\nexcept = [2021-01-01]\n+++\n",
		"+++\nstart = 9999-12-31T23:59:59\nend = 0001-01-01T00:00:00\n+++\n138 1234 5678 110105 19491231 002X",
		"+++\nsessions = 1\nlocation = [1e400, nan]\ntitle = [[[[[[]]]]]]\n+++\n", "+++\ntitle：“x”\n+++\n", "+++\ntitle = %!\n+++\n",
	} {
		f.Add([]byte(s))
	}
	names := []string{
		"content/events/r/e.md", "content/events/r/e.en.md", "content/news/n.md", "content/pages/p.md", "content/notice.md", "content/home.md", "content/venues/hall.md",
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range names {
			files := map[string]string{name: string(data)}
			if strings.HasSuffix(name, ".en.md") {
				files["content/events/r/e.md"] = "+++\ntitle = \"x\"\nvenue = \"hall\"\nstart = 2021-09-12T10:00\nend = 2021-09-12T11:00\n+++\n"
			}
			start := time.Now()
			_, list := read(t, settings, files)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("reading %d bytes took %v", len(data), took)
			}
			for _, d := range list {
				inside(t, d, name, string(data))
				text := d.Reason(diag.English) + d.Reason(diag.Chinese) + d.Mend(diag.English) + d.Mend(diag.Chinese)
				if given := fmt.Sprint(d.Args, d.Guess); d.Reason(diag.English) == "" || strings.Contains(text, "%!") && !strings.Contains(given, "%!") {
					t.Errorf("%s: %s", d.Code.Name, text)
				}
			}
		}
	})
}

// inside asks that a diagnostic about a file has its place within it.
func inside(t *testing.T, d diag.Diagnostic, name, text string) {
	t.Helper()
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	lines := strings.Split(text, "\n")
	s := d.Span
	switch {
	case d.Code == diag.MissingTranslation:
		return // it is about the config
	case s.File != name:
		t.Errorf("%s is at %s, not in %s", d.Code.Name, s, name)
	case s.Line == 0:
		return // about the whole file
	case s.Line < 0 || s.Line > len(lines) || s.Column < 1 || s.Width < 1:
		t.Errorf("%s is at %s of %d lines, %d wide", d.Code.Name, s, len(lines), s.Width)
	case d.Code == diag.NotUTF8:
		return // its excerpt is mended
	default:
		line := strings.TrimSuffix(lines[s.Line-1], "\r")
		if start, clipped := strings.CutSuffix(s.Excerpt, "…"); s.Excerpt != line && !(clipped && strings.HasPrefix(line, start)) {
			t.Errorf("%s is at %s, which is %q, but shows %q", d.Code.Name, s, line, s.Excerpt)
		}
		if n := len([]rune(line)); s.Column > n+1 || s.Column+s.Width > n+2 {
			t.Errorf("%s is at %s, %d wide, in a line of %d characters", d.Code.Name, s, s.Width, n)
		}
	}
}
