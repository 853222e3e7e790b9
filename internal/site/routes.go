package site

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"bunting/internal/campaign"
)

// A route is the address of a page below a language's root, unescaped: a file
// such as events/ili/fair.html, or a folder such as events/. All addresses of
// the site are made in this file.
type route string

const (
	eventsRoute    route = "events/"
	scheduleRoute  route = "schedule/"
	apartRoute     route = "schedule/open/"
	mainVenueRoute route = "main-venue/"
	venuesRoute    route = "venues/"
	actionsRoute   route = "actions/"
	regionsRoute   route = "regions/"
	onlineRoute    route = "online/"
	changesRoute   route = "changes/"
	galleryRoute   route = "gallery/"
	videosRoute    route = "videos/"
	newsListRoute  route = "news/"
	noticeRoute    route = "notice.html"
	embedRoute     route = "embed/"
	notFoundRoute  route = "404.html"
	manifestRoute  route = "site.webmanifest"
	calendarFile         = "calendar.ics"
	feedFile             = "feed.xml"
)

// Pictures is the folder of all photos' variants, which all languages share.
const Pictures = "pictures/"

// Originals is the folder of the photos themselves, without what the camera wrote
// into them.
const Originals = "originals/"

// Films is the folder of all films and their captions.
const Films = "films/"

func eventRoute(e *campaign.Event) route {
	folder := e.Path[:strings.LastIndexByte(e.Path, '/')+1]
	return route("events/" + folder + e.Slug + ".html")
}

func newsRoute(n *campaign.News) route {
	return route(path.Join("news", path.Dir(n.Path), n.Slug) + ".html")
}

func pageRoute(p *campaign.Page) route {
	return route(path.Join(path.Dir(p.Path), p.Slug) + ".html")
}

func dayRoute(d campaign.Date) route { return scheduleRoute + route(d.String()+"/") }
func actionRoute(id string) route    { return actionsRoute + route(id+"/") }
func strandRoute(id string) route    { return route("strands/" + id + "/") }
func regionRoute(id string) route    { return regionsRoute + route(id+"/") }
func printRoute(region string) route { return route("print/" + region + "/") }

func venueRoute(v *campaign.Venue) route { return venuesRoute + route(v.ID+"/") }

// page returns the address of a further page of the short list at r, by its
// number.
func (r route) page(n int) route { return r + route("page/"+strconv.Itoa(n)+"/") }

// stretch returns that of a long list, by its name. It is a file: these pages
// are many, and a folder for each costs as much as the file in it.
func (r route) stretch(name string) route { return r + route("page/"+name+".html") }

// file returns the path of the file that answers at the address.
func (r route) file() string {
	if r == "" || strings.HasSuffix(string(r), "/") {
		return string(r) + "index.html"
	}
	return string(r)
}

// beside returns the address of a file of the page's document: for
// events/ili/fair.html, events/ili/fair/ and the name. All languages share it.
func (r route) beside(name string) route {
	return route(path.Join(strings.TrimSuffix(string(r), ".html"), name))
}

// calendar returns the address of an event's iCalendar file.
func (r route) calendar() route {
	return route(strings.TrimSuffix(string(r), ".html") + ".ics")
}

// escaped returns the address as it stands in a URL (RFC 3986).
func (r route) escaped() string {
	for i := range len(r) {
		if c := r[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '/' || c == '-' || c == '.' || c == '_') {
			return (&url.URL{Path: string(r)}).EscapedPath()
		}
	}
	return string(r) // nearly always
}

// aliasFile returns the path of the file that answers at an alias.
func aliasFile(alias string) string {
	p := strings.TrimPrefix(alias, "/")
	if strings.HasSuffix(p, "/") || path.Ext(p) == "" {
		return strings.TrimSuffix(p, "/") + "/index.html"
	}
	return p
}
