package main

import (
	"fmt"
	"os"
	"testing/fstest"

	"bunting/internal/locale"
	"bunting/internal/theme"
)

func init() {
	if len(os.Args) > 1 && os.Args[1] == "check" {
		var ls []theme.Language
		for _, t := range [][2]string{{"zh", "zh-Hans-CN"}, {"en", "en-GB"}, {"ug", "ug"}} {
			ls = append(ls, theme.Language{Tag: t[0], Locale: must(locale.New(t[1]))})
		}
		th, list, err := theme.Load(theme.Options{Site: os.DirFS("."), Embedded: fstest.MapFS{}, Name: "festival", BasePath: "/2021/", Languages: ls})
		fmt.Println(err)
		for _, d := range list {
			fmt.Printf("%+v\n", d)
		}
		if th != nil {
			for _, a := range th.Assets {
				fmt.Println(a.Path, len(a.Data))
			}
		}
		os.Exit(0)
	}
}
