package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"bunting/internal/config"
	"bunting/internal/diag"
)

// starter holds what new files begin as. The words BUNTING_START, _END and
// _TITLE are replaced; a file for Chinese readers ends in .zh.md.
//
//go:embed all:starter
var starter embed.FS

func (s *session) create() *cobra.Command {
	cmd := &cobra.Command{
		Use: "new", Short: s.say(msgNew), Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{s.say(msgUnknownCommand, "new "+args[0])}
			}
			return usageError{s.say(msgArguments, "site|event|news|page")}
		},
	}
	add := func(use string, short diag.Words, run func(name string) error) {
		c := &cobra.Command{
			Use: use, Short: s.say(short), Args: s.exactly(1, strings.Fields(use)[1]),
			RunE: func(_ *cobra.Command, args []string) error { return run(args[0]) },
		}
		c.Flags().BoolP("help", "h", false, s.say(msgHelpFlag))
		cmd.AddCommand(c)
	}
	add("site NAME", msgNewSite, s.newSite)
	add("event REGION/SLUG", msgNewEvent, s.newEvent)
	add("news SLUG", msgNewNews, func(slug string) error { return s.newDocument("news", slug) })
	add("page SLUG", msgNewPage, func(slug string) error { return s.newDocument("page", slug) })
	return cmd
}

// newSite writes a small site that builds into a folder of its own, all of it
// or nothing.
func (s *session) newSite(name string) error {
	dir := filepath.Clean(name)
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return usageError{s.say(msgExists, dir)}
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".bunting-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	start := time.Now().AddDate(0, 0, 14)
	fill := strings.NewReplacer("BUNTING_START", start.Format(time.DateOnly), "BUNTING_END", start.AddDate(0, 0, 6).Format(time.DateOnly))
	err = fs.WalkDir(starter, "starter/site", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(tmp, filepath.FromSlash(strings.TrimPrefix(file, "starter/site")))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := starter.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(to, []byte(fill.Replace(string(data))), 0o644)
	})
	if err != nil {
		return err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return err
	}
	s.tell(s.say(msgSiteCreated, dir))
	return nil
}

// newEvent writes an event for a region of the site.
func (s *session) newEvent(name string) error {
	region, slug, ok := strings.Cut(name, "/")
	if !ok || region == "" || slug == "" {
		return usageError{s.say(msgRegionSlug)}
	}
	root, err := os.OpenRoot(s.source)
	if err != nil {
		return err
	}
	defer root.Close()
	c, _, list, err := config.Load(root.FS())
	if err != nil {
		return err
	}
	if c == nil || list.Errors() > 0 {
		list.Sorted().WriteText(s.stderr, s.lang)
		s.tell(s.say(msgConfigFirst))
		return errContent
	}
	if c.Region(region) == nil {
		var ids []string
		for _, r := range c.Regions {
			ids = append(ids, r.ID)
		}
		return usageError{s.say(msgUnknownRegion, region, strings.Join(ids, ", "))}
	}
	day := c.Start.String()
	return s.write("event", path.Join("content/events", region), slug, strings.NewReplacer("BUNTING_START", day))
}

// newDocument writes a news item or a page.
func (s *session) newDocument(kind, slug string) error {
	folder := map[string]string{"news": "content/news", "page": "content/pages"}[kind]
	return s.write(kind, folder, slug, strings.NewReplacer("BUNTING_START", time.Now().Format(time.DateOnly)))
}

// write writes one Markdown file from the starter of its kind, never over
// another.
func (s *session) write(kind, folder, slug string, fill *strings.Replacer) error {
	for part := range strings.SplitSeq(slug, "/") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			return usageError{s.say(msgBadSlug, slug)}
		}
	}
	suffix := map[diag.Lang]string{diag.English: ".en.md", diag.Chinese: ".zh.md"}[s.lang]
	data, err := starter.ReadFile("starter/" + kind + suffix)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(s.source)
	if err != nil {
		return err
	}
	defer root.Close()
	name := path.Join(folder, slug+".md")
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usageError{s.say(msgExists, name)}
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(fill.Replace(string(data)))
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, root.Remove(name))
	}
	fmt.Fprintln(s.stdout, name)
	return nil
}
