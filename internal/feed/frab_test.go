package feed

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

func programme() Schedule {
	at := func(day, hour int) time.Time { return time.Date(2021, 9, day, hour, 30, 0, 0, shanghai) }
	return Schedule{
		Title: "科普日", Acronym: "Kepu-2021!", URL: "https://kepu.example/", Version: "v1", Zone: shanghai,
		Start: Date{2021, 9, 11}, End: Date{2021, 9, 17},
		Talks: []Talk{
			{UID: "c", Title: "Late", Room: "Hall B", Start: at(12, 9).UTC(), End: at(17, 9)},
			{UID: "b", Title: "Second", Room: "Hall A", Start: at(11, 14), End: at(11, 16), Persons: []string{"Li"}, Links: []Link{{"Slides", "https://kepu.example/s"}}},
			{UID: "a", Title: "First", Room: "Hall A", Start: at(11, 0).UTC(), End: at(11, 1)},
			{UID: "d", Title: "No end", Room: "Hall B", Start: at(11, 20)},
		},
	}
}

// The rules of the schema at c3voc.de/schedule/schema.xsd.
func TestFrab(t *testing.T) {
	for _, s := range []Schedule{programme(), {Start: Date{2021, 9, 11}, Zone: shanghai}} {
		data := AppendFrab(nil, s)
		var got frabSchedule
		if err := xml.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[a-z0-9_-]{4,}$`).MatchString(got.Conference.Acronym) || len(got.Days) == 0 || got.Conference.Days != len(got.Days) {
			t.Errorf("%+v", got.Conference)
		}
		zoned := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$`)
		ids, guids := map[int32]bool{}, map[string]bool{}
		for i, d := range got.Days {
			if d.Index != i+1 || !zoned.MatchString(d.Start) || !zoned.MatchString(d.End) || !strings.HasPrefix(d.Start, d.Date) {
				t.Errorf("%+v", d)
			}
			for _, r := range d.Rooms {
				for _, e := range r.Events {
					if e.Room != r.Name || e.ID <= 0 || ids[e.ID] || guids[e.GUID] || !zoned.MatchString(e.Date) || !strings.HasPrefix(e.Date, d.Date+"T"+e.Start) ||
						!regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(e.GUID) ||
						!regexp.MustCompile(`^[a-z0-9_]{4,}-[a-z0-9_-]{4,}$`).MatchString(e.Slug) ||
						!regexp.MustCompile(`^([0-9]{1,2}:[0-9]{2}|[0-9]{1,2}:[0-9]{2}:[0-9]{1,2})$`).MatchString(e.Duration) {
						t.Errorf("%+v", e)
					}
					ids[e.ID], guids[e.GUID] = true, true
				}
			}
		}
	}
}

func TestFrabOrder(t *testing.T) {
	var got frabSchedule
	if err := xml.Unmarshal(AppendFrab(nil, programme()), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range got.Days {
		lines = append(lines, d.Date+" "+d.Start[11:16]+" "+d.End[11:16])
		for _, r := range d.Rooms {
			for _, e := range r.Events {
				lines = append(lines, r.Name+" "+e.Start+" "+e.Duration+" "+e.Title)
			}
		}
	}
	want := "2021-09-11 00:30 20:30\nHall A 00:30 01:00 First\nHall A 14:30 02:00 Second\nHall B 20:30 00:00 No end\n" +
		"2021-09-12 09:30 09:30\nHall B 09:30 5:00:00 Late"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Ids depend on the UID alone but where two share a digest; and a large
// programme has no two alike.
func TestTalkIDs(t *testing.T) {
	var talks []Talk
	for i := range 200_000 {
		talks = append(talks, Talk{UID: fmt.Sprint(i)})
	}
	ids := talkIDs(talks)
	seen, moved := map[int32]bool{}, 0
	for uid, id := range ids {
		if id <= 0 || seen[id] {
			t.Fatalf("%s: id %d", uid, id)
		}
		seen[id] = true
		if id != firstID(uid) {
			moved++
		}
	}
	// Of n ids in 2^31, about n²/2^32 share one: 9 here.
	if len(ids) != len(talks) || moved == 0 || moved > 40 {
		t.Errorf("%d ids, %d moved", len(ids), moved)
	}
}

// The value was made with Python: uuid.uuid5(uuid.UUID(bytes=talkSpace), "a").
func TestGUID(t *testing.T) {
	if got, want := guid("a"), "f84e63b6-a1ae-5166-b34f-5438e962db3d"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
