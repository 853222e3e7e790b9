package feed

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// csvColumns are the columns of data/events.csv. What the site's authors wrote
// goes through cell; what is made here does not need to.
var csvColumns = []struct {
	name  string
	value func(r *Record, s *Session) string
}{
	{"id", func(r *Record, _ *Session) string { return cell(r.ID) }},
	{"title", func(r *Record, _ *Session) string { return cell(r.Title) }},
	{"start", func(_ *Record, s *Session) string { return stamp(s.Start) }},
	{"end", func(_ *Record, s *Session) string { return stamp(s.End) }},
	{"until", func(_ *Record, s *Session) string { return isoDate(s.Until) }},
	{"weekdays", func(_ *Record, s *Session) string { return cell(s.Weekdays.words()...) }},
	{"except", func(_ *Record, s *Session) string { return dates(s.Except) }},
	{"sessionTitle", func(_ *Record, s *Session) string { return cell(s.Title) }},
	{"room", func(_ *Record, s *Session) string { return cell(s.Room) }},
	{"sessionUrl", func(_ *Record, s *Session) string { return cell(s.URL) }},
	{"status", func(r *Record, _ *Session) string { return statuses[r.Status].word }},
	{"statusNote", func(r *Record, _ *Session) string { return cell(r.StatusNote) }},
	{"attendance", func(r *Record, _ *Session) string { return attendances[r.Attendance].word }},
	{"summary", func(r *Record, _ *Session) string { return cell(r.Summary) }},
	{"region", func(r *Record, _ *Session) string { return cell(r.Region) }},
	{"venue", func(r *Record, _ *Session) string { return cell(r.Venue) }},
	{"place", func(r *Record, _ *Session) string { return cell(r.Place) }},
	{"address", func(r *Record, _ *Session) string { return cell(r.Address) }},
	{"latitude", func(r *Record, _ *Session) string { return coordinate(r.Location, r.Location.Lat) }},
	{"longitude", func(r *Record, _ *Session) string { return coordinate(r.Location, r.Location.Lon) }},
	{"organizers", func(r *Record, _ *Session) string { return cell(r.Organizers...) }},
	{"actions", func(r *Record, _ *Session) string { return cell(r.Actions...) }},
	{"strands", func(r *Record, _ *Session) string { return cell(r.Strands...) }},
	{"audience", func(r *Record, _ *Session) string { return cell(r.Audience...) }},
	{"spoken", func(r *Record, _ *Session) string { return cell(r.Spoken...) }},
	{"accessibility", func(r *Record, _ *Session) string { return cell(r.Accessibility...) }},
	{"free", func(r *Record, _ *Session) string { return strconv.FormatBool(r.Free) }},
	{"fee", func(r *Record, _ *Session) string { return cell(r.Fee) }},
	{"booking", func(r *Record, _ *Session) string { return cell(r.Registration.Booking) }},
	{"registrationUrl", func(r *Record, _ *Session) string { return cell(r.Registration.URL) }},
	{"registrationPhone", func(r *Record, _ *Session) string { return cell(r.Registration.Phone) }},
	{"opens", func(r *Record, _ *Session) string { return stamp(r.Registration.Opens) }},
	{"closes", func(r *Record, _ *Session) string { return stamp(r.Registration.Closes) }},
	{"capacity", func(r *Record, _ *Session) string { return count(r.Registration.Capacity) }},
	{"full", func(r *Record, _ *Session) string { return strconv.FormatBool(r.Registration.Full) }},
	{"phone", func(r *Record, _ *Session) string { return cell(r.Phone) }},
	{"email", func(r *Record, _ *Session) string { return cell(r.Email) }},
	{"office", func(r *Record, _ *Session) string { return cell(r.Office) }},
	{"online", func(r *Record, _ *Session) string { return cell(r.Online) }},
	{"replay", func(r *Record, _ *Session) string { return cell(r.Replay) }},
	{"featured", func(r *Record, _ *Session) string { return strconv.FormatBool(r.Featured) }},
	{"updated", func(r *Record, _ *Session) string { return stamp(r.Updated) }},
	{"url", func(r *Record, _ *Session) string { return cell(r.URL) }},
}

// AppendRecordsCSV appends records as text/csv (RFC 4180; UTF-8 with a byte order mark, as
// Excel wants it): a row for each session, or one for an event without. Lists
// are separated by "|". A cell that a spreadsheet would take for a formula has
// an apostrophe before it.
func AppendRecordsCSV(dst []byte, d Dataset, records iter.Seq[Record]) []byte {
	rows := newTable(dst)
	row := make([]string, len(csvColumns))
	for i, c := range csvColumns {
		row[i] = c.name
	}
	rows.write(row)
	for r := range records {
		r = r.cleaned(orUTC(d.Zone))
		if len(r.Sessions) == 0 {
			r.Sessions = []Session{{}}
		}
		for j := range r.Sessions {
			for k, c := range csvColumns {
				row[k] = c.value(&r, &r.Sessions[j])
			}
			rows.write(row)
		}
	}
	return rows.bytes()
}

// PartsCSV returns the index that PartsJSON returns, as a table.
func PartsCSV(parts []Part) []byte {
	rows := newTable(nil)
	rows.write([]string{"path", "region", "day"})
	for _, p := range parts {
		rows.write([]string{partPath(p, ".csv"), cell(clean(p.Region)), isoDate(p.Day)})
	}
	return rows.bytes()
}

// table collects rows; writing to memory never fails.
type table struct {
	data *bytes.Buffer
	csv  *csv.Writer
}

func newTable(dst []byte) table {
	b := bytes.NewBuffer(dst)
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(b)
	w.UseCRLF = true
	return table{b, w}
}

func (t table) write(row []string) { t.csv.Write(row) }

func (t table) bytes() []byte {
	t.csv.Flush()
	return t.data.Bytes()
}

// cell joins list to text that no spreadsheet takes for a formula (OWASP, CSV
// Injection): where the first character that shows is one of = + - @ or their
// full-width forms, or the text begins with a tab or a line break, an
// apostrophe goes before it. So a phone number that begins with + gets one too.
func cell(list ...string) string {
	s := strings.Join(list, "|")
	shown := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	first, _ := utf8.DecodeRuneInString(shown)
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") || strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}

func dates(list []Date) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	return strings.Join(words, "|")
}

func coordinate(p Point, degrees float64) string {
	if !p.known() {
		return ""
	}
	return strconv.FormatFloat(degrees, 'f', -1, 64)
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
