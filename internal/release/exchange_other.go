//go:build !linux && !darwin

package release

import "errors"

// exchange always fails: this system has no call that swaps two names.
func exchange(string, string) error {
	return errors.ErrUnsupported
}
