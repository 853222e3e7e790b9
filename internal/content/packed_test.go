package content

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"bunting/internal/campaign"
)

// fill gives a value and all below it random content; lists and pointers are
// mostly there.
func fill(r *rand.Rand, v reflect.Value, zone *time.Location) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if r.IntN(4) > 0 {
			v.Set(reflect.ValueOf(time.Unix(r.Int64N(4e9)-2e9, 0).In(zone)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), zone)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), zone)
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fill(r, v.Index(i), zone)
		}
	case reflect.Pointer:
		if r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), zone)
		}
	case reflect.String:
		v.SetString(string([]rune("ab中 é\x00")[:r.IntN(7)]))
	case reflect.Bool:
		v.SetBool(r.IntN(2) > 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(int32(r.Uint32())) >> r.IntN(32))
	case reflect.Uint8:
		v.SetUint(r.Uint64N(256))
	case reflect.Float64:
		v.SetFloat(r.NormFloat64())
	default:
		panic("no random " + v.Kind().String())
	}
}

// Every fact that an event has comes back, those of later times included.
func TestPacked(t *testing.T) {
	zone := time.FixedZone("", 8*60*60)
	l := &loader{c: &campaign.Campaign{Zone: zone, Languages: []campaign.Language{{Lang: "ab"}, {Lang: "a"}}}} // fill makes both
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := &work{event: new(campaign.Event), listed: r.IntN(2) > 0}
		fill(r, reflect.ValueOf(w.event).Elem(), zone)
		w.event.Files = nil // the folder says them
		value := encode(w)
		v, ok := l.decode(string(value))
		if !ok || v.listed != w.listed || !reflect.DeepEqual(v.event, w.event) {
			t.Fatalf("seed %d: read back: %t\n%+v\nwant\n%+v", seed, ok, v.event, w.event)
		}
		for _, cut := range []int{r.IntN(len(value)), len(value) - 1} {
			if _, ok := l.decode(string(value[:cut])); ok {
				t.Fatalf("seed %d: the first %d of %d bytes pass for an event", seed, cut, len(value))
			}
		}
	}
}

// What is damaged is refused, or taken for another event: nothing panics, and
// memory is bounded by what was given.
func FuzzPacked(f *testing.F) {
	zone := time.FixedZone("", 8*60*60)
	l := &loader{c: &campaign.Campaign{Zone: zone}}
	for seed := range uint64(5) {
		w := &work{event: new(campaign.Event)}
		fill(rand.New(rand.NewPCG(seed, 2)), reflect.ValueOf(w.event).Elem(), zone)
		f.Add(encode(w))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		if v, ok := l.decode(string(value)); ok {
			said := encode(&work{event: v.event, listed: v.listed, list: v.list})
			again, ok := l.decode(string(said))
			if !ok || !bytes.Equal(encode(&work{event: again.event, listed: again.listed, list: again.list}), said) {
				t.Error("an event that was read is not read back")
			}
		}
	})
}

// TestCut: who asks for little gets little room, who asks for much gets few pieces of memory.
func TestCut(t *testing.T) {
	var s slabs
	size := int(reflect.TypeFor[string]().Size())
	if cut(&s, &s.texts, 1); len(s.texts) >= leastRoom/size {
		t.Errorf("%d bytes for one text", len(s.texts)*size)
	}
	const many = 1 << 20
	for range many {
		cut(&s, &s.texts, 1)
	}
	if s.made > 2*many*size/mostRoom {
		t.Errorf("%d pieces of memory for %d texts", s.made, many)
	}
	if list := cut(&s, &s.texts, many); len(list) != many || cap(list) != many {
		t.Errorf("%d texts, not %d", len(list), many)
	}
}

// TestKept: what is kept stays as it was, whatever is kept after it.
func TestKept(t *testing.T) {
	var got []string
	var want [][]byte
	for i := range 3000 {
		value := bytes.Repeat([]byte{byte(i)}, i*7%900)
		if i%1000 == 0 {
			value = make([]byte, 2*mostRoom)
		}
		got, want = append(got, kept(value)), append(want, value)
	}
	for i := range got {
		if got[i] != string(want[i]) {
			t.Fatalf("value %d is another", i)
		}
	}
}
