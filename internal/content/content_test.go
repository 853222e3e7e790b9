package content

import (
	"os"
	"testing"

	"bunting/internal/config"
)

func TestSample(t *testing.T) {
	fsys := os.DirFS("../..")
	c, _, list, err := config.Load(fsys)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	list, err = Load(fsys, c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	list.Sorted().WriteText(os.Stdout, 0)
	if len(c.Events) < 80 {
		t.Errorf("%d events", len(c.Events))
	}
}
