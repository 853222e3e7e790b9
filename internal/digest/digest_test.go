package digest

import "testing"

func TestKeySeparatesParts(t *testing.T) {
	if Key("ab", "c") == Key("a", "bc") || Key("a") == Key("a", "") {
		t.Error("keys of different parts are equal")
	}
	parts := []string{"a", "b"}
	if Key(parts...) != Key("a", "b") {
		t.Error("keys of equal parts differ")
	}
}

// The value of "abc" is an example of FIPS 180-4.
func TestOf(t *testing.T) {
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := Of([]byte("abc")).String(); got != want {
		t.Errorf("Of(abc) = %s, want %s", got, want)
	}
	if got := Of([]byte("abc")).Short(); got != want[:10] {
		t.Errorf("Short = %s, want %s", got, want[:10])
	}
}

func TestOfEach(t *testing.T) {
	sums := []Sum{Of([]byte("a")), Of([]byte("b"))}
	if got, want := OfEach(len(sums), func(i int) *Sum { return &sums[i] }), Of(append(sums[0][:], sums[1][:]...)); got != want {
		t.Errorf("OfEach = %s, want %s", got, want)
	}
}
