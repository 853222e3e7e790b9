//go:build unix

// Command measure runs a command and prints what it took: wall-clock seconds,
// seconds of user and system time, and peak memory in MB, separated by blanks.
//
//	measure bunting build --source DIR --output DIR
//
// The command's own output goes to standard error. Measure ends as the command
// does.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: measure COMMAND [ARGUMENT …]")
		os.Exit(2)
	}
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		os.Exit(max(1, exit.ExitCode())) // -1 after a signal
	case err != nil:
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
	p := cmd.ProcessState
	fmt.Printf("%.2f %.2f %.0f\n", wall.Seconds(), (p.UserTime() + p.SystemTime()).Seconds(), peak(p.SysUsage().(*syscall.Rusage))/1e6)
}

// peak returns the largest resident set, in bytes: getrusage(2) counts it in
// kibibytes, but on macOS in bytes.
func peak(u *syscall.Rusage) float64 {
	if runtime.GOOS == "darwin" {
		return float64(u.Maxrss)
	}
	return float64(u.Maxrss) * 1024
}
