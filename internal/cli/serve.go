package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/mdp/qrterminal/v3"
	"github.com/spf13/cobra"

	"bunting/internal/config"
	"bunting/internal/diag"
	"bunting/internal/preview"
)

func (s *session) serve() *cobra.Command {
	cmd := &cobra.Command{Use: "serve", Short: s.say(msgServe), Args: cobra.NoArgs}
	o := s.options(cmd)
	addr := cmd.Flags().String("addr", "127.0.0.1:1313", s.say(msgAddr))
	lan := cmd.Flags().Bool("lan", false, s.say(msgLAN))
	open := cmd.Flags().Bool("open", false, s.say(msgOpen))
	navigate := cmd.Flags().Bool("navigate", false, s.say(msgNavigate))
	now := cmd.Flags().String("now", "", s.say(msgNow))
	cmd.Flags().BoolVar(&o.NoCache, "no-cache", false, s.say(msgNoCache))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		host, port, err := s.address(*addr, *lan, cmd.Flags().Changed("addr"))
		if err != nil {
			return err
		}
		o.Source = s.source
		if *now != "" {
			if o.Now, err = s.moment(*now); err != nil {
				return err
			}
		}
		p := preview.Options{Build: *o, Lang: s.lang, Navigate: *navigate, Editor: s.getenv("BUNTING_EDITOR"), Tell: s.rounds()}
		if *lan {
			p.Token = rand.Text()
		}
		return s.show(p, host, port, *open)
	}
	return cmd
}

// show serves a preview until the program is asked to end.
func (s *session) show(p preview.Options, host string, port uint16, open bool) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if s.getenv("GOGC") == "" {
		debug.SetGCPercent(serveGarbage)
		debug.SetMemoryLimit(serveLimit)
	}
	listener, err := s.listen(host, port)
	if err != nil {
		return err
	}
	defer listener.Close()
	server, err := preview.New(p)
	if errors.Is(err, fs.ErrNotExist) {
		list := diag.List{diag.New(diag.MissingConfig, diag.Span{File: filepath.ToSlash(filepath.Join(s.source, config.File))})}
		list.WriteText(s.stderr, s.lang)
		return errContent
	}
	if err != nil {
		return err
	}
	at := netip.MustParseAddrPort(listener.Addr().String())
	link := "http://" + at.String() + server.Address()
	if p.Token != "" {
		link = fmt.Sprintf("http://127.0.0.1:%d%s", at.Port(), server.Address())
	}
	fmt.Fprintln(s.stdout, link)
	if p.Token != "" {
		s.invite(at, server.Address(), p.Token)
	}
	s.tell(s.say(msgServing))
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	if open {
		s.browse(link)
	}
	ended := make(chan struct{})
	go func() { server.Run(ctx); close(ended) }()
	select {
	case <-ctx.Done():
	case err = <-failed:
		stop()
	}
	web.Close()
	<-ended
	server.Close().WriteText(s.stderr, s.lang)
	return err
}

// How much garbage may wait in a preview, in percent of what is in use, so that a
// save is seldom held up; and the memory, in bytes, from which on it rather takes
// time: an editor's own machine has other things to do.
const (
	serveGarbage = 300
	serveLimit   = 450 << 20
)

// ports is how many ports are tried when one is taken.
const ports = 20

// listen takes the port, or the next one that is free.
func (s *session) listen(host string, port uint16) (net.Listener, error) {
	for i := range uint16(ports) {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(int(port+i))))
		if !errors.Is(err, syscall.EADDRINUSE) || port+i < port {
			return listener, err
		}
		s.tell(s.say(msgPortTaken, port+i))
	}
	return nil, fmt.Errorf("%s", s.say(msgPortsTaken, port, port+ports-1))
}

// address reads --addr: a loopback address, unless others may come.
func (s *session) address(addr string, lan, asked bool) (host string, port uint16, err error) {
	wrong := usageError{s.say(msgFlagValue, addr, "addr")}
	host, number, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, wrong
	}
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return "", 0, wrong
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil && host != "":
		return "", 0, wrong
	case lan && !asked:
		host = ""
	case !lan && (host == "" || !ip.IsLoopback()):
		return "", 0, usageError{s.say(msgOnlyLAN, addr)}
	}
	return host, uint16(n), nil
}

// moment reads --now: a date, or a date and time of the campaign's zone.
func (s *session) moment(text string) (time.Time, error) {
	zone := time.UTC
	if c, _, _, err := config.Load(os.DirFS(s.source)); err == nil && c != nil {
		zone = c.Zone
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", time.DateOnly, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError{s.say(msgFlagValue, text, "now")}
}

// rounds returns what prints the rounds of a preview: what changed, and what is
// wrong when that is another than before.
func (s *session) rounds() func(preview.Round) {
	told, wrong := "", false
	return func(r preview.Round) {
		var b strings.Builder
		r.List.WriteText(&b, s.lang)
		if r.Fault != nil {
			fmt.Fprintf(&b, "%s%s\n", s.say(msgError), s.explain(r.Fault))
		}
		if len(r.Changed) > 0 {
			more := ""
			if n := len(r.Changed) - 1; n > 0 {
				more = s.say(msgAndMore, n)
			}
			s.tell(s.say(msgRound, r.Changed[0], more, r.Took.Seconds()))
		}
		bad := r.List.Errors() > 0 || r.Fault != nil
		if text := b.String(); text != told {
			told = text
			if bad || !s.quiet {
				fmt.Fprint(s.stderr, text)
			}
			if bad {
				text := s.count(r.List)
				if r.Stays {
					text += s.say(msgLastGood)
				}
				s.tell(text)
			} else if wrong {
				s.tell(s.say(msgMended))
			}
		}
		wrong = bad
	}
}

// invite shows the addresses for other machines, the first one as a QR code.
func (s *session) invite(at netip.AddrPort, path, token string) {
	shown := false
	for _, ip := range s.reachable(at) {
		link := fmt.Sprintf("http://%s%s?token=%s", netip.AddrPortFrom(ip, at.Port()), path, token)
		fmt.Fprintln(s.stdout, link)
		if !shown && !s.quiet {
			qrterminal.GenerateHalfBlock(link, qrterminal.M, s.stderr)
		}
		shown = true
	}
	if !shown {
		s.tell(s.say(msgNoNetwork))
	}
}

// reachable returns the addresses at which other machines of the network find
// this one.
func (s *session) reachable(at netip.AddrPort) []netip.Addr {
	if !at.Addr().IsUnspecified() {
		if at.Addr().IsLoopback() {
			return nil
		}
		return []netip.Addr{at.Addr()}
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var out []netip.Addr
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Is4() && !p.Addr().IsLoopback() && !p.Addr().IsLinkLocalUnicast() {
			out = append(out, p.Addr())
		}
	}
	return out
}

// browse opens an address in the system's browser.
func (s *session) browse(link string) {
	program := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if program == nil {
		program = []string{"xdg-open"}
	}
	cmd := exec.Command(program[0], append(program[1:], link)...)
	if err := cmd.Start(); err != nil {
		s.tell(s.say(msgNoBrowser, err))
		return
	}
	go func() { _ = cmd.Wait() }()
}
