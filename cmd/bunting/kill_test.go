//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"bunting/internal/deploy/sshd"
	"bunting/internal/objectstore"
	"bunting/internal/objectstore/gateway"
)

// versions is how many versions of a site the kills go between: more than two, so
// that what is left of the last but one is not taken for the next one.
const versions = 4

// A version is what a clean build makes of a site.
type version struct {
	dir   string            // the site's own folder
	files map[string]string // digests of what is in dir/public, by path
}

// write makes a site its version n. In pairs they have the campaign's name in
// common, on all pages; each has an event and a photo of its own.
func write(t *testing.T, site string, n int) {
	t.Helper()
	touch(t, site, fmt.Sprint("科普日 ", n/2))
	own, err := filepath.Glob(filepath.Join(site, "content/events/ili/of-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range own {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	dir := fmt.Sprintf("content/events/ili/of-%d/", n)
	put(t, site, dir+"index.md", event(fmt.Sprintf("第 %d 版", n), "ili"))
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, &image.Gray{Pix: bytes.Repeat([]byte{byte(60 * n)}, 240*160), Stride: 240, Rect: image.Rect(0, 0, 240, 160)}, nil); err != nil {
		t.Fatal(err)
	}
	put(t, site, dir+"photo.jpg", photo.String())
}

// versionsOf builds all versions of a site, each in a folder of its own.
func versionsOf(t *testing.T, site string) (all []version) {
	t.Helper()
	for n := range versions {
		v := version{dir: freshCopy(t, site)}
		write(t, v.dir, n)
		mustBuild(t, v.dir, nil)
		v.files = tree(t, filepath.Join(v.dir, "public"))
		all = append(all, v)
	}
	return all
}

// A killing is the program at work on a live site, which is killed again and
// again.
type killing struct {
	run  func(to int) *exec.Cmd                               // brings the live site to a version
	kill func(*exec.Cmd) (killed bool)                        // and waits until nothing of it runs
	look func(t *testing.T, was, to int, ended bool) (is int) // at the live site; it must be what it was or is to be, if the run has ended the latter
}

// killed begins with version 0 live, and kills runs at moments all over their
// course. Most kills meet what another one has left. BUNTING_KILLS says how
// many there are.
func (k killing) killed(t *testing.T) {
	kills := 8
	if n, err := strconv.Atoi(os.Getenv("BUNTING_KILLS")); err == nil {
		kills = n
	}
	whole := time.Duration(0) // how long a run takes
	is, to, killed, missed := 0, 0, 0, 0
	for killed < kills && missed < 2*kills+20 {
		to = (to + 1 + rand.N(versions-1)) % versions
		cmd := k.run(to)
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		begin := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := whole == 0 || rand.N(3) == 0
		var at time.Duration
		if ended {
			if err := cmd.Wait(); err != nil {
				t.Fatalf("after %d kills: %v\n%s", killed, err, said.String())
			}
			whole = time.Since(begin)
		} else {
			at = rand.N(whole * 9 / 8)
			time.Sleep(at)
			if !k.kill(cmd) {
				missed++ // it was done before
			} else {
				killed++
			}
		}
		is = k.look(t, is, to, ended)
		if t.Failed() {
			t.Fatalf("after %d kills, the last one %v after the start of a run that takes %v\n%s", killed, at, whole, said.String())
		}
	}
	if killed < kills {
		t.Errorf("only %d of %d runs were killed", killed, kills)
	}
	cmd := k.run(0)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k.look(t, is, 0, true)
	t.Logf("%d kills, %d came too late", killed, missed)
}

// killOne kills a program that has begun no other.
func killOne(cmd *exec.Cmd) bool {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	return cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
}

// lookAt looks at a live folder: it is one version, whole.
func lookAt(all []version, live string) func(t *testing.T, was, to int, ended bool) int {
	return func(t *testing.T, was, to int, ended bool) int {
		t.Helper()
		now := tree(t, live)
		if !ended && cmp.Equal(all[was].files, now) {
			return was
		}
		if d := cmp.Diff(all[to].files, now); d != "" {
			t.Errorf("ended is %v, and the live site is not version %d (-want +got):\n%s", ended, to, d)
		}
		return to
	}
}

// TestKilledBuild kills builds into a live folder.
func TestKilledBuild(t *testing.T) {
	site := linked(t)
	all := versionsOf(t, site)
	write(t, site, 0)
	mustBuild(t, site, nil)
	killing{
		run: func(to int) *exec.Cmd {
			write(t, site, to)
			return bunting(site, nil, "build")
		},
		kill: killOne,
		look: lookAt(all, filepath.Join(site, "public")),
	}.killed(t)
	left, err := os.ReadDir(filepath.Join(site, ".public.bunting"))
	if err != nil || slices.ContainsFunc(left, func(e fs.DirEntry) bool {
		return !slices.Contains([]string{"journal", "lock", "manifest", "next"}, e.Name())
	}) {
		t.Errorf("left beside the output: %v, %v", left, err)
	}
}

// group returns the processes of a group that are alive.
func group(t *testing.T, id int) (pids []int) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, _ := os.ReadFile(file)                                                  // it may be gone meanwhile
		_, rest, _ := bytes.Cut(data[bytes.LastIndexByte(data, ')')+1:], []byte(" ")) // proc_pid_stat(5)
		state, pgrp := "", 0
		if _, err := fmt.Sscanf(string(rest), "%s %d %d", &state, new(int), &pgrp); err != nil || pgrp != id || state == "Z" || state == "X" {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// TestKilledPush kills pushes: all that they have begun on both sides, or one
// process of it, be it git's or the builder. In place of the next push, what is
// accepted may be published by publish live.
func TestKilledPush(t *testing.T) {
	s := newServer(t)
	dir := s.clone()
	all := versionsOf(t, dir)
	push := func(to int) *exec.Cmd {
		write(t, dir, to)
		s.commit(dir, fmt.Sprint("version ", to))
		return s.command(dir, "*", "push", s.repo, "HEAD:main")
	}
	if out, err := push(0).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	look := lookAt(all, s.www)
	killing{
		run: push,
		kill: func(cmd *exec.Cmd) bool {
			pids := group(t, cmd.Process.Pid)
			if len(pids) > 0 && rand.N(2) == 0 {
				_ = syscall.Kill(pids[rand.N(len(pids))], syscall.SIGKILL)
			} else {
				_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			}
			_ = cmd.Wait()
			for len(group(t, cmd.Process.Pid)) > 0 { // the server goes on without who pushes
				time.Sleep(time.Millisecond)
			}
			// Git's locks on the branch are the one thing that outlives it.
			_ = os.Remove(filepath.Join(s.repo, "refs/heads/main.lock"))
			_ = os.Remove(filepath.Join(s.repo, "HEAD.lock"))
			return len(pids) > 0
		},
		look: func(t *testing.T, was, to int, ended bool) int {
			t.Helper()
			is := look(t, was, to, ended)
			accepted := s.git(s.repo, "rev-parse", "main") == s.git(dir, "rev-parse", "HEAD")
			if is == to && was != to && !accepted {
				t.Errorf("version %d is live and was not accepted", to)
			}
			if accepted && rand.N(2) == 0 {
				if code, said := run(t, dir, nil, "publish", "live", "--repo", s.repo); code != 0 {
					t.Error(said)
				}
				return look(t, is, to, true)
			}
			return is
		},
	}.killed(t)
	s.isTip()
}

// deploys is a killing of deploys to a target, of what stands in all versions'
// output folders.
func deploys(t *testing.T, all []version, env []string, target string) killing {
	t.Helper()
	for _, v := range all {
		put(t, v.dir, "config.toml", read(t, v.dir, "config.toml")+"\n[[deploy.targets]]\nname = \"live\"\n"+target)
	}
	k := killing{
		run:  func(to int) *exec.Cmd { return bunting(all[to].dir, env, "deploy", "--no-build") },
		kill: killOne,
	}
	if out, err := k.run(0).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return k
}

// TestKilledDeploy kills deploys to a folder.
func TestKilledDeploy(t *testing.T) {
	all := versionsOf(t, linked(t))
	www := filepath.Join(t.TempDir(), "www")
	k := deploys(t, all, nil, fmt.Sprintf("url = %q\n", "file://"+www))
	k.look = lookAt(all, filepath.Join(www, "current")+"/.")
	k.killed(t)
	if left, err := filepath.Glob(filepath.Join(www, "releases", ".*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A remote is a store that holds a site.
type remote interface {
	files() (map[string]string, error) // their contents, without those of .bunting
	unlock() error
}

// lookThrough looks at a store as its readers do: each reference from the front
// page on leads to the bytes that some version has there. After a run that has
// ended it holds just its files.
func lookThrough(all []version, store remote) func(t *testing.T, was, to int, ended bool) int {
	return func(t *testing.T, was, to int, ended bool) int {
		t.Helper()
		if !ended {
			time.Sleep(50 * time.Millisecond) // what was sent before may be at work still
			// The lock ends by itself, later.
			if err := store.unlock(); err != nil {
				t.Error(err)
			}
		}
		files, err := store.files()
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]string{}
		for name, text := range files {
			sums[name] = fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
		}
		crawl(t, func(name string) string {
			if sum, there := sums[name]; !there || !slices.ContainsFunc(all, func(v version) bool { return v.files[name] == sum }) {
				t.Errorf("%s is there: %v, %.60q", name, there, files[name])
			}
			return files[name]
		})
		if !ended {
			return was
		}
		if d := cmp.Diff(all[to].files, sums); d != "" {
			t.Errorf("the target does not hold version %d (-want +got):\n%s", to, d)
		}
		return to
	}
}

// crawl follows all references from the front pages; read returns a file and tells
// of one that is not as it should be.
func crawl(t *testing.T, read func(name string) string) {
	t.Helper()
	seen, queue := map[string]bool{}, []string{"index.html", "en/index.html"}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		if text := read(name); path.Ext(name) == ".html" {
			queue = append(queue, references(t, name, text)...)
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d files can be reached", len(seen))
	}
}

// references returns the files of the site to which a page leads.
func references(t *testing.T, name, text string) (names []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("https://kepu.example/2021/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			for _, ref := range strings.Split(a.Val, ", ") {
				ref, _, _ = strings.Cut(ref, " ") // srcset has widths
				to, err := base.Parse(ref)
				if !slices.Contains([]string{"href", "src", "srcset"}, a.Key) || err != nil || to.Host != base.Host {
					continue
				}
				if file, ok := strings.CutPrefix(to.Path, "/2021/"); ok {
					if file == "" || strings.HasSuffix(file, "/") {
						file += "index.html"
					}
					names = append(names, file)
				}
			}
		}
	}
	return names
}

// TestKilledDeployToStore kills deploys to a real object store.
func TestKilledDeployToStore(t *testing.T) {
	env := storeCredentials(t)
	address := gateway.Start(t)
	all := versionsOf(t, linked(t))
	k := deploys(t, all, env, fmt.Sprintf("url = \"s3://bucket/2021\"\nendpoint = %q\nregion = %q\npathStyle = true\ngrace = \"0s\"\n", address, gateway.Region))
	client, err := objectstore.Client(t.Context(), objectstore.Options{Endpoint: address, Region: gateway.Region, PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	k.look = lookThrough(all, bucket{client})
	k.killed(t)
}

// A bucket is the site in an object store.
type bucket struct{ *s3.Client }

func (b bucket) files() (map[string]string, error) {
	ctx := context.Background()
	list, err := b.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String("bucket")})
	if err != nil || aws.ToBool(list.IsTruncated) {
		return nil, fmt.Errorf("list the bucket: %w", err)
	}
	files := map[string]string{}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(8)
	for _, object := range list.Contents {
		path := strings.TrimPrefix(aws.ToString(object.Key), "2021/")
		if strings.HasPrefix(path, ".bunting/") {
			continue
		}
		g.Go(func() error {
			o, err := b.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("bucket"), Key: object.Key})
			if err != nil {
				return err
			}
			defer o.Body.Close()
			data, err := io.ReadAll(o.Body)
			mu.Lock()
			defer mu.Unlock()
			files[path] = string(data)
			return err
		})
	}
	return files, g.Wait()
}

func (b bucket) unlock() error {
	_, err := b.DeleteObject(context.Background(), &s3.DeleteObjectInput{Bucket: aws.String("bucket"), Key: aws.String("2021/.bunting/lock")})
	return err
}

// TestKilledDeployToHost kills deploys to a host by SFTP.
func TestKilledDeployToHost(t *testing.T) {
	home, root := t.TempDir(), filepath.Join(t.TempDir(), "2021")
	address := sshd.Start(t, home)
	all := versionsOf(t, linked(t))
	k := deploys(t, all, []string{"HOME=" + home}, fmt.Sprintf("url = %q\ngrace = \"0s\"\n", "sftp://"+address+root))
	k.look = lookThrough(all, host(root))
	k.killed(t)
}

// A host is the site in a folder that SFTP leads to.
type host string

func (h host) files() (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(string(h), func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == ".bunting" {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[strings.TrimPrefix(name, string(h)+"/")] = string(data)
		return err
	})
	return files, err
}

func (h host) unlock() error { return os.RemoveAll(filepath.Join(string(h), ".bunting/lock")) }
