package build

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// edits returns how many random edits a test makes: n, or what the environment
// asks for.
func edits(n int) int {
	if asked, err := strconv.Atoi(os.Getenv("BUNTING_EDITS")); err == nil {
		return asked
	}
	return n
}

// seed returns what a test's random edits follow from, and tells it: its own, or
// what the environment asks for.
func seed(t testing.TB, own uint64) uint64 {
	t.Helper()
	if asked, err := strconv.ParseUint(os.Getenv("BUNTING_SEED"), 10, 64); err == nil {
		own = asked
	}
	t.Logf("BUNTING_SEED=%d", own)
	return own
}

// An editor changes a site's files as people do, at random.
type editor struct {
	*rand.Rand
	files map[string]string
	made  int      // how many files it has named
	last  []string // what it did since it was asked
}

const editedConfig = `baseURL = "https://kepu.example/2021/"
defaultLanguage = "zh"
timeZone = "Asia/Shanghai"
theme = "THEME"
[languages.zh]
name = "简体中文"
locale = "zh-Hans-CN"
[languages.en]
name = "English"
locale = "en-GB"
[campaign]
name = { zh = "科普日", en = "Science Day" }
slogan = { zh = "走近科学", en = "Come close" }
label = { zh = "科普日活动", en = "A Science Day event" }
edition = 18
start = 2021-09-11
end = 2021-09-17
[legal]
meta = true
sponsor = { zh = "主办单位", en = "The sponsor" }
[[organizers]]
id = "xjast"
name = { zh = "自治区科协", en = "The Association" }
role = "host"
[[strands]]
id = "green"
name = { zh = "绿色", en = "Green" }
[[strands]]
id = "sky"
name = { zh = "天空", en = "Sky" }
[[series]]
id = "joint"
name = { zh = "联合行动", en = "Joint actions" }
page = "actions"
[[actions]]
id = "carbon"
name = { zh = "碳行动", en = "Carbon" }
series = "joint"
leads = ["xjast"]
[[actions]]
id = "stars"
name = { zh = "星行动", en = "Stars" }
series = "joint"
leads = ["xjast"]
[[regions]]
id = "ili"
name = { zh = "伊犁州", en = "Ili" }
[[regions]]
id = "yining"
name = { zh = "伊宁市", en = "Yining" }
parent = "ili"
[[regions]]
id = "hami"
name = { zh = "哈密市", en = "Hami" }
[[venues]]
id = "hall"
name = { zh = "科技馆", en = "Science Hall" }
region = "ili"
location = [43.91, 81.32]
main = true
[[venues.rooms]]
id = "dome"
name = { zh = "球幕厅", en = "Dome" }
[[venues.rooms]]
id = "lab"
name = { zh = "实验室", en = "Laboratory" }
[[venues]]
id = "park"
name = { zh = "公园", en = "Park" }
region = "hami"
[[offices]]
id = "ili"
name = { zh = "伊犁州科协", en = "Ili Association" }
region = "ili"
[images]
quality = 80
originals = false
# service = "oss"
[params]
colour = "red"
`

func newEditor(seed uint64, theme string) *editor {
	e := &editor{Rand: rand.New(rand.NewPCG(seed, 1)), files: map[string]string{
		"config.toml":             strings.ReplaceAll(editedConfig, "THEME", theme),
		"content/home.md":         "+++\ntitle = \"首页\"\n+++\n\n欢迎。\n",
		"content/notice.md":       "+++\ntitle = \"通知\"\nissued = 2021-08-16\n+++\n\n各单位。\n",
		"content/pages/about.md":  "+++\ntitle = \"关于\"\n+++\n\n## 我们\n\n关于本站。\n",
		"content/regions/hami.md": "+++\n+++\n\n哈密。\n",
		"static/logo.svg":         "<svg xmlns='http://www.w3.org/2000/svg'/>",
		"static/logo.jpg":         photoFile(0),
	}}
	for range 6 {
		e.addEvent()
	}
	e.last = nil
	return e
}

// edit makes one change, and says what it did.
func (e *editor) edit() string {
	edits := []func(){
		e.addEvent, e.addEvent, e.remove, e.rename, e.body, e.body, e.more, e.more, e.more, e.fact, e.fact, e.fact, e.fact, e.dropFact,
		e.translate, e.translateFact, e.config, e.news, e.page, e.file, e.photo, e.photo, e.photo, e.renamePhoto, e.show, e.show, e.figure, e.figure, e.link, e.touch,
	}
	for e.last = nil; len(e.last) == 0; {
		edits[e.IntN(len(edits))]()
	}
	return strings.Join(e.last, "; ")
}

func (e *editor) put(name, text string) {
	if e.files[name] != text {
		e.files[name] = text
		e.last = append(e.last, fmt.Sprintf("%s = %q", name, text))
	}
}

func (e *editor) drop(name string) {
	if _, ok := e.files[name]; ok {
		delete(e.files, name)
		e.last = append(e.last, name+" is gone")
	}
}

// pick returns a file whose name begins and ends so; "" when there is none.
func (e *editor) pick(begin, end string) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		if strings.HasPrefix(name, begin) && strings.HasSuffix(name, end) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[e.IntN(len(names))]
}

// event returns the file of an event, no translation.
func (e *editor) event() string {
	for range 20 {
		if name := e.pick("content/events/", ".md"); !strings.HasSuffix(name, ".en.md") {
			return name
		}
	}
	return ""
}

func (e *editor) one(list ...string) string { return list[e.IntN(len(list))] }

func (e *editor) addEvent() {
	e.made++
	region := e.one("ili", "yining", "hami")
	day, hour := 11+e.IntN(7), 8+e.IntN(10)
	file := e.one(".md", ".md", "/index.md")
	e.put(fmt.Sprintf("content/events/%s/event-%d%s", region, e.made, file), fmt.Sprintf(
		"+++\ntitle = \"活动 %d\"\nstart = 2021-09-%02dT%02d:00\nend = 2021-09-%02dT%02d:30\nvenue = %q\nactions = [%q]\nstrands = [%q]\norganizers = [\"xjast\"]\n+++\n\n第 %d 个活动。\n",
		e.made, day, hour, day, hour+1, e.one("hall", "park"), e.one("carbon", "stars"), e.one("green", "sky"), e.made))
}

func (e *editor) remove() {
	name := e.event()
	e.drop(name)
	e.drop(strings.TrimSuffix(name, ".md") + ".en.md")
}

func (e *editor) rename() {
	from := e.event()
	if from == "" {
		return
	}
	e.made++
	to := fmt.Sprintf("content/events/%s/moved-%d.md", e.one("ili", "yining", "hami"), e.made)
	e.put(to, e.files[from])
	e.drop(from)
	if from = strings.TrimSuffix(from, ".md") + ".en.md"; e.files[from] != "" {
		e.put(strings.TrimSuffix(to, ".md")+".en.md", e.files[from])
		e.drop(from)
	}
}

func (e *editor) body() {
	if name := e.pick("content/", ".md"); name != "" {
		front, _, _ := strings.Cut(e.files[name][4:], "+++\n")
		e.put(name, "+++\n"+front+"+++\n"+e.one("", fmt.Sprintf("\n新的第一段 %d。\n", e.IntN(99)),
			"\n不变的一段。\n\n## 标题\n\n"+fmt.Sprint(e.IntN(99))+"\n", "\n<marquee>x</marquee>\n", "\n9月11日（周一）见。\n"))
	}
}

// more adds to a text, behind its first paragraph, or puts something else there.
func (e *editor) more() {
	if name := e.pick("content/events/", ".md"); name != "" {
		text, _, _ := strings.Cut(e.files[name], "\n## ")
		e.put(name, text+fmt.Sprintf("\n## 节 %d\n\n第 %d 段。\n", e.IntN(2), e.IntN(99)))
	}
}

// facts are what an event may say, with values of each; some are mistakes.
var facts = map[string][]string{
	"title": {`"甲"`, `"乙"`, `""`}, "summary": {`"短"`, `"更短"`}, "draft": {"true", "false"}, "publishAt": {"2021-09-01T00:00", "2021-09-30T00:00"},
	"slug": {`"one"`, `"two"`}, "weight": {"1", "-1"}, "aliases": {`["/old/"]`, `["/older.html"]`}, "start": {"2021-09-12T09:00", "2021-09-16T15:30"},
	"end": {"2021-09-16T18:00", "2021-09-11T07:00", "2021-09-20T18:00"}, "venue": {`"hall"`, `"park"`, `"nowhere"`}, "region": {`"ili"`, `"hami"`},
	"organizers": {`["xjast"]`, `[{ zh = "社区", en = "The community" }]`}, "actions": {`["carbon"]`, `["stars", "carbon"]`, "[]"},
	"strands": {`["green"]`, `["sky"]`}, "audience": {`["families"]`, `["students", "rockets"]`}, "attendance": {`"online"`, `"mixed"`, `"offline"`},
	"status": {`"cancelled"`, `"postponed"`, `"scheduled"`, `"moved-online"`}, "statusNote": {`"因雨"`, `{ zh = "因风", en = "Wind" }`},
	"statusChanged": {"2021-09-10T08:00", "2021-09-13T08:00"}, "url": {`"https://live.example/"`}, "featured": {"true", "false"}, "free": {"true", "false"},
	"fee": {`"10 元"`}, "public": {"true", "false"}, "accessibility": {`["wheelchair"]`}, "spoken": {`["zh", "en"]`}, "replay": {`"https://replay.example/"`},
	"contact": {`{ phone = "0999-1" }`, `{ email = "a@kepu.example" }`}, "office": {`"ili"`}, "registration": {`{ booking = "required", url = "https://book.example/", full = true }`, `{ booking = "preferred", capacity = 20 }`},
	"attachments": {`[{ file = "plan.pdf", title = "方案" }]`}, "photos": {`[{ file = "photo.jpg", alt = "照片" }]`, `[{ file = "other.jpg", caption = "另一张" }, { file = "photo.jpg", alt = "照片", caption = "说明", focus = [0.2, 0.9] }]`, "[]"},
	"videos": {`[{ title = "片子", url = "https://video.example/" }]`, `[{ title = "片子", url = "https://video.example/", poster = "other.jpg" }]`,
		`[{ title = "影片", description = "说明", credit = "某人", file = "film.mp4", poster = "photo.jpg", captions = { zh = "film.vtt" } }]`, `[{ title = { zh = "影片", en = "Film" }, file = "film.mp4", poster = "other.jpg" }]`},
	"coverage": {`[{ title = "报道", url = "https://press.example/", date = 2021-09-12 }]`},
	"results":  {`{ participants = 200 }`, `{ onlineViews = 5000, summary = "很好" }`}, "sessions": {`[{ start = 2021-09-13T10:00, end = 2021-09-13T11:00, room = "dome" }, { start = 2021-09-14T10:00, end = 2021-09-14T11:00, title = "二" }]`, `[{ from = 2021-09-11, to = 2021-09-15, hours = "10:00-18:00", except = [2021-09-13] }]`},
	"location": {"[43.9, 81.3]", "[100, 0]"}, "place": {`"广场"`}, "address": {`"北路 1 号"`},
}

// set gives a key of a file's facts another value, or takes it away.
func (e *editor) set(name, key, value string) {
	var lines []string
	for line := range strings.SplitSeq(e.files[name], "\n") {
		if !strings.HasPrefix(line, key+" = ") {
			lines = append(lines, line)
		}
	}
	text := strings.Join(lines, "\n")
	if value != "" {
		text = strings.Replace(text, "+++\n", "+++\n"+key+" = "+value+"\n", 1)
	}
	e.put(name, text)
}

func (e *editor) fact() {
	if name := e.event(); name != "" {
		key := e.one(slices.Sorted(maps.Keys(facts))...)
		e.set(name, key, e.one(facts[key]...))
		switch key {
		case "sessions":
			e.set(name, "start", "")
			e.set(name, "end", "")
		case "place":
			e.set(name, "venue", "")
		}
	}
}

func (e *editor) dropFact() {
	if name := e.event(); name != "" {
		e.set(name, e.one("summary", "slug", "aliases", "status", "statusNote", "attachments", "photos", "videos", "fee", "publishAt", "draft", "region", "location"), "")
	}
}

func (e *editor) translate() {
	name := e.event()
	if name == "" {
		return
	}
	name = strings.TrimSuffix(name, ".md") + ".en.md"
	if e.files[name] != "" && e.IntN(3) == 0 {
		e.drop(name)
		return
	}
	e.put(name, fmt.Sprintf("+++\ntitle = \"Event %d\"\n+++\n\nText %d.\n", e.IntN(9), e.IntN(99)))
}

func (e *editor) translateFact() {
	if name := e.pick("content/events/", ".en.md"); name != "" {
		e.set(name, e.one("title", "summary"), e.one(`"One"`, `"Two"`))
	}
}

// config changes a value of the config, in place.
func (e *editor) config() {
	pairs := [][2]string{
		{`en = "Ili"`, `en = "Ili Prefecture"`}, {`en = "Science Hall"`, `en = "Hall of Science"`}, {`edition = 18`, `edition = 19`},
		{`main = true`, `main = false`}, {`meta = true`, `meta = false`}, {`en = "Carbon"`, `en = "Coal"`}, {`colour = "red"`, `colour = "blue"`},
		{`parent = "ili"`, `parent = "hami"`}, {`start = 2021-09-11`, `start = 2021-09-10`}, {`en = "Dome"`, `en = "The dome"`}, {`en = "Green"`, `en = "Greener"`},
		{`en-GB`, `en-US`}, {"edition = 18\n", "edition = 18\nlogos = [\"logo.svg\", \"logo.jpg\"]\n"}, {`en = "The Association"`, `en = "Association"`}, {`kepu.example/2021/`, `kepu.example/`}, {`43.91`, `43.92`},
		{`originals = false`, `originals = true`}, {`# service = "oss"`, `service = "oss"`}, {`# service = "oss"`, "service = \"imgproxy\"\nendpoint = \"https://img.example\""}, {`quality = 80`, `quality = 70`},
	}
	p := pairs[e.IntN(len(pairs))]
	if strings.Contains(e.files["config.toml"], p[1]) {
		p[0], p[1] = p[1], p[0]
	}
	e.put("config.toml", strings.Replace(e.files["config.toml"], p[0], p[1], 1))
}

func (e *editor) news() {
	if name := e.pick("content/news/", ".md"); name != "" && e.IntN(3) == 0 {
		e.drop(name)
		return
	}
	e.put(fmt.Sprintf("content/news/n%d%s.md", e.IntN(4), e.one("", "", "/index")), fmt.Sprintf("+++\ntitle = \"动态 %d\"\ndate = 2021-09-%02d\n+++\n\n消息。\n", e.IntN(9), 1+e.IntN(20)))
}

func (e *editor) page() {
	name := fmt.Sprintf("content/%s/%s.md", e.one("pages", "pages", "venues", "actions", "strands", "regions"), e.one("hall", "carbon", "green", "ili", "about"))
	section, id := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".md")
	if belongs := map[string]string{"venues": "hall", "actions": "carbon", "strands": "green", "regions": "ili"}[section]; belongs != "" && belongs != id {
		return
	}
	if e.files[name] != "" && e.IntN(4) == 0 {
		e.drop(name)
		return
	}
	e.put(name, fmt.Sprintf("+++\ntitle = \"页 %d\"\n+++\n\n## 节 %d\n\n文 %d。\n", e.IntN(5), e.IntN(3), e.IntN(9)))
}

// file adds, changes or removes what is no text: static files and what stands
// beside events.
func (e *editor) file() {
	dir := e.one("static", "content/events/ili", "content/events/yining", "content/events/hami")
	name := path.Join(dir, e.one("plan.pdf", "table.csv", "film.mp4", "film.vtt"))
	if e.files[name] != "" && e.IntN(3) == 0 {
		e.drop(name)
		return
	}
	text := strings.Repeat(fmt.Sprint("data ", e.IntN(9), "\n"), 1+e.IntN(3))
	switch {
	case e.IntN(12) == 0: // a mistake, of a film
	case path.Ext(name) == ".mp4":
		text = filmFile(text)
	case path.Ext(name) == ".vtt":
		text = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + text
	}
	e.put(name, text)
}

// photo adds, changes or removes a photo: beside events, or in the folder of one.
func (e *editor) photo() {
	if e.IntN(6) == 0 {
		e.put("static/logo.jpg", photoFile(e.IntN(6)))
		return
	}
	dir := e.one("content/events/ili", "content/events/yining", "content/events/hami", "content/news", "content/pages", "content/venues")
	if own := e.pick("content/", "/index.md"); own != "" && e.IntN(2) == 0 {
		dir = path.Dir(own)
	}
	name := path.Join(dir, e.one("photo.jpg", "other.jpg"))
	switch {
	case e.files[name] != "" && e.IntN(3) == 0:
		e.drop(name)
	case e.IntN(12) == 0:
		e.put(name, e.one("no photo", ""))
	default:
		e.put(name, photoFile(e.IntN(6)))
	}
}

// renamePhoto gives a photo another name.
func (e *editor) renamePhoto() {
	if from := e.pick("content/", ".jpg"); from != "" {
		e.made++
		e.put(path.Join(path.Dir(from), fmt.Sprintf("photo-%d.jpg", e.made)), e.files[from])
		e.drop(from)
	}
}

// link ends a text with a link to another document, right or wrong.
func (e *editor) link() {
	from, to := e.event(), e.event()
	if from == "" || to == "" {
		return
	}
	target := e.one("../"+strings.TrimPrefix(to, "content/events/"), "/schedule/", "/actions/carbon/", "plan.pdf", "table.csv", "../../pages/about.md", "../../pages/about.md#节-1",
		"../"+strings.TrimPrefix(to, "content/events/")+"#节-1")
	e.put(from, e.files[from]+"\n[见此]("+target+")\n")
}

// figure puts a picture, or a link to one, into a text, right or wrong.
func (e *editor) figure() {
	if name := e.pick("content/", ".md"); name != "" {
		shown := e.one("photo.jpg", "photo.jpg", "./other.jpg", "missing.jpg")
		e.put(name, e.files[name]+e.one("\n![图]("+shown+" \"说明\")\n", "\n看 ![图]("+shown+")。\n", "\n![]("+shown+")\n", "\n[大图]("+shown+")\n"))
	}
}

// show lists the photos of a document that is no event.
func (e *editor) show() {
	name := e.pick("content/"+e.one("news", "pages", "venues")+"/", ".md")
	if name == "" {
		return
	}
	key := "photos"
	if strings.HasSuffix(name, ".en.md") {
		key = "title"
	}
	e.set(name, key, e.one(append(facts[key], "")...))
}

// touch changes nothing but what a file is made of without being shown.
func (e *editor) touch() {
	if name := e.event(); name != "" {
		e.put(name, strings.Replace(e.files[name], "+++\n", "+++\n# 注释 "+fmt.Sprint(e.IntN(99))+"\n", 1))
	}
}
