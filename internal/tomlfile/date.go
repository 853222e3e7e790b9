package tomlfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"bunting/internal/diag"
)

// The unquoted values of TOML 1.0 (and its times without seconds).
var (
	dateShape   = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?$`)
	timeShape   = regexp.MustCompile(`^(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$`)
	numberShape = regexp.MustCompile(`^[+-]?(?:inf|nan|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+|(?:0|[1-9][0-9_]*)(?:\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?)$`)
	dateLike    = regexp.MustCompile(`^(?:(\d{2,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]|(\d{1,2})\s*月)\s*(\d{1,2})\s*[日号]?(?:\s*[Tt ,]?\s*(凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})\s*[:点时](\d{1,2}|半|一刻|三刻)?.*)?$`)
)

// known tells whether TOML knows an unquoted value.
func known(value string) bool {
	if value == "true" || value == "false" || numberShape.MatchString(value) {
		return true
	}
	if m := dateShape.FindStringSubmatch(value); m != nil {
		return dayExists(m[1], m[2], m[3]) && timeExists(m[4:])
	}
	m := timeShape.FindStringSubmatch(value)
	return m != nil && timeExists(m[1:])
}

func dayExists(year, month, day string) bool {
	_, err := time.Parse(time.DateOnly, year+"-"+month+"-"+day)
	return err == nil
}

func timeExists(parts []string) bool {
	for i, p := range parts {
		if n, _ := strconv.Atoi(p); n > []int{23, 59, 59}[i] {
			return false
		}
	}
	return true
}

func looksLikeDate(value string) bool {
	return dateLike.MatchString(value) || dateShape.MatchString(value) || timeShape.MatchString(value)
}

// noYear stands in a mend where a date gives no year: none is made up.
const noYear = "YYYY"

var quarters = map[string]int{"一刻": 15, "半": 30, "三刻": 45}

// explainDate says what is wrong with a value that looks like a date, and how
// to write what was probably meant.
func explainDate(value string) (why diag.Words, write string) {
	hours := diag.Words{EN: "hours go from 00 to 23, minutes from 00 to 59", ZH: "小时应为 00 至 23，分钟应为 00 至 59"}
	m := dateLike.FindStringSubmatch(value)
	if m == nil {
		if strings.HasPrefix(value, "24:00") {
			return hours, "00:00"
		}
		return hours, "10:00"
	}
	n := make([]int, len(m))
	for i := range m {
		n[i], _ = strconv.Atoi(m[i])
	}
	year, month, day, hour, minute := n[1], n[2]+n[3], n[4], n[6], n[7]+quarters[m[7]]
	switch {
	case m[1] == "":
		year = 2000 // a leap year: 29 February may be meant
	case year < 100:
		year += 2000
	}
	switch m[5] {
	case "中午", "下午", "傍晚", "晚上", "晚":
		if hour < 11 || hour == 11 && m[5] != "中午" {
			hour += 12
		}
	}
	within := min(max(month, 1), 12)
	last := time.Date(year, time.Month(within)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	midnight := hour == 24 && minute == 0
	at := time.Date(year, time.Month(within), min(max(day, 1), last), 0, 0, 0, 0, time.UTC)
	if midnight {
		at, hour = at.AddDate(0, 0, 1), 0
	}
	write = at.Format(time.DateOnly)
	if m[1] == "" {
		write = noYear + write[len(noYear):]
	}
	valid := hour < 24 && minute < 60
	if m[6] != "" && valid {
		write += fmt.Sprintf("T%02d:%02d", hour, minute)
	} else if m[6] != "" {
		write += "T10:00"
	}
	switch {
	case month != within:
		return diag.Words{EN: "months go from 01 to 12", ZH: "月份应为 01 至 12"}, write
	case (day < 1 || day > last) && m[1] == "":
		return diag.Words{
			EN: fmt.Sprintf("month %d has %d days", month, last),
			ZH: fmt.Sprintf("%d 月只有 %d 天", month, last),
		}, write
	case day < 1 || day > last:
		return diag.Words{
			EN: fmt.Sprintf("month %d of %d has %d days", month, year, last),
			ZH: fmt.Sprintf("%d 年 %d 月只有 %d 天", year, month, last),
		}, write
	case midnight || !valid:
		return hours, write
	case m[1] == "":
		return diag.Words{EN: "the year is missing (write it for " + noYear + ")", ZH: "缺少年份（" + noYear + " 处写年份）"}, write
	}
	return diag.Words{EN: "a date has four digits, two and two, with hyphens", ZH: "日期应为四位年、两位月、两位日，用连字符连接"}, write
}
