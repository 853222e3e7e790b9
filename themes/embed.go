// Package themes holds the themes that the program carries with it, so that a
// site without a folder of its own for its theme can be built.
package themes

import "embed"

// FS holds each theme in a folder of its name.
//
//go:embed all:festival
var FS embed.FS
