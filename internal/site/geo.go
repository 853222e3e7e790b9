package site

import (
	"fmt"
	"math"
	"net/url"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// Chinese maps use the datum GCJ-02, which shifts WGS 84 by some hundred
// metres. The shift has no official publication; the series below is the one
// that map software agrees on, good to about a metre within China.

const (
	axis         = 6378245.0              // Krasovsky 1940, semi-major axis in metres
	eccentricity = 0.00669342162296594323 // first eccentricity, squared
)

// shift returns GCJ-02 minus WGS 84 at a place, in degrees; zero outside
// China, where the two are the same.
func shift(lat, lon float64) (dLat, dLon float64) {
	if lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271 {
		return 0, 0
	}
	x, y := lon-105, lat-35
	waves := func(v float64, a, b, c float64, d, e, f float64) float64 {
		return (20*math.Sin(v*math.Pi)+40*math.Sin(v/3*math.Pi))*a + (b*math.Sin(v/d*math.Pi)+c*math.Sin(v/e*math.Pi))*f
	}
	common := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	root := math.Sqrt(math.Abs(x))
	dLat = -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + common + waves(y, 2.0/3, 160, 320, 12, 30, 2.0/3)
	dLon = 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + common + waves(x, 2.0/3, 150, 300, 12, 30, 2.0/3)
	rad := lat / 180 * math.Pi
	m := 1 - eccentricity*math.Sin(rad)*math.Sin(rad)
	dLat = dLat * 180 / (axis * (1 - eccentricity) / (m * math.Sqrt(m)) * math.Pi)
	dLon = dLon * 180 / (axis / math.Sqrt(m) * math.Cos(rad) * math.Pi)
	return dLat, dLon
}

// wgs84 returns a location's place on the WGS 84 ellipsoid.
func wgs84(l *campaign.Location) feed.Point {
	if l == nil {
		return feed.Point{}
	}
	if l.Datum == "wgs84" {
		return feed.Point{Lat: round(l.Lat), Lon: round(l.Lon)}
	}
	lat, lon := l.Lat, l.Lon
	for range 4 { // the shift changes slowly, so this settles below a centimetre
		dLat, dLon := shift(lat, lon)
		lat, lon = l.Lat-dLat, l.Lon-dLon
	}
	return feed.Point{Lat: round(lat), Lon: round(lon)}
}

// gcj02 returns a location in the datum of Chinese maps.
func gcj02(l *campaign.Location) feed.Point {
	if l.Datum == "gcj02" {
		return feed.Point{Lat: l.Lat, Lon: l.Lon}
	}
	dLat, dLon := shift(l.Lat, l.Lon)
	return feed.Point{Lat: round(l.Lat + dLat), Lon: round(l.Lon + dLon)}
}

// round keeps six decimals, a tenth of a metre, so that the last bits of a
// machine's arithmetic do not show.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// venueMaps returns the maps of a venue.
func (g *tongue) venueMaps(v *campaign.Venue) []view.Map {
	return g.finders.of(v, func(*campaign.Venue) []view.Map { return g.maps(v.Location, g.plain(v.Name), g.plain(v.Address)) })
}

// maps returns links that open the place in the map apps used in China, by
// their documented web addresses.
func (g *tongue) maps(l *campaign.Location, name, address string) []view.Map {
	if l == nil {
		return nil
	}
	p, q := gcj02(l), url.QueryEscape
	w := wgs84(l)
	return []view.Map{
		{Name: g.say("map.amap"), URL: fmt.Sprintf("https://uri.amap.com/marker?position=%v,%v&name=%s&callnative=1", p.Lon, p.Lat, q(name))},
		{Name: g.say("map.baidu"), URL: fmt.Sprintf("https://api.map.baidu.com/marker?location=%v,%v&title=%s&content=%s&coord_type=gcj02&output=html", p.Lat, p.Lon, q(name), q(address))},
		{Name: g.say("map.tencent"), URL: fmt.Sprintf("https://apis.map.qq.com/uri/v1/marker?marker=coord:%v,%v;title:%s;addr:%s", p.Lat, p.Lon, q(name), q(address))},
		{Name: g.say("map.geo"), URL: fmt.Sprintf("https://www.openstreetmap.org/?mlat=%v&mlon=%v#map=17/%v/%v", w.Lat, w.Lon, w.Lat, w.Lon)},
	}
}
