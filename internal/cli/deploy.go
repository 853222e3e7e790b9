package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"bunting/internal/build"
	"bunting/internal/config"
	"bunting/internal/deploy"
	"bunting/internal/diag"
)

func (s *session) deploy() *cobra.Command {
	cmd := &cobra.Command{Use: "deploy [TARGET]", Short: s.say(msgDeploy), Args: s.atMostOne("TARGET")}
	o := s.options(cmd)
	cmd.Flags().StringVarP(&o.Output, "output", "o", "public", s.say(msgOutputFlag))
	dryRun := cmd.Flags().Bool("dry-run", false, s.say(msgDryRun))
	noBuild := cmd.Flags().Bool("no-build", false, s.say(msgNoBuild))
	asJSON := cmd.Flags().Bool("json", false, s.say(msgJSON))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		target, err := s.target(args)
		if err != nil {
			return err
		}
		o.Source, o.Now = s.source, time.Now()
		if !*noBuild {
			if err := s.buildFirst(o, *asJSON); err != nil {
				return err
			}
		}
		begin := time.Now()
		report, err := s.send(target, o, *dryRun)
		if err != nil {
			return err
		}
		if *asJSON {
			return s.json(struct {
				Target string `json:"target"`
				DryRun bool   `json:"dryRun"`
				deploy.Report
			}{target.Name, *dryRun, report})
		}
		if *dryRun {
			s.list(report)
		}
		s.tell(s.outcome(target, report, *dryRun, time.Since(begin)))
		return nil
	}
	return cmd
}

// buildFirst builds the site. What is wrong with it is printed.
func (s *session) buildFirst(o *build.Options, asJSON bool) error {
	_, list, err := s.watched(o)
	switch {
	case asJSON && list.Errors() > 0:
		list.WriteJSON(s.stdout, s.lang)
	case s.quiet && list.Errors() == 0: // warnings can wait
	default:
		list.WriteText(s.stderr, s.lang)
	}
	if err == nil && list.Errors() > 0 {
		s.tell(s.count(list) + s.say(msgNothingSent))
		err = errContent
	}
	return err
}

// send deploys until it is done or the person has had enough.
func (s *session) send(target deploy.Target, o *build.Options, dryRun bool) (deploy.Report, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	how := deploy.Options{DryRun: dryRun, Now: o.Now, Progress: new(deploy.Progress)}
	defer s.progress(func() string {
		if total := how.Progress.Total.Load(); total > 0 {
			return s.say(msgSending, how.Progress.Done.Load(), total)
		}
		return s.say(msgAsking, target.Name)
	})()
	output := o.Output
	if !filepath.IsAbs(output) {
		output = filepath.Join(s.source, output)
	}
	report, err := deploy.Run(ctx, target, output, how)
	if ctx.Err() != nil {
		return report, fmt.Errorf("%s", s.say(msgInterrupted))
	}
	return report, err
}

// list prints each change and why it is made.
func (s *session) list(report deploy.Report) {
	for _, c := range report.Changes {
		mark := map[deploy.Verb]string{deploy.Send: "+", deploy.Remove: "-"}[c.Verb]
		fmt.Fprintf(s.stdout, "%s %s  %s\n", mark, c.Path, s.say(reasons[c.Reason]))
	}
}

var reasons = map[deploy.Reason]diag.Words{
	deploy.New:        msgReasonNew,
	deploy.Changed:    msgReasonChanged,
	deploy.Headers:    msgReasonHeaders,
	deploy.Unfinished: msgReasonUnfinished,
	deploy.Gone:       msgReasonGone,
}

// outcome says in one line what was done, or would be.
func (s *session) outcome(target deploy.Target, report deploy.Report, dryRun bool, took time.Duration) string {
	added, changed, gone := 0, 0, 0
	for _, c := range report.Changes {
		switch {
		case c.Verb == deploy.Remove:
			gone++
		case c.Reason == deploy.New:
			added++
		default:
			changed++
		}
	}
	waiting := ""
	if report.Waiting > 0 {
		waiting = s.say(msgWaiting, report.Waiting)
	}
	switch {
	case dryRun:
		return s.say(msgWouldSend, target.Name, added, changed, gone) + waiting
	case len(report.Changes) == 0:
		return s.say(msgUpToDate, target.Name) + waiting
	}
	release := ""
	if report.Release != "" {
		release = s.say(msgRelease, report.Release)
	}
	return s.say(msgDeployed, target.Name, added, changed, gone, float64(report.Bytes)/1e6, took.Seconds()) + waiting + release
}

func (s *session) rollback() *cobra.Command {
	cmd := &cobra.Command{Use: "rollback [TARGET]", Short: s.say(msgRollback), Args: s.atMostOne("TARGET")}
	to := cmd.Flags().String("to", "", s.say(msgTo))
	list := cmd.Flags().Bool("list", false, s.say(msgList))
	asJSON := cmd.Flags().Bool("json", false, s.say(msgJSON))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		target, err := s.target(args)
		if err != nil {
			return err
		}
		if *list {
			releases, err := deploy.Releases(target)
			if err != nil {
				return err
			}
			if *asJSON {
				return s.json(releases)
			}
			for _, r := range releases {
				live := ""
				if r.Live {
					live = s.say(msgLive)
				}
				fmt.Fprintln(s.stdout, r.Name+live)
			}
			return nil
		}
		name, err := deploy.Rollback(target, *to)
		if err != nil {
			return err
		}
		if *asJSON {
			return s.json(deploy.Release{Name: name, Live: true})
		}
		s.tell(s.say(msgRolledBack, target.Name, name))
		return nil
	}
	return cmd
}

// target returns the target that args name, or the only one.
func (s *session) target(args []string) (deploy.Target, error) {
	root, err := os.OpenRoot(s.source)
	if err != nil {
		return deploy.Target{}, err
	}
	defer root.Close()
	_, settings, list, err := config.Load(root.FS())
	if err != nil {
		return deploy.Target{}, err
	}
	if list.Errors() > 0 {
		list.Sorted().WriteText(s.stderr, s.lang)
		s.tell(s.say(msgConfigFirst))
		return deploy.Target{}, errContent
	}
	var names []string
	for _, t := range settings.Targets {
		names = append(names, t.Name)
		if len(args) > 0 && args[0] == t.Name || len(args) == 0 && len(settings.Targets) == 1 {
			return deploy.Target(t), nil
		}
	}
	known := strings.Join(names, ", ")
	switch {
	case len(names) == 0:
		return deploy.Target{}, usageError{s.say(msgNoTargets)}
	case len(args) == 0:
		return deploy.Target{}, usageError{s.say(msgWhichTarget, known)}
	}
	return deploy.Target{}, usageError{s.say(msgUnknownTarget, args[0], known)}
}

// atMostOne asks for no more than one argument.
func (s *session) atMostOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usageError{s.say(msgArguments, what)}
		}
		return nil
	}
}

// json prints a result for programs.
func (s *session) json(v any) error {
	e := json.NewEncoder(s.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
