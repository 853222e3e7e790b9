package release

import (
	"errors"
	"os"
	"syscall"
)

// swap exchanges the tree under work with the output: afterwards the new site
// stands at dir and the old one at next. On error the old site stands at dir.
func (r *Release) swap() error {
	err := r.exchange(r.next, r.dir)
	// ErrUnsupported: a kernel (ENOSYS) or a system (ENOTSUP) without the call.
	// EINVAL: a Linux file system that knows no exchange, such as NFS or exFAT.
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return swapInSteps(r.next, r.dir, r.old)
	}
	if err != nil {
		return &os.LinkError{Op: "exchange", Old: r.next, New: r.dir, Err: err}
	}
	return nil
}

// swapInSteps is swap by renames alone, with old as the place between. Nothing
// stands at dir between the first two, and nothing else is done there.
func swapInSteps(next, dir, old string) error {
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(next, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	// The new site is live. If the old one cannot be moved on, it stays where
	// the next Stage finds it.
	_ = os.Rename(old, next)
	return nil
}
