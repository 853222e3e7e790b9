// Bunting builds the public websites of campaigns. See the README.
package main

import (
	"os"

	"bunting/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}
