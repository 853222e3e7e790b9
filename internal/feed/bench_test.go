package feed

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// A day of a hundred events as large sites have them.

func hundred[T any](of func(i int) T) []T {
	list := make([]T, 100)
	for i := range list {
		list[i] = of(i)
	}
	return list
}

func calendarDay() Calendar {
	return Calendar{
		ProdID: "-//bunting//campaign sites//EN", Name: "全国科普日新疆系列科普活动", URL: "https://kepu.example/2021/", Lang: "zh-Hans-CN", Zone: shanghai, Refresh: time.Hour,
		Events: hundred(func(i int) Event {
			e := fair()
			e.UID = fmt.Sprintf("2021/urumqi/cotton-advice-%d#1@kepu.example", i)
			e.Summary = "沙依巴克区棉花机械化咨询台：身边的工程师"
			e.Description = "从采棉机的摘锭讲起，9个小环节，适合全家一起来。\n\nhttps://kepu.example/2021/events/urumqi/cotton-advice.html"
			e.Location = "沙依巴克区第一中学，沙依巴克区团结路223号"
			e.Categories = []string{"乡村振兴科普联合行动", "科普阵地联合行动"}
			e.LastModified = e.Stamp
			return e
		}),
	}
}

func recordDay() *set {
	return &set{
		Dataset: Dataset{Base: "https://kepu.example/2021/", Lang: "zh-Hans-CN", Name: "全国科普日", Zone: shanghai},
		Records: hundred(func(i int) Record {
			return Record{
				ID: fmt.Sprintf("urumqi/cotton-advice-%d", i), Title: "沙依巴克区棉花机械化咨询台：身边的工程师", Summary: "从采棉机的摘锭讲起，9个小环节，适合全家一起来。",
				URL: "https://kepu.example/2021/events/urumqi/cotton-advice.html", Region: "urumqi", Place: "沙依巴克区第一中学", Address: "沙依巴克区团结路223号",
				Location: Point{43.652396, 87.56724}, Organizers: []string{"自治区农业农村厅"}, Actions: []string{"rural", "sites"}, Audience: []string{"everyone", "families"},
				Spoken: []string{"zh", "ug"}, Free: true, Registration: Registration{Booking: "on-the-day", Capacity: 140}, Phone: "0997-12345", Email: "urumqi@kepu.example", Office: "urumqi",
				Updated: time.Date(2021, 8, 16, 0, 0, 0, 0, shanghai), Sessions: []Session{{Start: fair().Start, End: fair().End}},
			}
		}),
	}
}

func talkDay() Schedule {
	s := programme()
	s.Talks = hundred(func(i int) Talk {
		return Talk{
			UID: fmt.Sprintf("2021/urumqi/cotton-advice-%d#1@kepu.example", i), Title: "沙依巴克区棉花机械化咨询台：身边的工程师", Room: fmt.Sprintf("第%d展厅", i%7), Track: "乡村振兴科普联合行动",
			Type: "other", Lang: "zh", Abstract: "从采棉机的摘锭讲起，9个小环节，适合全家一起来。", URL: "https://kepu.example/2021/events/urumqi/cotton-advice.html",
			Start: fair().Start.Add(time.Duration(i) * time.Minute), End: fair().End.Add(time.Duration(i) * time.Minute), Persons: []string{"自治区农业农村厅"},
		}
	})
	return s
}

func linkedEvent() LinkedEvent {
	e := workshop()
	e.Name, e.Description = "沙依巴克区棉花机械化咨询台：身边的工程师", "从采棉机的摘锭讲起，9个小环节，适合全家一起来。"
	e.Sessions = e.Sessions[1:2]
	return e
}

func Benchmark(b *testing.B) {
	calendar, records, talks, linked := calendarDay(), recordDay(), talkDay(), linkedEvent()
	alone := calendar
	alone.Events = calendar.Events[:1]
	trail := []Crumb{{"首页", "https://kepu.example/2021/"}, {"活动", "https://kepu.example/2021/events.html"}, {linked.Name, linked.URL}}
	urls := hundred(func(i int) URL {
		loc := fmt.Sprintf("https://kepu.example/2021/events/urumqi/cotton-advice-%d.html", i)
		return URL{loc, records.Records[0].Updated, []Alternate{{"zh-Hans-CN", loc}, {"en", loc}, {"x-default", loc}}}
	})
	for _, c := range []struct {
		name string
		make func()
	}{
		{"ICalendar/1", func() { AppendICalendar(nil, alone) }},
		{"ICalendar/100", func() { AppendICalendar(nil, calendar) }},
		{"EventLD", func() { EventLD(linked) }},
		{"BreadcrumbsLD", func() { BreadcrumbsLD(trail) }},
		{"RecordsJSON/100", func() { records.json() }},
		{"RecordsCSV/100", func() { records.csv() }},
		{"Frab/100", func() { AppendFrab(nil, talks) }},
		{"Sitemap/100", func() { AppendSitemap(nil, slices.Values(urls)) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.make()
			}
		})
	}
}
