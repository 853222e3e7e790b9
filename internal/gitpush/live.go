package gitpush

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bunting/internal/diag"
)

// An Outcome is what became of an accepted change of a ref.
type Outcome struct {
	Update
	Verdict Verdict
	Preview bool
	URL     string    // where it is seen
	Change  Change    // of the live site
	List    diag.List // why a build failed
	Log     string    // the file that says so, too
}

// Accepted publishes what git has accepted: the live site, if its branch is
// among the updates, and previews. The live site is then its branch's tip, even
// if that is newer. The error is a fault of the machine, after which the live
// site is whole; the next push, or Live, publishes.
func (r *Repo) Accepted(ctx context.Context, updates []Update) (out []Outcome, err error) {
	who := r.pusher()
	for _, u := range updates {
		if err := r.record(Record{Pusher: who, Update: u, Verdict: Taken}); err != nil {
			return out, err
		}
	}
	for _, u := range updates {
		o := Outcome{Update: u}
		begin := time.Now()
		name, isPreview := r.preview(u.Ref)
		switch {
		case isPreview && zero(u.To):
			o.Verdict, err = Removed, r.remove(ctx, name)
		case isPreview:
			o, err = r.show(ctx, u, name)
		default:
			o, err = r.Live(ctx, false)
			o.Update = u
		}
		if err != nil {
			o.Verdict = Failed
		}
		o.Preview = isPreview
		noted := r.record(Record{Pusher: who, Update: u, Verdict: o.Verdict, Codes: codes(o.List), Release: o.Change.Release, Seconds: time.Since(begin).Seconds()})
		if err := errors.Join(err, noted); err != nil {
			return out, err
		}
		out = append(out, o)
	}
	return out, r.Prune(ctx, time.Now())
}

// Live makes the live site the tip of its branch, and looks again until nothing
// is newer. With again it is built even if it is that already: what it hides
// may be due. The outcome is that of the last tip.
func (r *Repo) Live(ctx context.Context, again bool) (out Outcome, err error) {
	unlock, err := r.lock(ctx)
	if err != nil {
		return out, err
	}
	defer unlock()
	for done := ""; ; again = false {
		tip, err := r.tip(ctx, r.Branch)
		if err != nil || tip == "" || tip == done {
			return out, err
		}
		config, err := r.config(ctx, tip)
		if err != nil {
			return out, err
		}
		out = Outcome{Verdict: Shown}
		if c := r.Campaign(config); c != nil {
			out.URL = c.BaseURL
		}
		if tip == r.noted("live") && !again {
			return out, nil
		}
		if err := r.rebuilt(ctx, tip, again, &out); err != nil || out.Verdict == Failed {
			return out, err
		}
		if out.Change, err = r.Publish(ctx, r.path("site"), r.Settings, config); err != nil {
			return out, err
		}
		if err := r.note("live", []byte(tip)); err != nil {
			return out, err
		}
		done = tip
	}
}

// rebuilt builds a commit unless it is what was built last.
func (r *Repo) rebuilt(ctx context.Context, commit string, again bool, out *Outcome) error {
	tree, err := r.resolve(ctx, commit+"^{tree}")
	if err != nil || r.noted("built") == tree && !again {
		return err
	}
	files, list, err := r.tree(ctx, commit)
	if err == nil && len(list) == 0 {
		list, err = r.build(ctx, commit, files)
	}
	if err != nil {
		return err
	}
	return r.told(commit, list, out)
}

// told writes into a log what a build told that failed.
func (r *Repo) told(commit string, list diag.List, out *Outcome) error {
	if list.Errors() == 0 {
		return nil
	}
	out.Verdict, out.List, out.Log = Failed, list, r.path("logs/"+commit+".txt")
	var b bytes.Buffer
	if err := list.WriteText(&b, diag.English); err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(r.path("logs"), 0o755), r.note("logs/"+commit+".txt", b.Bytes()))
}

// show builds a preview.
func (r *Repo) show(ctx context.Context, u Update, name string) (out Outcome, err error) {
	out = Outcome{Update: u, Verdict: Shown, URL: r.PreviewURL + url.PathEscape(name) + "/"}
	unlock, err := r.lock(ctx)
	if err != nil {
		return out, err
	}
	defer unlock()
	tip, err := r.tip(ctx, previewPrefix+name)
	if err != nil || tip == "" { // gone, meanwhile
		return out, err
	}
	files, list, err := r.tree(ctx, tip)
	if err != nil || len(list) > 0 {
		return out, errors.Join(err, r.told(tip, list, &out))
	}
	if tree, err := r.resolve(ctx, tip+"^{tree}"); err != nil || r.noted("built") != tree {
		if err := errors.Join(err, r.forget("built")); err != nil {
			return out, err
		}
	}
	if list, err = r.bring(ctx, files); err == nil && len(list) == 0 {
		list, err = r.Build(ctx, r.job(filepath.Join(r.Previews, name), out.URL))
	}
	if err != nil {
		return out, err
	}
	return out, r.told(tip, list, &out)
}

// remove takes a preview away, if its branch is gone.
func (r *Repo) remove(ctx context.Context, name string) error {
	unlock, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	tip, err := r.tip(ctx, previewPrefix+name)
	if err != nil || tip != "" {
		return err
	}
	return errors.Join(os.RemoveAll(filepath.Join(r.Previews, name)), os.RemoveAll(r.hidden(name)))
}

// hidden is where a build keeps what it knows of a preview.
func (r *Repo) hidden(name string) string { return filepath.Join(r.Previews, "."+name+".bunting") }

// Prune deletes the branches of previews to which nobody has pushed for long,
// and the folders of those whose branch is gone.
func (r *Repo) Prune(ctx context.Context, now time.Time) error {
	entries, err := os.ReadDir(r.Previews)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !previewName.MatchString(name) || !e.IsDir() {
			continue
		}
		if info, err := os.Stat(r.hidden(name)); err == nil && now.Sub(info.ModTime()) > time.Duration(r.KeepDays)*24*time.Hour {
			if _, err := r.git(ctx, "update-ref", "-d", heads+previewPrefix+name); err != nil {
				return err
			}
		}
		tip, err := r.tip(ctx, previewPrefix+name)
		if err == nil && strings.TrimSpace(tip) == "" {
			err = r.remove(ctx, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
