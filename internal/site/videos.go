package site

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/feed"
	"bunting/internal/picture"
	"bunting/internal/view"
)

// mediaSuffixes are those of published files, by media type.
var mediaSuffixes = map[string]string{"video/mp4": ".mp4", "video/webm": ".webm", "text/vtt": ".vtt"}

// mediaFile returns the path of a film or of its captions.
func mediaFile(m *campaign.MediaObject) string {
	return Films + hex.EncodeToString(m.Source[:10]) + mediaSuffixes[m.Type]
}

// films adds the files of all videos.
func (k *composer) films() {
	seen := map[string]bool{}
	for _, e := range k.c.Events {
		for i := range e.Videos {
			for _, m := range e.Videos[i].Files() {
				if !m.Shown() {
					continue
				}
				path := mediaFile(m)
				if seen[path] {
					continue
				}
				seen[path] = true
				k.outputs = append(k.outputs, Output{Path: path, Making: &made{body: func(Report) Body { return Media{m.Name, m.Type} },
					key: func() digest.Sum { return digest.Key("media", string(m.Source[:]), m.Type) }}})
			}
		}
	}
}

// videoAnchor names the i-th video on its event's page.
func videoAnchor(i int) string { return fmt.Sprintf("video-%d", i+1) }

// video makes the i-th video of an event.
func (g *tongue) video(e *campaign.Event, i int) view.Video {
	s := &e.Videos[i]
	v := view.Video{
		ID: videoAnchor(i), Title: g.text(s.Title), Description: g.text(s.Description), Credit: g.text(s.Credit), URL: s.URL,
	}
	if s.Poster.Shown() {
		c := &g.k.c.Images
		sizes := func(f picture.Format) []picture.Recipe { return pageRecipes(c, &s.Poster, f) }
		v.Poster = g.picture(&s.Poster, sizes(main(&s.Poster)), webp(c, sizes))
	}
	if s.Film.Shown() {
		v.Path, v.Type, v.Size = g.static(mediaFile(&s.Film)), s.Film.Type, fileSize(s.Film.Size)
		for j := range s.Captions {
			c := &s.Captions[j]
			t := view.Track{Path: g.static(mediaFile(&c.Text)), Lang: string(c.Lang), Label: string(c.Lang), Default: c.Lang == g.lang}
			for _, o := range g.k.tongues {
				if o.lang == c.Lang {
					t.Lang, t.Label = o.locale.Tag(), o.name
				}
			}
			v.Tracks = append(v.Tracks, t)
		}
	}
	return v
}

// videos makes all videos of an event.
func (g *tongue) videos(e *campaign.Event) []view.Video {
	var out []view.Video
	for i := range e.Videos {
		out = append(out, g.video(e, i))
	}
	return out
}

// videoLD describes an event's videos for machines.
func (g *tongue) videoLD(n *entry) []feed.LinkedVideo {
	var out []feed.LinkedVideo
	for i := range n.Videos {
		s := &n.Videos[i]
		v := feed.LinkedVideo{
			Name: g.plain(s.Title), Description: g.plain(s.Description), Credit: g.plain(s.Credit), URL: s.URL, Type: s.Film.Type,
		}
		if s.Poster.Shown() {
			r := pageRecipes(&g.k.c.Images, &s.Poster, main(&s.Poster))
			v.Thumbnail = g.k.address(g.k.c.BaseURL, &s.Poster, r[len(r)/2])
		}
		if s.Film.Shown() {
			v.URL, v.Content = g.url(n.route)+"#"+videoAnchor(i), g.k.c.BaseURL+mediaFile(&s.Film)
			for j := range s.Captions {
				c := &s.Captions[j]
				v.Captions = append(v.Captions, feed.LinkedCaptions{Lang: string(c.Lang), URL: g.k.c.BaseURL + mediaFile(&c.Text)})
			}
		}
		out = append(out, v)
	}
	return out
}

// A reel is a video of an event, by its place there.
type reel struct {
	*entry
	at int
}

// reels returns all videos of events that have a picture, those of the newest day
// first.
func reels(events []*entry) []reel {
	var out []reel
	for _, n := range events {
		for i := range n.Videos {
			if n.Videos[i].Poster.Shown() {
				out = append(out, reel{n, i})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b reel) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.Path, b.Path)) })
	return out
}

// maxReels is how many videos the gallery's first page shows.
const maxReels = 4

// screened makes videos for a page of many events.
func (g *tongue) screened(list []reel) []view.Video {
	var out []view.Video
	for _, r := range list {
		v := g.video(r.Event, r.at)
		sum := digest.Of(fmt.Append(nil, r.Path, "/", r.at))
		v.ID = "video-" + hex.EncodeToString(sum[:4])
		v.Event = link(g.title(&r.Document), g.path(r.route)+"#"+videoAnchor(r.at))
		out = append(out, v)
	}
	return out
}

// reelsKey is what pages show of videos.
func reelsKey(list []reel) string {
	var entries []*entry
	var places []int
	for _, r := range list {
		entries, places = append(entries, r.entry), append(places, r.at)
	}
	return facts(entries...) + fmt.Sprint(places)
}

// screening adds the pages of all videos.
func (k *composer) screening(g *tongue) {
	list := k.reels
	if len(list) == 0 {
		return
	}
	h := head{
		route: videosRoute, section: galleryRoute, title: g.say("nav.videos"),
		trail: []view.Link{{Text: g.say("nav.gallery"), Path: g.path(galleryRoute)}},
	}
	at := func(i int) time.Time { return list[i].day.In(k.c.Zone) }
	l := listing{
		size: len(list), counted: g.say("count.videos", "n", len(list)),
		key:   func(dst []byte, i int) []byte { return fmt.Append(dst, list[i].Path, "/", list[i].at) },
		span:  func(first, last int) string { return g.days(at(last), at(first)) },
		jumps: func() []jump { return g.dayJumps(len(list), at) },
	}
	k.list(g, "gallery", h, l, func(c chunk) string { return reelsKey(list[c.from:c.to]) }, func(c chunk, _ Report) any {
		return view.Gallery{
			Chrome: g.chrome(c.head), Title: view.Text{Text: c.head.title}, Pager: c.pager, All: g.path(galleryRoute),
			Videos: g.screened(list[c.from:c.to]), VideosCounted: c.pager.Heading,
		}
	})
}
