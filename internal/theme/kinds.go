package theme

import (
	"maps"
	"reflect"
	"slices"

	"bunting/internal/view"
)

// kinds are the layouts that every theme has, with the view that each shows.
var kinds = map[string]reflect.Type{
	"home":       reflect.TypeFor[view.Home](),
	"events":     reflect.TypeFor[view.Events](),
	"event":      reflect.TypeFor[view.Event](),
	"schedule":   reflect.TypeFor[view.Schedule](),
	"day":        reflect.TypeFor[view.Day](),
	"main-venue": reflect.TypeFor[view.Programme](),
	"venue":      reflect.TypeFor[view.Programme](),
	"venues":     reflect.TypeFor[view.Venues](),
	"actions":    reflect.TypeFor[view.Actions](),
	"action":     reflect.TypeFor[view.Subject](),
	"strand":     reflect.TypeFor[view.Subject](),
	"region":     reflect.TypeFor[view.Subject](),
	"regions":    reflect.TypeFor[view.Regions](),
	"online":     reflect.TypeFor[view.Online](),
	"changes":    reflect.TypeFor[view.Changes](),
	"gallery":    reflect.TypeFor[view.Gallery](),
	"print":      reflect.TypeFor[view.Print](),
	"news-list":  reflect.TypeFor[view.NewsList](),
	"news":       reflect.TypeFor[view.Article](),
	"page":       reflect.TypeFor[view.Article](),
	"notice":     reflect.TypeFor[view.Notice](),
	"embed":      reflect.TypeFor[view.Embed](),
	"not-found":  reflect.TypeFor[view.NotFound](),
	"redirect":   reflect.TypeFor[view.Redirect](),
}

// Layouts returns the names of all layouts, sorted.
func Layouts() []string { return slices.Sorted(maps.Keys(kinds)) }
