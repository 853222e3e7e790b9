package gitpush

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"bunting/internal/diag"
)

// An Update is one line of what git tells its hooks: a ref, and what it is to
// point at. An id of zeros stands for nothing.
type Update struct {
	From string `json:"from"`
	To   string `json:"to"`
	Ref  string `json:"ref"`
}

// maxUpdates bounds how many refs one push may change.
const maxUpdates = 100

// ReadUpdates reads what git tells pre-receive and post-receive (githooks(5)).
func ReadUpdates(in io.Reader) ([]Update, error) {
	var out []Update
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		from, rest, ok := strings.Cut(lines.Text(), " ")
		to, ref, ok2 := strings.Cut(rest, " ")
		if !ok || !ok2 || !id.MatchString(from) || !id.MatchString(to) || len(out) == maxUpdates {
			return nil, fmt.Errorf("line %d of what git tells is not understood", len(out)+1)
		}
		out = append(out, Update{from, to, ref})
	}
	return out, lines.Err()
}

var (
	id          = regexp.MustCompile(`^[0-9a-f]{40,64}$`)
	previewName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)
)

const (
	heads         = "refs/heads/"
	previewPrefix = "preview/"
)

// preview returns the name of the preview that a ref is.
func (r *Repo) preview(ref string) (name string, ok bool) {
	name, ok = strings.CutPrefix(ref, heads+previewPrefix)
	return name, ok && r.PreviewURL != "" && previewName.MatchString(name)
}

// Check judges a push, and builds what it would make live. It is accepted if
// the list has no errors. The error is a fault of the machine.
func (r *Repo) Check(ctx context.Context, updates []Update) (diag.List, error) {
	who := r.pusher()
	list, err := r.check(ctx, who, updates)
	if err == nil && list.Errors() > 0 {
		for _, u := range updates {
			err = r.record(Record{Pusher: who, Update: u, Verdict: Refused, Codes: codes(list)})
		}
	}
	return list, err
}

func (r *Repo) check(ctx context.Context, who Pusher, updates []Update) (list diag.List, err error) {
	tip, err := r.tip(ctx, r.Branch)
	if err != nil {
		return nil, err
	}
	var config []byte
	if tip != "" {
		if config, err = r.config(ctx, tip); err != nil {
			return nil, err
		}
	}
	own, list := r.rightsOf(who, config)
	if len(list) > 0 {
		return list, nil
	}
	for _, u := range updates {
		found, err := r.update(ctx, who, own, tip, u)
		if list = append(list, found...); err != nil {
			return list, err
		}
	}
	return list.Sorted(), nil
}

// update judges the change of one ref.
func (r *Repo) update(ctx context.Context, who Pusher, own rights, tip string, u Update) (list diag.List, err error) {
	at := diag.Span{File: shown(u.Ref)}
	_, isPreview := r.preview(u.Ref)
	switch {
	case isPreview:
	case u.Ref != heads+r.Branch:
		list.Add(diag.ForeignRef, at, r.refs())
		return list, nil
	case zero(u.To), !zero(u.From) && u.From != tip, zero(u.From) && tip != "":
		list.Add(diag.LivePast, at, r.Branch)
		return list, nil
	}
	if isPreview && !zero(u.From) { // what it shows must be the pusher's to take away
		if _, list, err = r.judge(ctx, who, own, tip, u.From); err != nil || len(list) > 0 {
			return list, err
		}
	}
	if zero(u.To) {
		return nil, nil
	}
	commit, err := r.resolve(ctx, u.To+"^{commit}")
	if err != nil {
		return nil, err
	}
	if commit != u.To { // a tag, a tree
		list.Add(diag.ForeignRef, at, r.refs())
		return list, nil
	}
	files, list, err := r.tree(ctx, u.To)
	if err != nil || len(list) > 0 {
		return list, err
	}
	changed, list, err := r.judge(ctx, who, own, tip, u.To)
	if err != nil || len(list) > 0 {
		return list, err
	}
	if !isPreview && tip != "" {
		if base, err := r.base(ctx, tip, u.To); err != nil || base != tip {
			list.Add(diag.LivePast, at, r.Branch)
			return list, err
		}
	}
	unlock, err := r.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	list, err = r.build(ctx, u.To, files)
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { // others' warnings are theirs to hear
		return d.Code.Severity == diag.Warning && !slices.Contains(changed, d.Span.File)
	}), err
}

// judge asks that what a commit changes against the live branch is all the
// pusher's. It returns the paths.
func (r *Repo) judge(ctx context.Context, who Pusher, own rights, tip, commit string) ([]string, diag.List, error) {
	base, err := r.base(ctx, tip, commit)
	if err != nil {
		return nil, nil, err
	}
	changed, err := r.changed(ctx, base, commit)
	return changed, own.judge(who, changed), err
}

// refs says what may be pushed.
func (r *Repo) refs() string {
	if r.PreviewURL == "" {
		return r.Branch
	}
	return r.Branch + ", " + previewPrefix + "NAME"
}

// build brings the work folder to a commit and builds it, unless that is what
// was built last. The lock is held.
func (r *Repo) build(ctx context.Context, commit string, files []file) (diag.List, error) {
	tree, err := r.resolve(ctx, commit+"^{tree}")
	if err != nil {
		return nil, err
	}
	if err := r.forget("built"); err != nil {
		return nil, err
	}
	list, err := r.bring(ctx, files)
	if err != nil || len(list) > 0 {
		return list, err
	}
	list, err = r.Build(ctx, r.job(r.path("site"), ""))
	if err != nil || list.Errors() > 0 {
		return list, err
	}
	return list, r.note("built", []byte(tree))
}

func (r *Repo) job(output, preview string) Job {
	return Job{r.path("source"), output, preview, r.Limits.Memory, r.Limits.Time}
}

func codes(list diag.List) (out []string) {
	for _, d := range list {
		if d.Code.Severity == diag.Error && len(out) < maxTold {
			out = append(out, d.Code.Name)
		}
	}
	return out
}

// whole is where a mistake stands that is no file's.
const whole = "git push"
