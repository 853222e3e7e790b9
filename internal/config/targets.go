package config

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"bunting/internal/diag"
)

// A Target is a place that the site is sent to.
type Target struct {
	Name      string
	URL       string // s3://bucket/prefix, sftp://user@host:port/folder or file:///folder
	Endpoint  string // https://host, of object stores other than Amazon's
	Region    string // of the object store
	PathStyle bool   // the bucket stands in the path, not before the host's name
	// Encodings are what texts are compressed with: "gzip", "br".
	Encodings []string
	Grace     time.Duration // how long fingerprinted files that are gone stay
	Keep      int           // how many releases a folder keeps
}

// What a target has that says nothing else.
const (
	usualGrace = 24 * time.Hour
	usualKeep  = 5
)

type rawTarget struct {
	Name      string   `toml:"name"`
	URL       string   `toml:"url"`
	Endpoint  string   `toml:"endpoint"`
	Region    string   `toml:"region"`
	PathStyle bool     `toml:"pathStyle"`
	Encodings []string `toml:"encodings"`
	Grace     string   `toml:"grace"`
	Keep      int      `toml:"keep"`
}

// optionsFor are the schemes that an option of a target is for.
var optionsFor = []struct {
	key     string
	schemes []string
}{
	{"endpoint", []string{"s3"}}, {"region", []string{"s3"}}, {"pathStyle", []string{"s3"}},
	{"grace", []string{"s3", "sftp"}}, {"keep", []string{"file"}},
}

func (k *checker) targets(raw []rawTarget) []Target {
	var targets []Target
	seen := map[string]bool{}
	for i, r := range raw {
		at := func(key string) []string { return []string{"deploy", "targets", strconv.Itoa(i), key} }
		k.ID(r.Name, seen, at("name")...)
		t := Target{r.Name, r.URL, r.Endpoint, r.Region, r.PathStyle, r.Encodings, usualGrace, usualKeep}
		scheme := k.address(r, at("url"))
		k.WebAddress(r.Endpoint, at("endpoint")...)
		for _, o := range optionsFor {
			if scheme != "" && k.Has(at(o.key)...) && !strings.Contains(strings.Join(o.schemes, " "), scheme) {
				k.Report(diag.UselessOption, at(o.key), o.key, scheme+"://", strings.Join(o.schemes, "://, ")+"://")
			}
		}
		for j := range r.Encodings {
			k.Choice(&r.Encodings[j], []string{"gzip", "br"}, append(at("encodings"), strconv.Itoa(j))...)
		}
		if scheme == "s3" && len(r.Encodings) > 1 { // an object is stored in one
			k.Report(diag.BadValue, at("encodings"), strings.Join(r.Encodings, ", "), "encodings", `["gzip"], ["br"]`)
		}
		if k.Has(at("grace")...) {
			grace, err := time.ParseDuration(r.Grace)
			if err != nil || grace < 0 {
				k.Report(diag.BadValue, at("grace"), r.Grace, "grace", `"24h", "30m", "0s"`)
			}
			t.Grace = grace
		}
		if k.Has(at("keep")...) {
			if r.Keep < 1 || r.Keep > 1000 {
				k.Report(diag.BadValue, at("keep"), strconv.Itoa(r.Keep), "keep", "1 … 1000")
			}
			t.Keep = r.Keep
		}
		targets = append(targets, t)
	}
	return targets
}

// password finds "user:password@", also in what is no URL because of what is in
// the password.
var password = regexp.MustCompile(`//[^/@]+:[^@]*@`)

// address asks that a target's address is one, and returns its scheme, "" if it
// is none. A password in it is told of without the line that it stands on.
func (k *checker) address(r rawTarget, at []string) (scheme string) {
	if r.URL == "" {
		k.Required(false, `"s3://bucket/folder"`, at...)
		return ""
	}
	if password.MatchString(r.URL) {
		span := k.Place(at...)
		span.Excerpt = ""
		k.List.Add(diag.PasswordInConfig, span, r.Name)
		return ""
	}
	u, err := url.Parse(r.URL)
	good := err == nil && u.Opaque == "" && u.RawQuery == "" && u.Fragment == "" && !u.ForceQuery && isFolder(u.Path)
	if good {
		switch u.Scheme {
		case "s3":
			good = u.Host != "" && u.User == nil && u.Port() == ""
		case "sftp":
			good = u.Hostname() != "" && strings.HasPrefix(u.Path, "/")
		case "file":
			good = u.Host == "" && strings.HasPrefix(u.Path, "/") && path.Clean(u.Path) != "/"
		default:
			good = false
		}
	}
	if !good {
		k.Report(diag.BadTarget, at, r.URL)
		return ""
	}
	return u.Scheme
}
