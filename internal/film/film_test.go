package film

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
)

// mp4box returns a box of an MP4 file.
func mp4box(kind string, body ...string) string {
	b := strings.Join(body, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(b)))) + kind + b
}

// longBox has its length in 64 bits.
func longBox(kind, body string) string {
	return "\x00\x00\x00\x01" + kind + string(binary.BigEndian.AppendUint64(nil, uint64(16+len(body)))) + body
}

func track(handler, codec string) string {
	return mp4box("trak", mp4box("tkhd", "\x00\x00\x00\x07CREAMODI", strings.Repeat("\x01", 72)), mp4box("udta", "PLACE of the track"),
		mp4box("mdia", mp4box("mdhd", "\x01\x00\x00\x00CREATED.MODIFIED", strings.Repeat("\x02", 16)),
			mp4box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00", handler, strings.Repeat("\x00", 13)),
			mp4box("minf", mp4box("stbl", mp4box("stsd", "\x00\x00\x00\x00\x00\x00\x00\x01", mp4box(codec, "sample entry"))))))
}

const brand = "isom\x00\x00\x02\x00isomavc1mp41"

func mp4(tracks ...string) string {
	return mp4box("ftyp", brand) + longBox("uuid", "PLACE in a long box") +
		mp4box("moov", append(tracks, mp4box("mvhd", "\x00\x00\x00\x00CREAMODI", strings.Repeat("\x03", 92)), mp4box("udta", mp4box("\xa9xyz", "PLACE +43.9+81.3/")), mp4box("meta", "PLACE"))...) +
		mp4box("free", "PLACE left over") + mp4box("mdat", "frames")
}

// ebml returns an element of a WebM file; size 0 is unknown.
func ebml(id uint32, unknown bool, body ...string) string {
	b, head := strings.Join(body, ""), strings.TrimLeft(string(binary.BigEndian.AppendUint32(nil, id)), "\x00")
	if unknown {
		return head + "\x01\xff\xff\xff\xff\xff\xff\xff" + b
	}
	return head + string(binary.BigEndian.AppendUint64(nil, 1<<56|uint64(len(b)))) + b
}

func webm(kind string, live bool) string {
	return ebml(ebmlID, false, ebml(docTypeID, false, kind)) + ebml(segmentID, live,
		ebml(infoID, false, ebml(dateID, false, "CREATED."), ebml(titleID, false, "PLACE"), ebml(0x2ad7b1, false, "scale")),
		ebml(tracksID, false, "tracks"), ebml(tagsID, false, "PLACE"), ebml(tagsID, false, "PLACE", strings.Repeat("long", 100)), ebml(clusterID, live, "frames"))
}

func TestInspect(t *testing.T) {
	sample, err := os.ReadFile("../../content/events/changji/radio-telescope/pulsars.mp4")
	if err != nil {
		t.Fatal(err)
	}
	film := mp4(track("vide", "avc1"), track("soun", "mp4a"))
	for what, c := range map[string]struct{ data, kind, seems string }{
		"the sample's":            {string(sample), MP4, ""},
		"the sample's, cut short": {string(sample[:len(sample)-1]), "", Damaged},
		"one with sound":          {film, MP4, ""},
		"one cut short":           {film[:len(film)-1], "", Damaged},
		"only its head":           {mp4box("ftyp", brand), "", Damaged},
		"something behind it":     {film + "PK\x03\x04<script>", "", Damaged},
		"a phone's new format":    {mp4(track("vide", "hvc1")), "", HEVC},
		"a camera's positions":    {mp4(track("vide", "avc1"), track("meta", "gpmd")), "", DataTrack},
		"sound alone":             {mp4(track("soun", "mp4a")), "", ""},
		"nothing in it":           {mp4(), "", Damaged},
		"QuickTime":               {mp4box("ftyp", "qt  \x00\x00\x00\x00qt  ") + film[28:], "", QuickTime},
		"a photo":                 {mp4box("ftyp", "heic\x00\x00\x00\x00mif1heic"), "", ""},
		"WebM":                    {webm("webm", false), WebM, ""},
		"WebM of a broadcast":     {webm("webm\x00\x00", true), WebM, ""},
		"WebM, cut short":         {webm("webm", false)[:300], "", Damaged},
		"Matroska":                {webm("matroska", false), "", Matroska},
		"a page":                  {"<!doctype html><video>", "", ""},
		"nothing":                 {"", "", ""},
	} {
		if kind, seems := Inspect([]byte(c.data)); kind != c.kind || seems != c.seems {
			t.Errorf("%s: %q, %q", what, kind, seems)
		}
	}
}

func TestClean(t *testing.T) {
	for what, film := range map[string]string{
		"MP4": mp4(track("vide", "avc1"), track("soun", "mp4a")), "WebM": webm("webm", false), "WebM of a broadcast": webm("webm", true),
	} {
		data := []byte(film)
		Clean(data)
		for _, secret := range []string{"PLACE", "CREA", "MODI", "\xa9xyz"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s: it still tells %q", what, secret)
			}
		}
		for _, needed := range []string{"frames"} {
			if strings.Index(film, needed) != bytes.Index(data, []byte(needed)) {
				t.Errorf("%s: %q has moved", what, needed)
			}
		}
		if kind, seems := Inspect(data); kind == "" || len(data) != len(film) {
			t.Errorf("%s: it has become %q, %d bytes of %d", what, seems, len(data), len(film))
		}
		again := bytes.Clone(data)
		if Clean(again); !bytes.Equal(again, data) {
			t.Errorf("%s: cleaned twice it is another", what)
		}
	}
}

// FuzzFilm: whatever passes keeps its length and its kind when it is cleaned, and
// has then nothing to be cleaned.
func FuzzFilm(f *testing.F) {
	for _, s := range []string{mp4(track("vide", "avc1"), track("soun", "mp4a")), webm("webm", false), webm("webm", true), webm("matroska", false), mp4box("ftyp", brand)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, seems := Inspect(data)
		if kind == "" {
			return
		}
		clean := bytes.Clone(data)
		Clean(clean)
		if now, _ := Inspect(clean); now != kind || seems != "" {
			t.Errorf("%s has become %q", kind, now)
		}
		if kind == MP4 {
			for b := range within(clean) {
				if slices.Contains([]string{"udta", "meta", "uuid"}, b.kind) {
					t.Errorf("there is still a box %s", b.kind)
				}
			}
		}
		again := bytes.Clone(clean)
		if Clean(again); !bytes.Equal(again, clean) {
			t.Error("cleaned twice it is another")
		}
	})
}

func TestCaptions(t *testing.T) {
	const cue = "00:01.000 --> 00:02.500"
	for _, c := range []struct{ text, kind, at string }{
		{"WEBVTT\n\n" + cue + "\nHello\n", "", ""},
		{"\ufeffWEBVTT - words\r\nKind: captions\r\n\r\n1\r\n00:00:01.000 --> 100:00:02.500 line:0\r\n你好\r\n再见\r\n\r\nNOTE\r\nof mine\r\n\r\n00:03.000 --> 00:04.000\r\n…", "", ""},
		{"WEBVTT\n\nSTYLE\n::cue { color: red }\n\n" + cue + "\na\n\n\n\n" + cue + "\nb", "", ""},
		{"WEBVTT\r\r" + cue + "\rold line ends", "", ""},
		{"", NoSignature, ""},
		{"webvtt\n\n" + cue + "\na", NoSignature, "webvtt"},
		{"WEBVTTX\n\n" + cue + "\na", NoSignature, "WEBVTTX"},
		{"1\n00:00:01,000 --> 00:00:02,000\na\n", SubRip, "1"},
		{"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\na\n", BadTiming, "00:00:01,000 --> 00:00:02,000"},
		{"WEBVTT\n\n1:00.000 --> 2:00.000\na\n", BadTiming, "1:00.000 --> 2:00.000"},
		{"WEBVTT\n\n00:61.000 --> 00:62.000\na\n", BadTiming, "00:61.000 --> 00:62.000"},
		{"WEBVTT\n\n99999999999999999999:00:01.000 --> 99999999999999999999:00:02.000\na\n", BadTiming, "99999999999999999999:00:01.000 --> 99999999999999999999:00:02.000"},
		{"WEBVTT\n\nHello\nyou\n", BadTiming, "you"},
		{"WEBVTT\n\n00:02.000 --> 00:02.000\na\n", BackInTime, "00:02.000 --> 00:02.000"},
		{"WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n" + cue + "\nb\n", BackInTime, cue},
		{"WEBVTT\n\n" + cue + "\na\n00:03.000 --> 00:04.000\nb\n", StrayArrow, "00:03.000 --> 00:04.000"},
		{"WEBVTT\n\nNOTE nothing yet\n", NoCues, ""},
		{"WEBVTT\n\n" + cue + "\n\xff\n", NotUTF8, ""},
	} {
		wrong := CheckCaptions([]byte(c.text))
		switch {
		case wrong == nil:
			wrong = &Mistake{}
		case wrong.Kind == "":
			t.Errorf("%q: a mistake of no kind", c.text)
		}
		if at := c.text[wrong.Offset : wrong.Offset+wrong.Length]; wrong.Kind != c.kind || at != c.at {
			t.Errorf("%q: %q at %q", c.text, wrong.Kind, at)
		}
	}
}

// FuzzCaptions: a mistake has its place in the file, and one more text at the end
// of sound captions is sound.
func FuzzCaptions(f *testing.F) {
	for _, s := range []string{"WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n", "WEBVTT\r\r1\r\n00:00:01.000 --> 00:00:02.500 line:0\r\na\n\nNOTE b", "1\n00:00:01,000 --> 00:00:02,000\na\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		wrong := CheckCaptions(data)
		if wrong == nil {
			more := append(bytes.Clone(data), "\n\n999999:00:00.000 --> 999999:00:01.000\nthe end\n"...)
			if wrong = CheckCaptions(more); wrong != nil && wrong.Kind != BackInTime {
				t.Errorf("a text more is %q", wrong.Kind)
			}
			return
		}
		if wrong.Kind == "" || wrong.Offset < 0 || wrong.Length < 0 || wrong.Offset+wrong.Length > len(data) {
			t.Errorf("%+v of %d bytes", wrong, len(data))
		}
	})
}
