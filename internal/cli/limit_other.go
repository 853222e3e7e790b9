//go:build !linux

package cli

// limitMemory can do nothing here; the runtime's own limit must do.
func limitMemory(int64) error { return nil }
