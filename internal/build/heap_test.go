package build

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"bunting/internal/lacking"
)

// TestRoomy: room takes no memory before it is used, the heap grows into it, and a
// small site asks for none.
func TestRoomy(t *testing.T) {
	if spare() == 0 {
		lacking.Skip(t, "no memory for the asking here")
	}
	resident := func() int64 {
		statm, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			t.Fatal(err)
		}
		pages, err := strconv.ParseInt(strings.Fields(string(statm))[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return pages * int64(os.Getpagesize())
	}
	const room = 512 << 20
	debug.FreeOSMemory() // also of the room that an earlier run of this test has left
	before, used := held(), resident()
	roomy(held() + room/16)
	if more := held() - before; more > room/16 {
		t.Errorf("%d bytes of room for a small site", more)
	}
	roomy(held() + room)
	after := held()
	if more := after - before; more < room/8*7 { // the runtime may have given something back meanwhile
		t.Fatalf("%d bytes of room, not %d", more, room)
	}
	if more := resident() - used; more > room/8 {
		t.Errorf("%d bytes are used before anything is in them", more)
	}
	var list [][]byte
	for range room / 2 / 4096 {
		list = append(list, make([]byte, 4096))
	}
	if more := held() - after; more > room/8 {
		t.Errorf("the heap has grown by %d bytes beside the room", more)
	}
	runtime.KeepAlive(list)
}
