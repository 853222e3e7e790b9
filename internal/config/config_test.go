package config

import (
	"os"
	"testing"
)

func TestSample(t *testing.T) {
	c, _, list, err := Load(os.DirFS("../.."))
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	if c.Languages[0].Lang != "zh" || len(c.Regions) != 14 || c.MainVenue().ID != "science-hall" || c.Start.String() != "2021-09-11" {
		t.Errorf("%+v", c)
	}
}
