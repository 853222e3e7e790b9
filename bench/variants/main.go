// Command variants makes pictures of photos as a site would: one file after
// another by each of two workers, upright JPEGs of quality 80, 480, 960 and 1920
// pixels wide.
//
//	variants --output DIR PHOTO …
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"bunting/internal/picture"

	"golang.org/x/sync/errgroup"
)

func main() {
	workers := flag.Int("workers", 2, "photos at a time")
	output := flag.String("output", "", "folder, made where missing")
	format := flag.String("format", "jpeg", "jpeg, webp or png")
	flag.Parse()
	if err := run(*workers, *output, picture.Format(*format), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "variants:", err)
		os.Exit(1)
	}
}

func run(workers int, output string, format picture.Format, photos []string) error {
	if output == "" || len(photos) == 0 {
		return errors.New("usage: variants --output DIR PHOTO …")
	}
	if err := os.MkdirAll(output, 0o755); err != nil {
		return err
	}
	plan := picture.Plan{MaxPixels: 60e6}
	for _, width := range []int{480, 960, 1920} {
		plan.Recipes = append(plan.Recipes, picture.Recipe{Width: width, Format: format, Quality: 80})
	}
	var g errgroup.Group
	g.SetLimit(workers)
	for _, photo := range photos {
		g.Go(func() error {
			data, err := os.ReadFile(photo)
			if err != nil {
				return err
			}
			result, err := picture.Make(data, plan)
			if err != nil {
				return fmt.Errorf("%s: %w", photo, err)
			}
			stem := strings.TrimSuffix(filepath.Base(photo), filepath.Ext(photo))
			for _, v := range result.Variants {
				name := filepath.Join(output, fmt.Sprintf("%s-%d.%s", stem, v.Width, format))
				if err := os.WriteFile(name, v.Data, 0o644); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}
