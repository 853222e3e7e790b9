package diag

import (
	"bytes"
	"testing"
)

func TestKeep(t *testing.T) {
	src := &Source{Name: "content/a.md", Text: "title = 5 %s\n"}
	list := List{
		New(TooLarge, src.Whole(), "a.md", 12, 7),
		New(NotText, src.Span(8, 1), Words{EN: "100% Word", ZH: "百分之 100%d"}),
		New(NotUTF8, src.Span(8, 3)).WithGuess("50%"),
	}
	again, err := Decode(list.Encode())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []Lang{English, Chinese} {
		var want, got bytes.Buffer
		if err := list.WriteText(&want, lang); err != nil {
			t.Fatal(err)
		}
		if err := again.WriteText(&got, lang); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("got\n%s\nwant\n%s", &got, &want)
		}
	}
	if again.Errors() != list.Errors() {
		t.Error("errors became warnings")
	}
	if _, err := Decode([]byte("[{")); err == nil {
		t.Error("damage is not told")
	}
}
