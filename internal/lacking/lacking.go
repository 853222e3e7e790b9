// Package lacking ends tests for which the machine lacks something.
package lacking

import (
	"os"
	"testing"
)

// Skip skips a test and says what is missing. Where CI is "true" everything has to
// be there, and the test fails.
func Skip(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}
