package content

import (
	"testing"

	"bunting/internal/diag"
)

// What is written in Chinese where a value of the list belongs is understood.
func TestChoicesInChinese(t *testing.T) {
	const front = "venue = \"hall\"\nstart = 2021-09-11T10:00\nend = 2021-09-11T12:00\n"
	for line, want := range map[string]string{
		`attendance = "线上"`:                       "online",
		`attendance = "线上线下"`:                     "mixed",
		`status = "已取消"`:                          "cancelled",
		`status = "改期"`:                           "rescheduled",
		`registration = { booking = "无需预约" }`:     "none",
		`registration = { booking = "必须预约" }`:     "required",
		`registration = { booking = "canceled" }`: "", // a word of another key
	} {
		got := found(pageOf(t, "content/events/e.md", front+line+"\n", ""), diag.BadValue)
		if len(got) != 1 || got[0].Guess != want {
			t.Errorf("%s: %v, want the guess %q", line, got, want)
		}
	}
}

// Programs' own files are passed over; other programs' formats are named.
func TestFilesOfOtherPrograms(t *testing.T) {
	_, list := read(t, settings, map[string]string{
		"content/news/~$a.docx": "x", "content/news/Thumbs.db": "x", "content/news/desktop.ini": "x", "content/news/.DS_Store": "x",
	})
	if len(list) > 0 {
		t.Error(list)
	}
	for text, want := range map[string]string{"PK\x03\x04\xff": "Word (.docx)", "\xd0\xcf\x11\xe0\xa1": "Word (.doc)", "%PDF-1.7\n\xff": "PDF"} {
		_, list := read(t, settings, map[string]string{"content/news/a.md": text})
		if len(list) != 1 || list[0].Code != diag.NotText || list[0].Args[0] != want {
			t.Errorf("%q: %v", text, list)
		}
	}
}

// Blank lines before the first fence change no line's number.
func TestBlankLinesBeforeTheFence(t *testing.T) {
	_, list := read(t, settings, map[string]string{"content/pages/a.md": " \n\n+++\ntitel = \"a\"\ntitle = \"b\"\n+++\n"})
	got := found(list, diag.UnknownKey)
	if list.Errors() != 1 || len(got) != 1 || got[0].Span.Line != 4 {
		t.Error(list)
	}
	_, list = read(t, settings, map[string]string{"content/pages/a.md": " \n\n+++\ntitle = \"a\"\n"})
	got = found(list, diag.OpenFrontMatter)
	if list.Errors() != 1 || len(got) != 1 || got[0].Span.Line != 3 {
		t.Error(list)
	}
}
