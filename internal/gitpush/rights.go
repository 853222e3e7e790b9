package gitpush

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// Where a server says who pushes, the first that speaks: bunting publish shell
// or another forced command; GitLab; Gitea and Forgejo. Who has a key of his own
// for a forced command cannot set them; nobody can through a forge.
const (
	officeVariable = "BUNTING_OFFICE"
	langVariable   = "BUNTING_LANG"
)

// Variables returns the environment that says who pushes and in which language
// to answer; lang may be empty.
func Variables(office, lang string) []string {
	return []string{officeVariable + "=" + office, langVariable + "=" + lang}
}

var userVariables = []string{"GL_USERNAME", "GITEA_PUSHER_NAME"}

// A Pusher is who pushes, as the server says.
type Pusher struct {
	Office string `json:"office"`         // an office's id, or All; empty: not known
	User   string `json:"user,omitempty"` // a forge's account
}

// pusher returns who pushes.
func (r *Repo) pusher() Pusher {
	if office := r.Env(officeVariable); office != "" {
		return Pusher{Office: office}
	}
	for _, key := range userVariables {
		if user := r.Env(key); user != "" {
			return Pusher{cmp.Or(r.Users[user], user), user}
		}
	}
	return Pusher{}
}

// rights are the paths that somebody may change, as globs.
type rights []string

var nothing = diag.Words{EN: "nothing", ZH: "无"}

// configFile says who may change what.
const configFile = "config.toml"

// rightsOf returns what a pusher may change by the live config, and says when
// there is no such office.
func (r *Repo) rightsOf(p Pusher, config []byte) (rights, diag.List) {
	var list diag.List
	if p.Office == All {
		return rights{"**"}, nil
	}
	if p.Office == "" {
		list.Add(diag.UnknownPusher, diag.Span{File: whole})
		return nil, list
	}
	var c *campaign.Campaign
	if config != nil {
		c = r.Campaign(config)
	}
	if c == nil {
		list.Add(diag.ForeignPath, diag.Span{File: configFile}, p.Office, nothing)
		return nil, list
	}
	office := c.Office(p.Office)
	if office == nil {
		var known []string
		for _, o := range c.Offices {
			known = append(known, o.ID)
		}
		list.Add(diag.UnknownOffice, diag.Span{File: configFile}, p.Office, strings.Join(known, ", "))
		return nil, list
	}
	return office.Paths, nil
}

// allow tells whether a path may be changed. The config is for those who may
// change everything: whoever writes it gives rights to others.
func (r rights) allow(path string) bool {
	if slices.Contains(r, "**") {
		return true
	}
	return path != configFile && slices.ContainsFunc(r, func(glob string) bool { return doublestar.MatchUnvalidated(glob, path) })
}

// judge says which of the changed paths are not the pusher's.
func (r rights) judge(p Pusher, changed []string) (list diag.List) {
	own := any(nothing)
	if len(r) > 0 {
		own = strings.Join(r, ", ")
	}
	for _, path := range changed {
		if len(list) == maxTold {
			break
		}
		if !r.allow(path) {
			list.Add(diag.ForeignPath, diag.Span{File: shown(path)}, p.Office, own)
		}
	}
	return list
}
