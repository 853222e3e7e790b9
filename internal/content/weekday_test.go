package content

import (
	"fmt"
	"strings"
	"testing"
)

func TestDatedIn(t *testing.T) {
	for text, want := range map[string]string{
		"9月11日（周六）开幕":                                  "0-9-11 Saturday",
		"2021 年 9 月 12 日，星期天":                          "2021-9-12 Sunday",
		"9月13日礼拜一、9月14日(周二)":                           "0-9-14 Tuesday, 0-9-13 Monday",
		"on Saturday, 11 September 2021":               "2021-9-11 Saturday",
		"Opens 11th september (SATURDAY) is not":       "",
		"11 September (Saturday), not a holiday":       "0-9-11 Saturday",
		"every Saturday in September, yesterday":       "",
		"周末、一周、9月11日下午（周边）":                            "",
		"Tuesday 14 September, Wednesday 15 September": "0-9-14 Tuesday, 0-9-15 Wednesday",
		"周": "", "day": "", "9月11日周": "",
	} {
		var got []string
		for _, d := range datedIn(text) {
			got = append(got, fmt.Sprintf("%d-%d-%d %s", d.year, d.month, d.day, d.said))
			if d.from < 0 || d.to > len(text) || d.from >= d.to {
				t.Errorf("%s: place %d-%d", text, d.from, d.to)
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: got %q, want %q", text, s, want)
		}
	}
}
