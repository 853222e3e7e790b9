package content

import (
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
)

// A packer writes an event's facts as bytes, or reads them back into an empty
// event: one walk for both, so that neither knows of a fact that the other does
// not. All texts of an event that was read back are parts of one string.
type packer struct {
	out     []byte // what was written
	in      string // what is still to be read
	reading bool
	damaged bool // what was read is not what a packer wrote
	zone    *time.Location
	langs   []campaign.Language // of the site
	slabs
}

// slabs are room for what most events have, so that many events take up few
// pieces of memory.
type slabs struct {
	events     []campaign.Event
	proses     []campaign.Prose
	sessions   []campaign.Session
	organizers []campaign.Body
	wordings   []campaign.Wording
	texts      []string
	spoken     []campaign.Lang
	made       int // of them, so far
}

// How much room is made at once, in bytes: little for who reads few events, much for who
// reads many. The collector looks up the piece of memory that each text and list of an
// event is part of, and finds few large ones sooner.
const leastRoom, mostRoom = 4 << 10, 256 << 10

// cut returns a list of n values from a slab, which is made anew when it has not so
// many left.
func cut[T any](s *slabs, slab *[]T, n int) []T {
	if n > len(*slab) {
		const kinds = 7
		room := min(leastRoom<<min(s.made/kinds, 16), mostRoom)
		*slab = make([]T, max(n, room/int(reflect.TypeFor[T]().Size())))
		s.made++
	}
	out := (*slab)[:n:n]
	*slab = (*slab)[n:]
	return out
}

// event packs all of an event but the files beside it.
func (p *packer) event(e *campaign.Event) {
	p.document(&e.Document)
	p.flag(&e.Draft)
	p.time(&e.PublishAt)
	packMany(p, &e.Sessions, &p.sessions, p.session)
	p.time(&e.First)
	p.time(&e.Last)
	packText(p, &e.Venue)
	p.words(&e.Place)
	p.words(&e.Address)
	packOptional(p, &e.Location, p.location)
	packText(p, &e.Region)
	packMany(p, &e.Organizers, &p.organizers, p.body)
	packTexts(p, &e.Actions)
	packTexts(p, &e.Strands)
	packTexts(p, &e.Audience)
	packText(p, &e.Attendance)
	packText(p, &e.Status)
	p.words(&e.StatusNote)
	p.time(&e.StatusChanged)
	packText(p, &e.URL)
	p.flag(&e.Featured)
	p.registration(&e.Registration)
	p.flag(&e.Free)
	p.words(&e.Fee)
	p.flag(&e.Private)
	packTexts(p, &e.Accessibility)
	packMany(p, &e.Spoken, &p.spoken, p.lang)
	packText(p, &e.Replay)
	packText(p, &e.Contact.Phone)
	packText(p, &e.Contact.Email)
	packList(p, &e.Videos, p.video)
	packList(p, &e.Coverage, p.coverage)
	packOptional(p, &e.Results, p.results)
	packText(p, &e.Office)
}

func (p *packer) document(d *campaign.Document) {
	packText(p, &d.Path)
	packText(p, &d.Slug)
	packTexts(p, &d.Aliases)
	packNumber(p, &d.Weight)
	packMany(p, &d.Prose, &p.proses, p.prose)
	packList(p, &d.Attachments, p.attachment)
	packList(p, &d.Photos, p.photo)
	packList(p, &d.Pictures, p.photo)
	p.time(&d.Updated)
	packNumber(p, &d.FrontStart)
	packNumber(p, &d.FrontEnd)
	p.sum(&d.Facts)
}

func (p *packer) prose(r *campaign.Prose) {
	p.lang(&r.Lang)
	packText(p, &r.Title)
	packText(p, &r.Summary)
	packText(p, &r.Lead)
	packTexts(p, &r.Links)
	packList(p, &r.Pictures, p.reference)
	packText(p, &r.File)
	packNumber(p, &r.Body)
	p.sum(&r.Text)
}

func (p *packer) reference(r *campaign.Reference) {
	packText(p, &r.File)
	packNumber(p, &r.Offset)
	packNumber(p, &r.Length)
}

func (p *packer) attachment(a *campaign.Attachment) {
	packText(p, &a.File)
	packText(p, &a.Name)
	p.words(&a.Title)
	packNumber(p, &a.Size)
}

func (p *packer) photo(o *campaign.Photo) {
	packText(p, &o.File)
	p.words(&o.Caption)
	p.words(&o.Alt)
	p.words(&o.Credit)
	p.fraction(&o.Focus[0])
	p.fraction(&o.Focus[1])
	packText(p, &o.Name)
	p.sum(&o.Source)
	packText(p, &o.Format)
	packNumber(p, &o.Width)
	packNumber(p, &o.Height)
	p.flag(&o.Alpha)
	packText(p, &o.Tint)
}

func (p *packer) session(s *campaign.Session) {
	p.time(&s.Start)
	p.time(&s.End)
	packOptional(p, &s.Open, p.openHours)
	p.words(&s.Title)
	packText(p, &s.Room)
	packList(p, &s.Speakers, p.speaker)
	packText(p, &s.URL)
}

func (p *packer) openHours(o *campaign.OpenHours) {
	packNumber(p, &o.From)
	packNumber(p, &o.To)
	packNumber(p, &o.Hours.Opens)
	packNumber(p, &o.Hours.Closes)
	packNumbers(p, &o.Weekdays)
	packNumbers(p, &o.Except)
}

func (p *packer) speaker(s *campaign.Speaker) {
	p.words(&s.Name)
	p.words(&s.Affiliation)
}

func (p *packer) location(l *campaign.Location) {
	p.fraction(&l.Lat)
	p.fraction(&l.Lon)
	packText(p, &l.Datum)
}

func (p *packer) body(b *campaign.Body) {
	packText(p, &b.ID)
	p.words(&b.Name)
}

func (p *packer) registration(r *campaign.Registration) {
	packText(p, &r.Booking)
	packText(p, &r.URL)
	packText(p, &r.Phone)
	p.time(&r.Opens)
	p.time(&r.Closes)
	packNumber(p, &r.Capacity)
	p.flag(&r.Full)
}

func (p *packer) video(v *campaign.Video) {
	p.words(&v.Title)
	p.words(&v.Description)
	p.words(&v.Credit)
	packText(p, &v.URL)
	p.mediaObject(&v.Film)
	packList(p, &v.Captions, p.captions)
	p.photo(&v.Poster)
}

func (p *packer) captions(c *campaign.Captions) {
	p.lang(&c.Lang)
	p.mediaObject(&c.Text)
}

func (p *packer) mediaObject(m *campaign.MediaObject) {
	packText(p, &m.File)
	packText(p, &m.Name)
	packNumber(p, &m.Size)
	p.sum(&m.Source)
	packText(p, &m.Type)
}

func (p *packer) coverage(c *campaign.Coverage) {
	p.words(&c.Title)
	packText(p, &c.URL)
	p.words(&c.Source)
	packNumber(p, &c.Date)
}

func (p *packer) results(r *campaign.Results) {
	packNumber(p, &r.Participants)
	packNumber(p, &r.Volunteers)
	packNumber(p, &r.OnlineViews)
	p.words(&r.Summary)
}

func (p *packer) words(t *campaign.Text) {
	packMany(p, (*[]campaign.Wording)(t), &p.wordings, func(w *campaign.Wording) {
		p.lang(&w.Lang)
		packText(p, &w.Text)
	})
}

// lang packs a language. One of the site's own is read back as the site has it: to compare
// it with that, nobody looks at the letters.
func (p *packer) lang(l *campaign.Lang) {
	packText(p, l)
	if p.reading {
		if at := slices.IndexFunc(p.langs, func(known campaign.Language) bool { return known.Lang == *l }); at >= 0 {
			*l = p.langs[at].Lang
		}
	}
}

// take reads n bytes.
func (p *packer) take(n uint64) string {
	if n > uint64(len(p.in)) {
		p.damaged, p.in = true, ""
		return ""
	}
	out := p.in[:n]
	p.in = p.in[n:]
	return out
}

// size packs a number that is not negative, as a varint of encoding/binary.
func (p *packer) size(n uint64) uint64 {
	if !p.reading {
		p.out = binary.AppendUvarint(p.out, n)
		return n
	}
	n = 0
	for shift := 0; shift < 64; shift += 7 {
		b := p.take(1)
		if b == "" {
			return 0
		}
		n |= uint64(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			return n
		}
	}
	p.damaged = true
	return 0
}

// packNumber packs any whole number: small ones, of either sign, in few bytes.
func packNumber[T ~int | ~int32 | ~int64](p *packer, v *T) {
	n := p.size(uint64(*v)<<1 ^ uint64(int64(*v)>>63))
	if p.reading {
		*v = T(n>>1) ^ -T(n&1)
	}
}

func packNumbers[T ~int | ~int32](p *packer, v *[]T) {
	packList(p, v, func(n *T) { packNumber(p, n) })
}

func (p *packer) flag(v *bool) {
	var n uint64
	if *v {
		n = 1
	}
	if n = p.size(n); p.reading {
		*v = n != 0
	}
}

func (p *packer) fraction(v *float64) {
	if n := p.size(math.Float64bits(*v)); p.reading {
		*v = math.Float64frombits(n)
	}
}

// time packs a moment to the second; it is read back as one in the campaign's zone.
func (p *packer) time(t *time.Time) {
	set := !t.IsZero()
	p.flag(&set)
	if !set {
		return
	}
	seconds := t.Unix()
	packNumber(p, &seconds)
	if p.reading {
		*t = time.Unix(seconds, 0).In(p.zone)
	}
}

func (p *packer) sum(s *digest.Sum) {
	if !p.reading {
		p.out = append(p.out, s[:]...)
		return
	}
	copy(s[:], p.take(uint64(len(s))))
}

func packText[T ~string](p *packer, s *T) {
	n := p.size(uint64(len(*s)))
	if !p.reading {
		p.out = append(p.out, *s...)
		return
	}
	*s = T(p.take(n))
}

func packTexts(p *packer, v *[]string) {
	packMany(p, v, &p.texts, func(s *string) { packText(p, s) })
}

// packList packs a list; an empty one is read back as nil.
func packList[T any](p *packer, v *[]T, each func(*T)) { packMany(p, v, nil, each) }

// packMany packs a list, which is read back into a slab, unless that is nil.
func packMany[T any](p *packer, v, slab *[]T, each func(*T)) {
	n := p.size(uint64(len(*v)))
	if p.reading && n > 0 {
		if n > uint64(len(p.in)) { // each takes a byte at least
			p.damaged = true
			return
		}
		if slab == nil {
			*v = make([]T, n)
		} else {
			*v = cut(&p.slabs, slab, int(n))
		}
	}
	for i := range *v {
		each(&(*v)[i])
	}
}

// packOptional packs what may not be there.
func packOptional[T any](p *packer, v **T, each func(*T)) {
	set := *v != nil
	p.flag(&set)
	if p.reading && set {
		*v = new(T)
	}
	if *v != nil {
		each(*v)
	}
}
