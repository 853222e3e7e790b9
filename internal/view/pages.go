package view

// One struct for each layout: the struct Event is shown by
// layouts/event.html.

// Home is the campaign's front page.
type Home struct {
	Chrome      Chrome
	Title       Text // of the text
	Text        Prose
	Featured    []Card
	Days        []Tile // of the campaign's window
	MainVenue   Venue  // Path empty when there is none
	MainCards   []Card // highlights of the main venue's programme
	Series      []Tile
	Strands     []Tile
	Actions     []Tile
	Regions     []Tile
	News        []NewsCard
	Milestones  []Milestone // for the public
	Hosts       []HostGroup
	Total       string  // "86 events" in words
	AllEvents   string  // path
	Schedule    string  // path
	Gallery     []Photo // the newest, at most 6, of different events
	GalleryPath string  // empty when there are no photos
}

// HostGroup is the organisers of one role.
type HostGroup struct {
	Role  string
	Names []Link
}

// Milestone is a date of the campaign's calendar.
type Milestone struct {
	Name Text
	When Span
	URL  string
}

// Venue is a place as pages show it.
type Venue struct {
	Path      string
	Name      Text
	Summary   Text
	Address   Text
	Region    Link
	Capacity  string
	URL       string
	Maps      []Map
	Rooms     []Fact  // one line each: name and capacity
	Counted   string  // 12 events; empty when there are none
	Programme Span    // first to last day of its events
	Thumb     Picture // cropped to 3:2
}

// Events is all events, one page of them; also a plain list under a heading.
type Events struct {
	Chrome Chrome
	Intro  string
	Cards  []Card
	Pager  Pager
	Days   []Tile
}

// Event is an event's own page.
type Event struct {
	Chrome      Chrome
	Label       string // of the campaign
	Title       Text
	Summary     Text
	Badges      []Badge
	Note        Text // of the status
	Changed     Date // when the status changed
	Off         bool
	When        Span
	Sessions    []Session
	Facts       []Fact
	Maps        []Map
	Text        Prose
	Online      string // where it takes place on the web
	Replay      string
	Register    string // where to register
	Phone       string
	PhoneLink   string
	Videos      []Video
	Coverage    []Report
	Photos      []Photo // the first stands above all
	Attachments []Attachment
	Results     Results
	Calendar    string // path of the .ics file
	Actions     []Link
	Strands     []Link
	Office      Contact
	Related     []Card // of the same region, at most 2
	Region      Link   // where all events of the region are
}

// Session is one time of an event.
type Session struct {
	When     Span
	Title    Text
	Detail   string // open hours in words: daily, except …
	Room     Text
	Speakers []Speaker
	URL      string
	Next     []Span // each day of open hours, at most 8
}

// Speaker is named by what they are.
type Speaker struct{ Name, Affiliation Text }

// Report is a press report.
type Report struct {
	Title  Text
	URL    string
	Source Text
	Date   Date
}

// Results are what came of an event.
type Results struct {
	Figures []Figure
	Summary Text
}

// Figure is a number with what it counts.
type Figure struct{ Number, Label string }

// Schedule is the overview of all days.
type Schedule struct {
	Chrome Chrome
	Days   []Tile
	Others []Tile // outside the campaign's window
	Apart  Link   // to what is open over several days; Path empty when it stands on each of them
}

// Day is one day as a timetable.
type Day struct {
	Chrome         Chrome
	Date           Date
	Apart          Link   // as on the overview; Path empty, too, when none of it is open on the day
	Open           []Item // open all day or for hours on end
	Slots          []Slot
	Pager          Pager
	Previous, Next Link
	Days           []Link
}

// Programme is a venue with its programme by room: layouts main-venue and
// venue.
type Programme struct {
	Chrome Chrome
	Venue  Venue
	Text   Prose
	Photos []Photo // of the venue; the first stands above all
	Days   []RoomDay
	Open   []Item // what is on in the venue over days
	Pager  Pager
	Cards  []Card // events without a room
	Feeds  []Link
}

// RoomDay is one day of a venue as a table: a column for each room, a row for
// each time at which something begins or ends.
type RoomDay struct {
	Date  Date
	Path  string // of the day's page
	Rooms []Text
	Rows  []RoomRow
}

// RoomRow is one row: its time, and the cells that begin in it.
type RoomRow struct {
	Time  Date
	Cells []Cell
}

// Cell is what a room holds from its row's time on.
type Cell struct {
	Room  Text // the column's, for narrow screens
	Rows  int  // how many rows the cell spans
	Items []Item
}

// Venues is all venues.
type Venues struct {
	Chrome Chrome
	Venues []Venue
	Pager  Pager
}

// Actions is the index of joint actions.
type Actions struct {
	Chrome  Chrome
	Intro   string
	Actions []ActionRow
	Table   CountTable
}

// ActionRow is a joint action in the index.
type ActionRow struct {
	Tile  Tile
	Leads []string
	Dates Span // empty when it runs with the campaign
}

// CountTable counts events by region and action.
type CountTable struct {
	Columns []Link
	Rows    []CountRow
	Totals  []string
	Total   string
}

// CountRow is one region of a CountTable.
type CountRow struct {
	Name  Link
	Cells []string // empty where there is no event
	Total string
}

// Subject is an action, a strand or a region with its events: layouts
// action, strand and region.
type Subject struct {
	Chrome   Chrome
	Name     Text
	Summary  Text
	Motto    Text
	Text     Prose
	Leads    []Link
	Dates    Span
	Offices  []Contact
	Parts    []Tile // regions below a region
	Whole    string // how many events there are, where the parts list most of them; else empty
	Venues   []Link
	Cards    []Card
	Pager    Pager
	Calendar string // path, may be empty
	Print    string // path of the programme on paper, may be empty
}

// Regions is the tree of regions.
type Regions struct {
	Chrome  Chrome
	Regions []RegionRow
}

// RegionRow is a region in the tree, in reading order; Level 0 is the top.
type RegionRow struct {
	Tile  Tile
	Motto Text
	Level int
}

// Online is the events that take place on the web.
type Online struct {
	Chrome  Chrome
	Summary string
	Cards   []Card
	Pager   Pager
	Replays []Card
}

// Changes is what does not take place as first announced.
type Changes struct {
	Chrome  Chrome
	Changes []Change
	Pager   Pager
	Feed    string
}

// Change is one such event.
type Change struct {
	Card    Card
	Changed Date // Machine empty when unknown
}

// Gallery is photos of many events: all, those of a day or of a region.
type Gallery struct {
	Chrome  Chrome
	Title   Text
	Intro   string
	Photos  []Photo
	Pager   Pager
	Days    []Tile // the parts of the whole, on its first page
	Regions []Tile
	All     string // path of the whole; empty there

	// Videos are those of a page of videos, or the newest on the first page of all
	// photos; VideosCounted says how many there are, VideosPath leads to the rest.
	Videos                    []Video
	VideosCounted, VideosPath string
}

// Print is a region's whole programme on paper.
type Print struct {
	Chrome  Chrome
	Name    string
	Days    []PrintDay
	Open    []Item
	Total   string
	URL     string
	Offices []Contact // of the region; else the campaign's contacts
}

// PrintDay is one day of it.
type PrintDay struct {
	Date  Date
	Items []Item
}

// NewsList is the campaign's news.
type NewsList struct {
	Chrome Chrome
	News   []NewsCard
	Pager  Pager
}

// NewsCard is an item in a list.
type NewsCard struct {
	Path    string
	Title   Text
	Summary Text
	Date    Date
	Source  Text
	Thumb   Picture // cropped to 3:2
}

// Article is a news item or a plain page: layouts news and page.
type Article struct {
	Chrome  Chrome
	Title   Text
	Summary Text
	Date    Date
	Source  Text
	URL     string // where it first appeared
	Text    Prose
	Photos  []Photo // the first stands above all
}

// Notice is the official notice.
type Notice struct {
	Chrome      Chrome
	Title       Text
	Facts       []Fact // document data
	Addressees  Text
	Text        Prose
	Signers     []Text
	Issued      Date
	Attachments []Attachment
	Parent      Link
	Milestones  []Milestone // for organisers
}

// Embed is a listing for other sites' frames.
type Embed struct {
	Chrome Chrome
	Cards  []Card
	Pager  Pager
	All    string
}

// NotFound is the page for an address that does not exist.
type NotFound struct {
	Chrome Chrome
	Links  []Link
}

// Redirect leads from an alias to a page.
type Redirect struct {
	Lang, Title, Path, URL string
}
