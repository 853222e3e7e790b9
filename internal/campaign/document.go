package campaign

import (
	"path"
	"strconv"
	"strings"
	"time"

	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/tomlfile"
)

// A Document is what all files of content/ share: an address, texts by
// language, files beside it.
type Document struct {
	Path        string   // below its section and without suffix: "ili/carbon-fair"
	Slug        string   // the last part of its address
	Aliases     []string // further addresses, from the root; "" for one that was reported
	Weight      int
	Prose       []Prose // the default language first; only those that are written
	Attachments []Attachment
	Photos      []Photo  // in order; the first stands for the document
	Pictures    []Photo  // those in its texts, by file
	Files       []string // names of the files in its folder that texts may link to; shared, sorted
	Updated     time.Time
	FrontStart  int        // where the facts begin in the first prose's file, in bytes
	FrontEnd    int        // where they end
	Facts       digest.Sum // of all that is shown of it outside of its own page
}

// File returns the file that holds the document's facts, or "" for one that
// has no file.
func (d *Document) File() string {
	if len(d.Prose) == 0 {
		return ""
	}
	return d.Prose[0].File
}

// At returns where the fact at path stands in the document's file; the file
// as a whole when it cannot be read again.
func (c *Campaign) At(d *Document, path ...string) diag.Span {
	if len(d.Prose) == 0 {
		return diag.Span{}
	}
	src, err := c.Open(d.File())
	if err != nil {
		return diag.Span{File: d.File()}
	}
	return tomlfile.Place(src, d.FrontStart, d.FrontEnd, path...)
}

// In returns the document's text in lang, or else in the default language;
// nil when it has none.
func (d *Document) In(lang Lang) *Prose {
	for i := range d.Prose {
		if d.Prose[i].Lang == lang {
			return &d.Prose[i]
		}
	}
	if len(d.Prose) > 0 {
		return &d.Prose[0]
	}
	return nil
}

// Prose is a document's text in one language. The text itself stays in its
// file: a campaign holds what must be compared, not what is written.
type Prose struct {
	Lang    Lang
	Title   string
	Summary string // plain text, that the author wrote; may be empty
	Outline
	File string
	Body int        // where the Markdown begins in the file, in bytes
	Text digest.Sum // of the Markdown
}

// An Outline is what is known of a text without rendering it.
type Outline struct {
	Lead  string   // the first paragraph as plain text, shortened
	Links []string // destinations within the site, as they are written
	// Pictures are those among the links that are pictures, to be shown in the
	// text or linked to.
	Pictures []Reference
}

// A Reference is a file that a text names.
type Reference struct {
	File           string // beside the document, if the author is right
	Offset, Length int    // place of the name in the text, in bytes
}

// An Attachment is a file that a page offers.
type Attachment struct {
	File  string // beside the document
	Name  string // in the site's folder
	Title Text
	Size  int64 // in bytes
}

// Attach adds what the document offers. Pages tell the sizes, so they are
// facts.
func (d *Document) Attach(list []Attachment) {
	d.Attachments = list
	for _, a := range list {
		d.Facts = digest.Key(string(d.Facts[:]), strconv.FormatInt(a.Size, 10))
	}
}

// ShowPhotos notes that pages show the photos' content.
func (d *Document) ShowPhotos() {
	for i := range d.Photos {
		d.show(d.Photos[i].File, d.Photos[i].Source)
	}
}

// show notes that pages show the content of a file.
func (d *Document) show(file string, source digest.Sum) {
	d.Facts = digest.Key(string(d.Facts[:]), file, string(source[:]))
}

// Picture returns the picture in the document's texts whose file is called so,
// or nil when it is not shown.
func (d *Document) Picture(file string) *Photo {
	p := find(d.Pictures, file, func(p *Photo) string { return p.File })
	if p == nil || !p.Shown() {
		return nil
	}
	return p
}

// A Page is a plain page.
type Page struct{ Document }

// News is an item of the campaign's news.
type News struct {
	Document
	Date   time.Time
	Source Text
	URL    string
}

// A Notice is the official notice with its document data (公文).
type Notice struct {
	Document
	Number     string // 文号
	Index      string // 索引号
	Issuer     Text   // 发布机构
	Department Text   // 责任部门
	Signed     Date
	Issued     Date
	Validity   Text // 有效性
	Addressees []Text
	Signers    []Body // in order
	Source     Text
}

// publishable are the kinds of files that a page may offer: documents,
// tables, pictures, sound and film, which a browser shows or saves but does
// not run.
const publishable = " pdf ofd doc docx xls xlsx ppt pptx wps et dps odt ods odp rtf txt csv tsv json geojson gpx kml ics zip 7z rar epub" +
	" jpg jpeg png gif webp mp3 m4a ogg wav mp4 webm srt vtt "

// Publishable tells whether a file of that name may be offered to fetch. What
// a browser would run on the site's own address (HTML, SVG, scripts) may not.
func Publishable(name string) bool {
	kind := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	return kind != "" && strings.Contains(publishable, " "+kind+" ")
}

// IsPicture tells whether a file's name is that of a picture. Pictures are never
// published as they are: a photo tells where it was taken.
func IsPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".svg":
		return true
	}
	return false
}
