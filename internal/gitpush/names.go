package gitpush

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"bunting/internal/diag"
)

// maxName bounds the name of a file or folder, in bytes: no file system takes more.
const maxName = 255

// fault says why a file or folder cannot have this name on every machine that
// may hold the site; both texts are empty when it can.
func fault(name string) diag.Words {
	switch {
	case len(name) > maxName:
		return diag.Words{EN: "it is too long", ZH: "名称过长"}
	case !utf8.ValidString(name):
		return diag.Words{EN: "it is not UTF-8", ZH: "名称不是 UTF-8 编码"}
	case name == "" || name == "." || name == "..":
		return diag.Words{EN: "it leads elsewhere", ZH: "名称指向别处"}
	}
	for _, r := range name {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return diag.Words{EN: "it holds a character that nobody sees", ZH: "名称含有不可见字符"}
		case strings.ContainsRune(`<>:"|?*\`, r):
			return diag.Words{EN: fmt.Sprintf("Windows allows no %c in it", r), ZH: fmt.Sprintf("Windows 不允许名称含有 %c", r)}
		}
	}
	folded := strings.ToLower(name)
	switch stem, _, _ := strings.Cut(folded, "."); {
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return diag.Words{EN: "it ends in a dot or a blank", ZH: "名称以句点或空格结尾"}
	case folded == ".git" || folded == ".bunting" || isShort(folded):
		return diag.Words{EN: "git and bunting keep their own files there", ZH: "该名称由 git 和 bunting 专用"}
	case isDevice(strings.TrimRight(stem, " ")):
		return diag.Words{EN: "Windows takes it for a device", ZH: "Windows 会将其视为设备名"}
	}
	return diag.Words{}
}

// isShort tells whether NTFS may take a name, in small letters, for .git or
// .bunting in its short form.
func isShort(name string) bool {
	stem, number, ok := strings.Cut(name, "~")
	return ok && (stem == "git" || stem == "buntin") && number != "" && strings.Trim(number, "0123456789") == ""
}

// isDevice tells whether Windows takes a name, in small letters and without its
// suffix, for a device.
func isDevice(stem string) bool {
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	number, ok := strings.CutPrefix(stem, "com")
	if !ok {
		number, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}

// fold returns what two names share that some file system takes for one: case
// and normal form (Unicode 3.13, D145) do not count.
func fold(name string) string {
	if ascii := strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0; ascii {
		return strings.ToLower(name)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(name)))
}

// shown returns a path as it may be printed.
func shown(path string) string {
	const most = 200
	if len(path) > most {
		path = path[:most] + "…"
	}
	if quoted := fmt.Sprintf("%+q", path); strings.Contains(quoted, `\`) && strings.IndexFunc(path, func(r rune) bool {
		return !unicode.IsPrint(r) || r == utf8.RuneError
	}) >= 0 {
		return quoted
	}
	return path
}
