// Package cli is the command line: commands, flags, exit codes. It is the only
// writer to the terminal.
//
// Results go to standard output, messages to standard error. Every message
// exists in English and in Chinese (messages.go).
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bunting/internal/build"
	"bunting/internal/deploy"
	"bunting/internal/diag"
	"bunting/internal/gitpush"
	"bunting/internal/release"
	"bunting/internal/source"
)

// Exit codes.
const (
	exitDone    = 0
	exitContent = 1 // the content has errors
	exitUsage   = 2
	exitMachine = 3 // the machine or a remote failed
)

// errContent says that the content has errors, which were printed.
var errContent = errors.New("the content has errors")

// How much garbage may wait: in percent of what is in use, and in bytes of all,
// so that a very large site takes time rather than memory.
const (
	gcPercent = 250
	gcLimit   = 5500 << 20
)

// usageError is a mistake on the command line.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// A session is one run of the program.
type session struct {
	lang           diag.Lang
	getenv         func(string) string
	stdout, stderr io.Writer

	source string
	quiet  bool
}

// Main runs the command that args name and returns the exit code. getenv
// gives the environment.
func Main(args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(gcLimit)
	}
	if getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1) // so that no core is idle while one waits for the disk
	}
	s := &session{lang: language(args, getenv), getenv: getenv, stdout: stdout, stderr: stderr}
	root := s.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errContent):
		return exitContent
	}
	var usage usageError
	if errors.As(err, &usage) || isFlagError(err) || strings.HasPrefix(err.Error(), "unknown command") {
		fmt.Fprintf(stderr, "%s%s\n", s.say(msgError), s.usage(err))
		fmt.Fprintln(stderr, s.say(msgHelp))
		return exitUsage
	}
	fmt.Fprintf(stderr, "%s%s\n", s.say(msgError), s.explain(err))
	return exitMachine
}

// language returns the language of messages: --lang, or else the environment.
func language(args []string, getenv func(string) string) diag.Lang {
	choice := ""
	for _, key := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if choice = getenv(key); choice != "" {
			break
		}
	}
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			choice = v
		} else if a == "--lang" && i+1 < len(args) {
			choice = args[i+1]
		}
	}
	if strings.HasPrefix(choice, "zh") {
		return diag.Chinese
	}
	return diag.English
}

// say returns a message in the session's language.
func (s *session) say(w diag.Words, args ...any) string {
	if len(args) == 0 {
		return w.In(s.lang)
	}
	return fmt.Sprintf(w.In(s.lang), args...)
}

func isFlagError(err error) bool {
	var (
		missing  *pflag.NotExistError
		required *pflag.ValueRequiredError
		invalid  *pflag.InvalidValueError
		syntax   *pflag.InvalidSyntaxError
	)
	return errors.As(err, &missing) || errors.As(err, &required) || errors.As(err, &invalid) || errors.As(err, &syntax)
}

// usage says what is wrong with the command line.
func (s *session) usage(err error) string {
	var (
		missing  *pflag.NotExistError
		required *pflag.ValueRequiredError
		invalid  *pflag.InvalidValueError
		syntax   *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() != "":
		return s.say(msgUnknownFlag, "-"+missing.GetSpecifiedName())
	case errors.As(err, &missing):
		return s.say(msgUnknownFlag, "--"+missing.GetSpecifiedName())
	case errors.As(err, &syntax):
		return s.say(msgUnknownFlag, syntax.GetSpecifiedFlag())
	case errors.As(err, &required):
		return s.say(msgFlagNeedsValue, required.GetSpecifiedName())
	case errors.As(err, &invalid):
		return s.say(msgFlagValue, invalid.GetValue(), invalid.GetFlag().Name)
	}
	if name, ok := strings.CutPrefix(err.Error(), "unknown command "); ok {
		name, command, _ := strings.Cut(name, " for ")
		name, command = strings.Trim(name, `"`), strings.Trim(command, `"`)
		if command != "bunting" {
			return s.say(msgNoArgument, command, name)
		}
		return s.say(msgUnknownCommand, name)
	}
	return err.Error()
}

// explain says in words what the machine refused, followed by its own words.
func (s *session) explain(err error) string {
	for _, known := range []struct {
		is   error
		text diag.Words
	}{
		{gitpush.ErrNotPrepared, msgNotPrepared},
		{gitpush.ErrForeignHook, msgForeignHook},
		{deploy.ErrLocked, msgDeployLocked},
		{deploy.ErrLost, msgLockLost},
		{deploy.ErrMoved, msgMoved},
		{deploy.ErrSite, msgSite},
		{deploy.ErrNoReleases, msgNoReleases},
		{deploy.ErrNoRelease, msgNoRelease},
		{deploy.ErrForeign, msgNoLink},
		{deploy.ErrHostKey, msgHostKey},
		{deploy.ErrRefused, msgRefused},
		{release.ErrUnknown, msgUnknownSite},
		{release.ErrLocked, msgLocked},
		{release.ErrForeign, msgForeign},
		{release.ErrNotFolder, msgNotFolder},
		{build.ErrOutput, msgOutput},
		{build.ErrStale, msgStale},
		{build.ErrShares, msgNotShares},
		{source.ErrChanged, msgChanged},
		{syscall.ENOSPC, msgDiskFull},
		{fs.ErrPermission, msgPermission},
	} {
		if errors.Is(err, known.is) {
			return s.say(known.text) + "\n  " + err.Error()
		}
	}
	return err.Error()
}

func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use: "bunting", Short: s.say(msgRoot), SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetUsageTemplate(s.say(usageTemplate))
	root.PersistentFlags().StringVar(&s.source, "source", ".", s.say(msgSource))
	root.PersistentFlags().String("lang", "", s.say(msgLang))
	root.PersistentFlags().BoolVarP(&s.quiet, "quiet", "q", false, s.say(msgQuiet))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if lang, _ := cmd.Flags().GetString("lang"); lang != "" && lang != "zh" && lang != "en" {
			return usageError{s.say(msgFlagValue, lang, "lang")}
		}
		return nil
	}
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.AddCommand(s.build(), s.serve(), s.merge(), s.check(), s.deploy(), s.rollback(), s.publish(), s.create(), s.cache(), s.completion(), s.version())
	for _, c := range append(root.Commands(), root) {
		c.Flags().BoolP("help", "h", false, s.say(msgHelpFlag))
	}
	return root
}

// options are the flags that say what is built.
func (s *session) options(cmd *cobra.Command) *build.Options {
	o := &build.Options{}
	cmd.Flags().BoolVar(&o.Drafts, "drafts", false, s.say(msgDrafts))
	cmd.Flags().BoolVar(&o.Future, "future", false, s.say(msgFuture))
	cmd.Flags().IntVar(&o.Jobs, "jobs", 0, s.say(msgJobs))
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if o.Jobs < 0 {
			return usageError{s.say(msgFlagValue, strconv.Itoa(o.Jobs), "jobs")}
		}
		return nil
	}
	return o
}

// tell prints a message for people.
func (s *session) tell(text string) {
	if !s.quiet {
		fmt.Fprintln(s.stderr, text)
	}
}

// count says how many mistakes there are.
func (s *session) count(list diag.List) string {
	return s.say(msgCount, s.number(msgErrorOne, msgErrorMany, list.Errors()), s.number(msgWarningOne, msgWarningMany, len(list)-list.Errors()))
}

func (s *session) number(one, many diag.Words, n int) string {
	if n == 1 {
		return s.say(one, n)
	}
	return s.say(many, n)
}

func (s *session) warnings(list diag.List) string {
	if len(list) == 0 {
		return ""
	}
	return s.say(msgComma) + s.number(msgWarningOne, msgWarningMany, len(list))
}

func (s *session) check() *cobra.Command {
	cmd := &cobra.Command{Use: "check", Short: s.say(msgCheck), Args: cobra.NoArgs}
	o := s.options(cmd)
	format := cmd.Flags().String("format", "text", s.say(msgFormat))
	asJSON := cmd.Flags().Bool("json", false, s.say(msgJSON))
	cmd.RunE = func(*cobra.Command, []string) error {
		if *asJSON {
			*format = "json"
		}
		write, ok := map[string]func(diag.List, io.Writer, diag.Lang) error{
			"text": diag.List.WriteText, "json": diag.List.WriteJSON, "github": diag.List.WriteGitHub,
		}[*format]
		if !ok {
			return usageError{s.say(msgFlagValue, *format, "format")}
		}
		o.Source, o.Now = s.source, time.Now()
		list, err := build.Check(*o)
		if err != nil {
			return err
		}
		if err := write(list, s.stdout, s.lang); err != nil {
			return err
		}
		s.tell(s.count(list))
		if list.Errors() > 0 {
			return errContent
		}
		return nil
	}
	return cmd
}

func (s *session) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: s.say(msgCompletion), ValidArgs: shells,
		Args: s.exactly(1, "bash|zsh|fish|powershell"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(s.stdout, true)
			case "zsh":
				return root.GenZshCompletion(s.stdout)
			case "fish":
				return root.GenFishCompletion(s.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(s.stdout)
			}
			return usageError{s.say(msgUnknownShell, args[0])}
		},
	}
}

// exactly asks for n arguments.
func (s *session) exactly(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{s.say(msgArguments, what)}
		}
		return nil
	}
}

func (s *session) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: s.say(msgVersion), Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version, commit := "devel", ""
			if info, ok := debug.ReadBuildInfo(); ok {
				if v := info.Main.Version; v != "" && v != "(devel)" {
					version = v
				}
				for _, kv := range info.Settings {
					if kv.Key == "vcs.revision" && len(kv.Value) >= 12 {
						commit = " " + kv.Value[:12]
					}
				}
			}
			_, err := fmt.Fprintf(s.stdout, "bunting %s%s\n", version, commit)
			return err
		},
	}
}
