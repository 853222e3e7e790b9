package deploy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bunting/internal/release"
)

var noon = time.Date(2021, 9, 11, 12, 0, 0, 0, time.UTC)

// file returns a file of these bytes, with an object store's headers.
func file(path, text string) File {
	return File{Path: path, Digest: sum(release.DigestOf([]byte(text))), Size: int64(len(text)), Type: typeOf(path), Cache: cacheOf(path)}
}

func encoded(f File, encoding string) File {
	f.Encoding = encoding
	return f
}

func TestDifference(t *testing.T) {
	const style, old = "assets/site-2.css", "assets/site-1.css"
	day := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	for name, c := range map[string]struct {
		site  []File
		held  manifest
		doubt journal
		want  []Change
		gone  []gone
	}{
		"an empty target": {
			site: []File{file("a.html", "1"), file("b.html", "1")},
			want: []Change{{Verb: Send, Path: "a.html", Reason: New}, {Verb: Send, Path: "b.html", Reason: New}},
		},
		"the same site": {
			site: []File{file("a.html", "1")},
			held: manifest{Files: []File{file("a.html", "1")}},
		},
		"other bytes": {
			site: []File{file("a.html", "2"), file("b.html", "1")},
			held: manifest{Files: []File{file("a.html", "1"), file("b.html", "1")}},
			want: []Change{{Verb: Send, Path: "a.html", Reason: Changed}},
		},
		"another encoding": {
			site: []File{encoded(file("a.html", "1"), "gzip")},
			held: manifest{Files: []File{file("a.html", "1")}},
			want: []Change{{Verb: Send, Path: "a.html", Reason: Headers}},
		},
		"a page that is gone leaves at once": {
			held: manifest{Files: []File{file("a.html", "1")}},
			want: []Change{{Verb: Remove, Path: "a.html", Reason: Gone}},
		},
		"an asset that is gone waits": {
			site: []File{file(style, "2")},
			held: manifest{Files: []File{file(old, "1")}},
			want: []Change{{Verb: Send, Path: style, Reason: New}},
			gone: []gone{{old, noon}},
		},
		"it still waits": {
			site: []File{file(style, "2")},
			held: manifest{Files: []File{file(style, "2")}, Gone: []gone{{old, day(-23)}}},
			gone: []gone{{old, day(-23)}},
		},
		"it has waited": {
			site: []File{file(style, "2")},
			held: manifest{Files: []File{file(style, "2")}, Gone: []gone{{old, day(-24)}}},
			want: []Change{{Verb: Remove, Path: old, Reason: Gone}},
		},
		"it is back": {
			site: []File{file(old, "1")},
			held: manifest{Gone: []gone{{old, day(-1)}}},
			want: []Change{{Verb: Send, Path: old, Reason: New}},
		},
		"an interrupted deploy may have sent it": {
			site:  []File{file("a.html", "1"), file("b.html", "1"), file("c.html", "1")},
			held:  manifest{Files: []File{file("a.html", "1"), file("c.html", "1")}},
			doubt: journal{There: []string{"a.html"}, Maybe: []string{"b.html"}},
			want:  []Change{{Verb: Send, Path: "a.html", Reason: Unfinished}, {Verb: Send, Path: "b.html", Reason: Unfinished}},
		},
		"an interrupted deploy may have sent it, and nobody wants it": {
			doubt: journal{There: []string{"a.html", old}, Maybe: []string{"b.html"}},
			want:  []Change{{Verb: Remove, Path: "a.html", Reason: Unfinished}, {Verb: Remove, Path: "b.html", Reason: Unfinished}},
			gone:  []gone{{old, noon}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := difference(c.site, c.held, c.doubt, noon, 24*time.Hour)
			if d := cmp.Diff(c.want, p.changes, cmpopts.IgnoreUnexported(Change{}), cmpopts.IgnoreFields(Change{}, "Size")); d != "" {
				t.Errorf("changes (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.gone, p.next.Gone); d != "" {
				t.Errorf("waiting (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.site, p.next.Files); d != "" {
				t.Errorf("next (-want +got):\n%s", d)
			}
		})
	}
}
