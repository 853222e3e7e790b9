package content

import (
	"time"

	"bunting/internal/campaign"
)

// What front matter may hold, as it is written: one struct for each kind of
// file. Embedded structs are shared.

type rawShared struct {
	Title        string    `toml:"title"`
	Summary      string    `toml:"summary"`
	Draft        bool      `toml:"draft"`
	PublishAt    time.Time `toml:"publishAt"`
	Slug         string    `toml:"slug"`
	Aliases      []string  `toml:"aliases"`
	Weight       int       `toml:"weight"`
	PersonalData string    `toml:"personalData"`
}

// rawTopic is the longer text of a venue, action, strand or region, and the
// home page's: names and facts come from the config.
type rawTopic struct {
	Title        string `toml:"title"`
	Summary      string `toml:"summary"`
	PersonalData string `toml:"personalData"`
}

type rawNews struct {
	rawShared
	Date   any           `toml:"date"` // a date, or a date with a time
	Source campaign.Text `toml:"source"`
	URL    string        `toml:"url"`
	Photos []rawPhoto    `toml:"photos"`
}

type rawPage struct {
	rawShared
	Photos []rawPhoto `toml:"photos"`
}

type rawVenue struct {
	rawTopic
	Photos []rawPhoto `toml:"photos"`
}

type rawNotice struct {
	rawShared
	Number      string          `toml:"number"`
	Index       string          `toml:"index"`
	Issuer      campaign.Text   `toml:"issuer"`
	Department  campaign.Text   `toml:"department"`
	Signed      campaign.Date   `toml:"signed"`
	Issued      campaign.Date   `toml:"issued"`
	Validity    campaign.Text   `toml:"validity"`
	Addressees  []campaign.Text `toml:"addressees"`
	Signers     []campaign.Text `toml:"signers"`
	Source      campaign.Text   `toml:"source"`
	Attachments []rawAttachment `toml:"attachments"`
}

type rawEvent struct {
	rawShared
	Start    time.Time    `toml:"start"`
	End      time.Time    `toml:"end"`
	Sessions []rawSession `toml:"sessions"`

	Venue    string        `toml:"venue"`
	Place    campaign.Text `toml:"place"`
	Address  campaign.Text `toml:"address"`
	Location []float64     `toml:"location"`
	Region   string        `toml:"region"`

	Organizers    []campaign.Text     `toml:"organizers"`
	Actions       []string            `toml:"actions"`
	Strands       []string            `toml:"strands"`
	Audience      []string            `toml:"audience"`
	Attendance    string              `toml:"attendance"`
	Status        string              `toml:"status"`
	StatusNote    campaign.Text       `toml:"statusNote"`
	StatusChanged time.Time           `toml:"statusChanged"`
	URL           string              `toml:"url"`
	Featured      bool                `toml:"featured"`
	Registration  rawRegistration     `toml:"registration"`
	Free          *bool               `toml:"free"`
	Fee           campaign.Text       `toml:"fee"`
	Public        *bool               `toml:"public"`
	Accessibility []string            `toml:"accessibility"`
	Spoken        []campaign.Lang     `toml:"spoken"`
	Replay        string              `toml:"replay"`
	Contact       campaign.Reach      `toml:"contact"`
	Photos        []rawPhoto          `toml:"photos"`
	Videos        []rawVideo          `toml:"videos"`
	Coverage      []campaign.Coverage `toml:"coverage"`
	Attachments   []rawAttachment     `toml:"attachments"`
	Results       *campaign.Results   `toml:"results"`
	Office        string              `toml:"office"`
}

type rawSession struct {
	Start    time.Time          `toml:"start"`
	End      time.Time          `toml:"end"`
	From     campaign.Date      `toml:"from"`
	To       campaign.Date      `toml:"to"`
	Hours    string             `toml:"hours"`
	Weekdays []string           `toml:"weekdays"`
	Except   []campaign.Date    `toml:"except"`
	Title    campaign.Text      `toml:"title"`
	Room     string             `toml:"room"`
	Speakers []campaign.Speaker `toml:"speakers"`
	URL      string             `toml:"url"`
}

type rawRegistration struct {
	Booking  string    `toml:"booking"`
	URL      string    `toml:"url"`
	Phone    string    `toml:"phone"`
	Opens    time.Time `toml:"opens"`
	Closes   time.Time `toml:"closes"`
	Capacity int       `toml:"capacity"`
	Full     bool      `toml:"full"`
}

type rawPhoto struct {
	File    string        `toml:"file"`
	Caption campaign.Text `toml:"caption"`
	Alt     campaign.Text `toml:"alt"`
	Credit  campaign.Text `toml:"credit"`
	Focus   []float64     `toml:"focus"` // from the left and the top, 0 to 1
}

type rawVideo struct {
	Title       campaign.Text `toml:"title"`
	Description campaign.Text `toml:"description"`
	Credit      campaign.Text `toml:"credit"`
	URL         string        `toml:"url"`
	File        string        `toml:"file"`
	Poster      string        `toml:"poster"`
	Captions    campaign.Text `toml:"captions"` // a file for each language
}

type rawAttachment struct {
	File  string        `toml:"file"`
	Title campaign.Text `toml:"title"`
}

// rawTranslation is all that a translation may set.
type rawTranslation struct {
	Title    string `toml:"title"`
	Summary  string `toml:"summary"`
	Sessions []struct {
		Title string `toml:"title"`
	} `toml:"sessions"`
	Photos []struct {
		File    string `toml:"file"`
		Caption string `toml:"caption"`
		Alt     string `toml:"alt"`
	} `toml:"photos"`
	Attachments []struct {
		File  string `toml:"file"`
		Title string `toml:"title"`
	} `toml:"attachments"`
	Coverage []struct {
		Title string `toml:"title"`
	} `toml:"coverage"`
	Videos []struct {
		Title       string `toml:"title"`
		Description string `toml:"description"`
	} `toml:"videos"`
}
