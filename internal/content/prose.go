package content

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/tomlfile"
)

// personalData warns of numbers in the document's files that look like a
// person's, unless the author says that they are meant for the public.
func personalData(w *work, declared string) {
	if declared == "public" {
		return
	}
	for _, p := range w.pages() {
		text := p.src.Text
		for i := 0; i < len(text); i++ {
			if text[i]-'0' > 9 {
				continue
			}
			end, kind := personalNumber(text, i)
			if kind.EN == "" {
				for end = i; isDigit(text, end); end++ {
				}
			} else {
				p.list.Add(diag.PersonalData, p.src.Span(i, end-i), text[i:end], kind)
			}
			i = end - 1
		}
	}
}

func isDigit(text string, i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }

// personalNumber returns the end and the kind of a person's number that begins
// where a group of digits does, at i; the kind is empty when there is none.
// People write a number in groups with a single blank or hyphen between them,
// and two numbers one after the other likewise: so the number is made of whole
// groups, as few as do. One that begins with a group of four is a year.
func personalNumber(text string, i int) (end int, kind diag.Words) {
	var digits []byte
	isYear := false
	for end = i; ; end++ {
		for ; isDigit(text, end); end++ {
			digits = append(digits, text[end])
		}
		if len(digits) == 17 && end < len(text) && (text[end] == 'X' || text[end] == 'x') {
			digits = append(digits, 'X')
			end++
		}
		isYear = isYear || end-i == 4 && digits[0] == '1'
		switch s := string(digits); {
		case isIdentityCard(s):
			return end, diag.Words{EN: "an identity-card number", ZH: "身份证号码"}
		case isMobile(s) && !isYear:
			return end, diag.Words{EN: "a mobile number", ZH: "手机号码"}
		case len(digits) >= 18 || end == len(text) || text[end] != ' ' && text[end] != '-' || !isDigit(text, end+1):
			return end, diag.Words{}
		}
	}
}

// isMobile tells whether digits are a mobile number of mainland China, with
// or without the country code.
func isMobile(digits string) bool {
	switch len(digits) {
	case 13:
		digits = strings.TrimPrefix(digits, "86")
	case 15:
		digits = strings.TrimPrefix(digits, "0086")
	}
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// isIdentityCard tells whether s is an identity-card number: eighteen digits
// with a date of birth and a valid check digit (GB 11643-1999).
func isIdentityCard(s string) bool {
	if len(s) != 18 || s[0] == '0' {
		return false
	}
	if _, err := time.Parse("20060102", s[6:14]); err != nil {
		return false
	}
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		n := int(s[i] - '0')
		if s[i] == 'X' {
			n = 10
		}
		sum += n * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

var webAddress = regexp.MustCompile(`https?://[^\s"'<>()（）\[\]，。、]+`)

// links warns of addresses whose host the config does not want.
func (l *loader) links(w *work) {
	want := l.c.Links
	if len(want.Allow)+len(want.Deny) == 0 {
		return
	}
	for _, p := range w.pages() {
		for _, at := range webAddress.FindAllStringIndex(p.src.Text, -1) {
			u, err := url.Parse(p.src.Text[at[0]:at[1]])
			if err != nil || len(want.Allow) > 0 && !matchesHost(u.Hostname(), want.Allow) || matchesHost(u.Hostname(), want.Deny) {
				host := p.src.Text[at[0]:at[1]]
				if err == nil {
					host = u.Hostname()
				}
				p.list.Add(diag.ForbiddenLink, p.src.Span(at[0], at[1]-at[0]), host)
			}
		}
	}
}

// matchesHost tells whether host is one of list or below it.
func matchesHost(host string, list []string) bool {
	return slices.ContainsFunc(list, func(h string) bool {
		return strings.EqualFold(host, h) || strings.HasSuffix(strings.ToLower(host), "."+strings.ToLower(h))
	})
}

// untranslated says once for each language how much is missing.
func (l *loader) untranslated() {
	var documents []*campaign.Document
	for _, e := range l.c.Events {
		documents = append(documents, &e.Document)
	}
	for _, n := range l.c.News {
		documents = append(documents, &n.Document)
	}
	for _, p := range l.c.Pages {
		documents = append(documents, &p.Document)
	}
	if l.c.Notice != nil {
		documents = append(documents, &l.c.Notice.Document)
	}
	for _, lang := range l.c.Languages[1:] {
		missing, first := 0, ""
		for _, d := range documents {
			if !slices.ContainsFunc(d.Prose, func(p campaign.Prose) bool { return p.Lang == lang.Lang }) {
				if missing++; first == "" || d.File() < first {
					first = d.File()
				}
			}
		}
		if missing > 0 {
			src := l.c.Config()
			at := tomlfile.Place(src, 0, len(src.Text), "languages", string(lang.Lang))
			l.list.Add(diag.MissingTranslation, at, missing, len(documents), lang.Name, first, strings.TrimSuffix(first, ".md")+"."+string(lang.Lang)+".md")
		}
	}
}
