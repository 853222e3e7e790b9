package gitpush

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const blob = "100644 blob 0123456789012345678901234567890123456789\t"
const folder = "040000 tree 0123456789012345678901234567890123456789\t"

// judge reads a listing, and returns its files and the codes that are told.
func judge(listing string) (paths, told []string, err error) {
	l := &lister{limits: Limits{Files: 1000}}
	err = l.read(strings.NewReader(listing))
	for _, f := range l.files {
		paths = append(paths, f.path)
	}
	for _, d := range l.list {
		told = append(told, d.Span.File+" "+d.Code.Name)
	}
	return paths, told, err
}

func TestTree(t *testing.T) {
	for _, c := range []struct {
		lines []string
		files []string
		told  []string
	}{
		{[]string{blob + "a.md", folder + "b", blob + "b/a.md", folder + "b/c", blob + "b/c/a.md", blob + "b/d", blob + "z"}, []string{"a.md", "b/a.md", "b/c/a.md", "b/d", "z"}, nil},
		{[]string{blob + "活动.md", folder + "ئۇيغۇر", blob + "ئۇيغۇر/x y.md"}, []string{"活动.md", "ئۇيغۇر/x y.md"}, nil},
		{[]string{folder + "a", blob + "a/x", blob + "b", folder + "c", blob + "c/x"}, []string{"a/x", "b", "c/x"}, nil},
		{[]string{blob + "a", blob + "a/x"}, []string{"a"}, []string{"a/x unsafe-name"}},
		{[]string{blob + "../x"}, nil, []string{"../x unsafe-name"}},
		{[]string{folder + "a", blob + "a/b/x"}, nil, []string{"a/b/x unsafe-name"}},
		{[]string{folder + "a", blob + "a/x", folder + "A", blob + "A/y"}, []string{"a/x"}, []string{"A name-clash"}},
		{[]string{folder + ".git", blob + ".git/config"}, nil, []string{".git unsafe-name"}},
	} {
		files, told, err := judge(strings.Join(c.lines, "\x00") + "\x00")
		if err != nil {
			t.Errorf("%q: %v", c.lines, err)
		}
		if d := cmp.Diff(c.files, files); d != "" {
			t.Errorf("%q: files (-want +got):\n%s", c.lines, d)
		}
		if d := cmp.Diff(c.told, told); d != "" {
			t.Errorf("%q: told (-want +got):\n%s", c.lines, d)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"a", "index.md", "活动.en.md", "a b", ".gitignore", ".gitattributes", "console.md", "com.md", "com10.md", "git~x", "nulls", "émigré", "...a"} {
		if why := fault(name); why.EN != "" {
			t.Errorf("%q is refused: %s", name, why.EN)
		}
	}
	for _, name := range []string{
		"", ".", "..", "...", ".git", ".GIT", ".git ", "GIT~1", "git~12", ".bunting", "BUNTIN~1", "con", "NUL.txt", "aux .md", "Lpt9.a.b", "com²", "conin$",
		"a:b", "a?", "a\\b", "a\x00b", "a\u200db", "\ufeffa", "a\u2028b", "a\x7f", "a.", "a ", "\xc3", strings.Repeat("字", 86),
	} {
		if fault(name).EN == "" {
			t.Errorf("%q is not refused", name)
		}
	}
	for _, pair := range [][2]string{{"A", "a"}, {"é", "e\u0301"}, {"É", "e\u0301"}, {"ß", "SS"}, {"Σ", "ς"}, {"Å", "Å"}} {
		if fold(pair[0]) != fold(pair[1]) {
			t.Errorf("%q and %q are not one", pair[0], pair[1])
		}
	}
}

// FuzzTree reads anything as what git ls-tree prints. Whatever it takes stays
// below the folder it is written to, and no two of it are one file anywhere.
func FuzzTree(f *testing.F) {
	f.Add(blob + "a\x00" + folder + "b\x00" + blob + "b/c\x00")
	f.Add(blob + "../a\x00" + blob + "a/../b\x00" + blob + "/a\x00" + blob + "a//b\x00")
	f.Add("120000 blob 0\ta\x00160000 commit 0\tb\x00")
	f.Add(folder + "A\x00" + blob + "A/b\x00" + folder + "a\x00" + blob + "a/B\x00")
	f.Fuzz(func(t *testing.T, listing string) {
		files, told, err := judge(listing)
		if err != nil && len(told) == 0 && errors.Is(err, errRefused) {
			t.Error("refused without a word")
		}
		seen := map[string]string{}
		for _, name := range files {
			if path.IsAbs(name) || path.Clean(name) != name || name == "." || strings.HasPrefix(name, "../") || len(name) > maxPath || strings.Count(name, "/") >= maxDepth {
				t.Errorf("%q is taken", name)
			}
			for at := name; at != "."; at = path.Dir(at) {
				if other, ok := seen[fold(at)]; ok && other != at {
					t.Errorf("both %q and %q are taken", other, at)
				}
				seen[fold(at)] = at
			}
			for part := range strings.SplitSeq(name, "/") {
				if why := fault(part); why.EN != "" {
					t.Errorf("%q is taken, of which %s", name, why.EN)
				}
			}
		}
		for i, name := range files {
			for _, other := range files[i+1:] {
				if name == other || strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
					t.Errorf("%q and %q cannot both be files", name, other)
				}
			}
			if len(files) > 50 {
				break
			}
		}
		if len(told) > maxTold {
			t.Error(fmt.Sprint(len(told), " mistakes are told"))
		}
	})
}
