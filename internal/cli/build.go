package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/trace"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"bunting/internal/build"
	"bunting/internal/diag"
)

func (s *session) build() *cobra.Command {
	cmd := &cobra.Command{Use: "build", Short: s.say(msgBuild), Args: cobra.NoArgs}
	o := s.options(cmd)
	cmd.Flags().StringVarP(&o.Output, "output", "o", "public", s.say(msgOutputFlag))
	cmd.Flags().BoolVar(&o.NoCache, "no-cache", false, s.say(msgNoCache))
	cmd.Flags().BoolVar(&o.Verify, "verify-cache", false, s.say(msgVerify))
	shard := cmd.Flags().String("shard", "", s.say(msgShard))
	stats := cmd.Flags().Bool("stats", false, s.say(msgStats))
	traced := cmd.Flags().String("trace", "", s.say(msgTrace))
	asJSON := cmd.Flags().Bool("json", false, s.say(msgJSON))
	cmd.RunE = func(*cobra.Command, []string) error {
		if *shard != "" {
			var ok bool
			if o.Shard, ok = build.ParseShard(*shard); !ok {
				return usageError{s.say(msgFlagValue, *shard, "shard")}
			}
		}
		if *stats {
			o.Stats = new(build.Stats)
		}
		o.Source, o.Now = s.source, time.Now()
		result, list, err := s.traced(*traced, o)
		switch {
		case *asJSON:
			list.WriteJSON(s.stdout, s.lang)
		case s.quiet && list.Errors() == 0: // warnings can wait
		default:
			list.WriteText(s.stderr, s.lang)
		}
		switch {
		case err != nil:
			return err
		case list.Errors() > 0:
			s.tell(s.count(list) + s.say(msgNothingWritten))
			return errContent
		}
		if *stats {
			s.costs(o.Stats)
		}
		pictures := ""
		if result.Pictures > 0 {
			pictures = s.say(msgPictures, result.Pictures, result.PicturesMade, max(0, result.Pictures-result.PicturesMade))
		}
		s.tell(s.say(msgBuilt, result.Pages, result.Files, result.Reused, pictures, time.Since(o.Now).Seconds(), megabytes(), o.Output) + s.warnings(list))
		return nil
	}
	return cmd
}

// traced builds, and writes a trace of it to a file, if one is named.
func (s *session) traced(file string, o *build.Options) (result build.Result, list diag.List, err error) {
	if file != "" {
		f, err := os.Create(file)
		if err != nil {
			return result, nil, err
		}
		if err := trace.Start(f); err != nil {
			return result, nil, errors.Join(err, f.Close())
		}
		defer func() {
			trace.Stop()
			err = errors.Join(err, f.Close())
		}()
	}
	return s.watched(o)
}

// watched builds, and shows how far it is.
func (s *session) watched(o *build.Options) (build.Result, diag.List, error) {
	if s.terminal() {
		o.Progress = new(build.Progress)
		begin := time.Now()
		defer s.progress(func() string { return s.howFar(o.Progress, time.Since(begin)) })()
	}
	return build.Build(*o)
}

// How long a build may take without a word, and how often there is one.
const (
	patience = time.Second
	rhythm   = 200 * time.Millisecond
)

// terminal tells whether messages go to a terminal, and somebody wants to read them.
func (s *session) terminal() bool {
	f, ok := s.stderr.(*os.File)
	return ok && !s.quiet && term.IsTerminal(int(f.Fd()))
}

// progress shows text on a terminal, again and again, until stop is called; off
// a terminal nothing.
func (s *session) progress(text func() string) (stop func()) {
	if !s.terminal() {
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		wait := time.NewTimer(patience)
		for shown := false; ; shown = true {
			select {
			case <-quit:
				if shown {
					fmt.Fprint(s.stderr, "\r\x1b[K")
				}
				return
			case <-wait.C:
				fmt.Fprint(s.stderr, "\r\x1b[K"+text())
				wait.Reset(rhythm)
			}
		}
	}()
	return func() { close(quit); <-done }
}

// howFar says how far a build is that began some time ago.
func (s *session) howFar(p *build.Progress, ago time.Duration) string {
	if total := p.Total.Load(); total > 0 {
		return s.say(msgProgress, p.Done.Load(), total)
	}
	done, total := p.PhotosDone.Load(), p.Photos.Load()
	if done == 0 {
		return s.say(msgReading)
	}
	return s.say(msgPhotos, done, max(0, total-done), float64(done)/ago.Seconds())
}

// megabytes returns how much memory the program has taken from the system.
func megabytes() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys / 1e6
}

// costs prints what took how long.
func (s *session) costs(stats *build.Stats) {
	for _, part := range []struct {
		title diag.Words
		list  []build.Cost
		count bool
	}{{msgStages, stats.Stages(), false}, {msgTemplates, stats.Templates(), true}, {msgSlowest, stats.Files(), false}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintln(s.stderr, s.say(part.title))
		for _, c := range part.list {
			line := fmt.Sprintf("  %9.3f  %s", c.Time.Seconds(), c.Name)
			if part.count {
				line += fmt.Sprintf("  × %d", c.Count)
			}
			fmt.Fprintln(s.stderr, line)
		}
	}
}

func (s *session) merge() *cobra.Command {
	cmd := &cobra.Command{Use: "merge SHARE…", Short: s.say(msgMerge), Args: s.some("SHARE…")}
	output := cmd.Flags().StringP("output", "o", "public", s.say(msgOutputFlag))
	cmd.RunE = func(_ *cobra.Command, shares []string) error {
		files, err := build.Merge(shares, *output)
		if err == nil {
			s.tell(s.say(msgMerged, files, len(shares), *output))
		}
		return err
	}
	return cmd
}

// some asks for at least one argument.
func (s *session) some(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{s.say(msgArguments, what)}
		}
		return nil
	}
}
