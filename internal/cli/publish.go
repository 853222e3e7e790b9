package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing/fstest" // a file system of one file
	"time"

	"github.com/spf13/cobra"

	"bunting/internal/build"
	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/deploy"
	"bunting/internal/diag"
	"bunting/internal/gitpush"
)

func (s *session) publish() *cobra.Command {
	cmd := &cobra.Command{
		Use: "publish", Short: s.say(msgPublish), Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{s.say(msgUnknownCommand, "publish "+args[0])}
			}
			return usageError{s.say(msgArguments, "init|live|shell")}
		},
	}
	add := func(c *cobra.Command) *cobra.Command {
		c.Args = cobra.NoArgs
		c.Flags().BoolP("help", "h", false, s.say(msgHelpFlag))
		cmd.AddCommand(c)
		return c
	}
	s.publishInit(add(&cobra.Command{Use: "init", Short: s.say(msgPublishInit)}))
	s.publishLive(add(&cobra.Command{Use: "live", Short: s.say(msgPublishLive)}))
	s.publishShell(add(&cobra.Command{Use: "shell", Short: s.say(msgPublishShell)}))
	add(&cobra.Command{Use: "pre-receive", Hidden: true}).RunE = func(*cobra.Command, []string) error { return s.preReceive() }
	add(&cobra.Command{Use: "post-receive", Hidden: true}).RunE = func(*cobra.Command, []string) error { return s.postReceive() }
	s.publishBuild(add(&cobra.Command{Use: "build", Hidden: true}))
	return cmd
}

// repo returns the repository at dir, without its settings.
func (s *session) repo(dir string) (*gitpush.Repo, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return &gitpush.Repo{
		Dir: dir, Env: s.getenv, Build: buildApart, Publish: publishSite,
		Campaign: func(data []byte) *campaign.Campaign { c, _ := parseConfig(data); return c },
	}, nil
}

// parseConfig reads a config of which the site has been checked.
func parseConfig(data []byte) (*campaign.Campaign, config.Settings) {
	c, settings, _, err := config.Load(fstest.MapFS{config.File: {Data: data}})
	if err != nil {
		return nil, config.Settings{}
	}
	return c, settings
}

func (s *session) publishInit(cmd *cobra.Command) {
	repo := cmd.Flags().String("repo", "", s.say(msgRepoFlag))
	hooks := cmd.Flags().String("hooks", "", s.say(msgHooksFlag))
	users := cmd.Flags().StringArray("user", nil, s.say(msgUserFlag))
	folders := map[string]*string{
		"output":   cmd.Flags().StringP("output", "o", "", s.say(msgOutputFlag)),
		"previews": cmd.Flags().String("previews", "", s.say(msgPreviewsFlag)),
	}
	texts := map[string]*string{
		"branch":     cmd.Flags().String("branch", "", s.say(msgBranchFlag)),
		"target":     cmd.Flags().String("target", "", s.say(msgTargetFlag)),
		"previewURL": cmd.Flags().String("preview-url", "", s.say(msgPreviewURLFlag)),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *repo == "" {
			return usageError{s.say(msgFlagNeedsValue, "repo")}
		}
		if *folders["output"] != "" && *texts["target"] != "" {
			return usageError{s.say(msgOneOf, "--output", "--target")}
		}
		r, err := s.repo(*repo)
		if err != nil {
			return err
		}
		var settings []string
		if lang, _ := cmd.Flags().GetString("lang"); lang != "" || r.Load(context.Background()) != nil { // it is new
			settings = append(settings, "lang="+map[diag.Lang]string{diag.English: "en", diag.Chinese: "zh"}[s.lang])
		}
		for key, dir := range folders {
			if *dir == "" {
				continue
			}
			absolute, err := filepath.Abs(*dir)
			if err != nil {
				return err
			}
			settings = append(settings, key+"="+absolute)
		}
		for key, text := range texts {
			if *text != "" && key == "previewURL" && !strings.HasSuffix(*text, "/") {
				*text += "/"
			}
			if *text != "" {
				settings = append(settings, key+"="+*text)
			}
		}
		for _, user := range *users {
			if name, office, ok := strings.Cut(user, "="); !ok || name == "" || office == "" {
				return usageError{s.say(msgFlagValue, user, "user")}
			}
			settings = append(settings, "user="+user)
		}
		program, err := os.Executable()
		if err != nil {
			return err
		}
		if err := r.Prepare(context.Background(), program, *hooks, settings); err != nil {
			return err
		}
		if (r.Output == "") == (r.Target == "") {
			return usageError{s.say(msgOneOf, "--output", "--target")}
		}
		s.tell(s.say(msgPrepared, r.Dir, cmp.Or(r.Output, r.Target), r.Branch))
		return nil
	}
}

func (s *session) publishLive(cmd *cobra.Command) {
	repo := cmd.Flags().String("repo", "", s.say(msgRepoFlag))
	cmd.RunE = func(*cobra.Command, []string) error {
		ctx := context.Background()
		r, err := s.repo(*repo)
		if err == nil {
			err = r.Load(ctx)
		}
		if err != nil {
			return err
		}
		outcome, err := r.Live(ctx, true)
		if err := errors.Join(err, r.Prune(ctx, time.Now())); err != nil {
			return err
		}
		return s.became(outcome, "")
	}
}

// publishShell is what a key in authorized_keys may do (sshd(8), command=): push
// to one repository, and fetch from it.
func (s *session) publishShell(cmd *cobra.Command) {
	repo := cmd.Flags().String("repo", "", s.say(msgRepoFlag))
	office := cmd.Flags().String("office", "", s.say(msgOfficeFlag))
	editor := cmd.Flags().Bool("editor", false, s.say(msgEditorFlag))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case *repo == "":
			return usageError{s.say(msgFlagNeedsValue, "repo")}
		case (*office == "") == !*editor:
			return usageError{s.say(msgOneOf, "--office", "--editor")}
		case *editor:
			*office = gitpush.All
		}
		service, _, _ := strings.Cut(strings.TrimPrefix(strings.Replace(s.getenv("SSH_ORIGINAL_COMMAND"), "git ", "git-", 1), "git-"), " ")
		if service != "receive-pack" && service != "upload-pack" {
			return usageError{s.say(msgGitOnly)}
		}
		lang, _ := cmd.Flags().GetString("lang")
		git := exec.Command("git", service, *repo)
		git.Env = append(os.Environ(), gitpush.Variables(*office, lang)...)
		git.Stdin, git.Stdout, git.Stderr = os.Stdin, s.stdout, s.stderr
		err := git.Run()
		if exit := new(exec.ExitError); errors.As(err, &exit) {
			return errContent // git has said why
		}
		return err
	}
}

// hook returns the repository that git has called a hook of, and what it is
// told. Messages are in the pusher's language.
func (s *session) hook(ctx context.Context) (*gitpush.Repo, []gitpush.Update, error) {
	r, err := s.repo(cmp.Or(s.getenv("GIT_DIR"), "."))
	if err == nil {
		err = r.Load(ctx)
	}
	if err != nil {
		return nil, nil, err
	}
	s.lang = diag.English
	if strings.HasPrefix(r.Language(), "zh") {
		s.lang = diag.Chinese
	}
	updates, err := gitpush.ReadUpdates(os.Stdin)
	return r, updates, err
}

func (s *session) preReceive() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r, updates, err := s.hook(ctx)
	if err != nil {
		return err
	}
	list, err := r.Check(ctx, updates)
	if err != nil {
		return err
	}
	s.first(list)
	if list.Errors() > 0 {
		s.tell(s.count(list) + s.say(msgNotAccepted))
		return errContent
	}
	return nil
}

// mostTold bounds how many mistakes are printed on the pusher's terminal.
const mostTold = 20

// first prints the first of the list, errors before warnings.
func (s *session) first(list diag.List) {
	first := slices.Clone(list)
	slices.SortStableFunc(first, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Code.Severity, b.Code.Severity) })
	more := len(first) - mostTold
	if more > 0 {
		first = first[:mostTold]
	}
	first.WriteText(s.stderr, s.lang)
	if more > 0 {
		s.tell(s.say(msgMoreMistakes, more))
	}
}

// postReceive publishes, even if who pushed hangs up meanwhile.
func (s *session) postReceive() error {
	signal.Ignore(syscall.SIGHUP, syscall.SIGPIPE, os.Interrupt)
	ctx := context.Background()
	r, updates, err := s.hook(ctx)
	if err != nil {
		return err
	}
	outcomes, err := r.Accepted(ctx, updates)
	for _, o := range outcomes {
		undo := ""
		if strings.Trim(o.From, "0") != "" && !o.Preview {
			undo = o.From[:12] + ".." + o.To[:12]
		}
		err = errors.Join(err, s.became(o, undo))
	}
	return err
}

// mostPages bounds how many addresses of changed pages are printed.
const mostPages = 5

// lists are the names of pages, or of their folders, that change with others.
var lists = map[string]bool{"index.html": true, "404.html": true, "page": true}

// became says what became of a push. undo are the commits that take it back.
func (s *session) became(o gitpush.Outcome, undo string) error {
	switch o.Verdict {
	case gitpush.Failed:
		s.first(o.List)
		s.tell(s.count(o.List) + s.say(msgBuildFailed, o.Log))
		return errContent
	case gitpush.Removed:
		s.tell(s.say(msgPreviewRemoved))
		return nil
	case gitpush.Shown:
	default: // there is no such branch
		return nil
	}
	switch {
	case o.Preview:
		s.tell(s.say(msgPreview))
	case len(o.Change.New)+len(o.Change.Changed)+len(o.Change.Gone) == 0:
		s.tell(s.say(msgSameSite))
	default:
		s.tell(s.say(msgPages, len(o.Change.New), len(o.Change.Changed), len(o.Change.Gone)))
	}
	s.tell("  " + o.URL)
	n := 0
	for _, page := range slices.Concat(o.Change.New, o.Change.Changed) {
		if lists[path.Base(page)] || lists[path.Base(path.Dir(page))] {
			continue
		}
		if n++; n <= mostPages {
			s.tell("  " + o.URL + page)
		}
	}
	if undo != "" {
		s.tell(s.say(msgTakeBack, undo))
	}
	return nil
}

// publishSite puts a built site live.
func publishSite(ctx context.Context, dir string, how gitpush.Settings, data []byte) (change gitpush.Change, err error) {
	if how.Output != "" {
		p, err := build.Promote(dir, how.Output)
		return gitpush.Change{New: p.New, Changed: p.Changed, Gone: p.Gone}, err
	}
	_, settings := parseConfig(data)
	i := slices.IndexFunc(settings.Targets, func(t config.Target) bool { return t.Name == how.Target })
	if i < 0 {
		return change, fmt.Errorf("config.toml: [[deploy.targets]]: %q", how.Target)
	}
	report, err := deploy.Run(ctx, deploy.Target(settings.Targets[i]), dir, deploy.Options{Now: time.Now()})
	change.Release = report.Release
	for _, c := range report.Changes {
		switch {
		case path.Ext(c.Path) != ".html":
		case c.Verb == deploy.Remove:
			change.Gone = append(change.Gone, c.Path)
		case c.Reason == deploy.New:
			change.New = append(change.New, c.Path)
		default:
			change.Changed = append(change.Changed, c.Path)
		}
	}
	return change, err
}

// maxReport bounds what a build of its own process may tell, in bytes.
const maxReport = 32 << 20

// A report is what a process told, up to a limit.
type report struct{ bytes.Buffer }

var errTooMuch = errors.New("it tells too much")

func (r *report) Write(p []byte) (int, error) {
	if r.Len()+len(p) > maxReport {
		return 0, errTooMuch
	}
	return r.Buffer.Write(p)
}

// crashed is how a Go program exits that gets no memory, be it for a thread; or
// after a panic, which is a mistake of the program.
const crashed = 2

// buildApart builds in a process of its own, so that no site can take more than
// the limits. That ends when this one does.
func buildApart(ctx context.Context, job gitpush.Job) (list diag.List, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	limited, stop := context.WithTimeout(ctx, job.Time)
	defer stop()
	cmd := exec.CommandContext(limited, program, "publish", "build",
		"--source", job.Source, "--output", job.Output, "--preview", job.Preview, "--memory", strconv.FormatInt(job.Memory, 10))
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "GIT_") {
			cmd.Env = append(cmd.Env, pair)
		}
	}
	var said, complaint report
	cmd.Stdout, cmd.Stderr = &said, &complaint
	if _, err := cmd.StdinPipe(); err != nil { // open as long as this process lives
		return nil, err
	}
	err = cmd.Run()
	beyond := func(what diag.Words) (diag.List, error) {
		return diag.List{diag.New(diag.CheckLimit, diag.Span{File: config.File}, what)}, nil
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return diag.Decode(said.Bytes())
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		seconds := job.Time.Seconds()
		return beyond(diag.Words{EN: fmt.Sprintf("%g seconds", seconds), ZH: fmt.Sprintf("%g 秒", seconds)})
	case errors.Is(err, errTooMuch):
		return beyond(diag.Words{EN: fmt.Sprintf("%d bytes of messages", maxReport), ZH: fmt.Sprintf("%d 字节的提示信息", maxReport)})
	case errors.As(err, &exit) && (exit.ExitCode() < 0 || exit.ExitCode() == crashed && !bytes.Contains(complaint.Bytes(), []byte("panic: "))):
		megabytes := job.Memory >> 20
		return beyond(diag.Words{EN: fmt.Sprintf("%d MB of memory", megabytes), ZH: fmt.Sprintf("%d MB 内存", megabytes)})
	}
	return nil, fmt.Errorf("building apart: %w: %.2000s", err, bytes.TrimSpace(complaint.Bytes()))
}

// publishBuild is the process apart. It prints what it told, as
// diag.List.Encode has it.
func (s *session) publishBuild(cmd *cobra.Command) {
	o := build.Options{}
	cmd.Flags().StringVar(&o.Output, "output", "", "")
	cmd.Flags().StringVar(&o.Preview, "preview", "", "")
	memory := cmd.Flags().Int64("memory", 0, "")
	cmd.RunE = func(*cobra.Command, []string) error {
		if err := limitMemory(*memory); err != nil {
			return err
		}
		debug.SetMemoryLimit(*memory / 4 * 3)
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(exitMachine)
		}()
		o.Source, o.Now = s.source, time.Now()
		_, list, err := build.Build(o)
		if err != nil {
			return err
		}
		_, err = s.stdout.Write(list.Encode())
		return err
	}
}
