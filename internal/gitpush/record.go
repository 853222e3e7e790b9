package gitpush

import (
	"encoding/json"
	"errors"
	"os"
	"time"
)

// A Record is a line of the log of pushes, which only grows.
type Record struct {
	Time time.Time `json:"time"`
	Pusher
	Update
	Verdict Verdict  `json:"verdict"`
	Codes   []string `json:"codes,omitempty"`   // of the mistakes
	Release string   `json:"release,omitempty"` // that it made live, where the target keeps releases
	Seconds float64  `json:"seconds,omitempty"`
}

// Verdict is what became of a push.
type Verdict string

// A push is refused, or taken and then shown, live or as a preview; removed, if
// it took a preview away; or failed, if it could not be built after all.
const (
	Refused Verdict = "refused"
	Taken   Verdict = "taken"
	Shown   Verdict = "shown"
	Removed Verdict = "removed"
	Failed  Verdict = "failed"
)

// record adds a line to the log, in one write.
func (r *Repo) record(entry Record) error {
	entry.Time = time.Now().UTC().Truncate(time.Millisecond)
	data, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(r.path("pushes.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Close())
}
