package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// An entry is something that the config lists by id.
type entry struct {
	id    string
	name  text
	extra string // further lines of TOML
}

var organizers = []entry{
	{"xjast", text{"新疆维吾尔自治区科协", "Xinjiang Association for Science and Technology"}, "role = \"host\"\n"},
	{"xj-education", text{"自治区教育厅", "Xinjiang Department of Education"}, "role = \"host\"\n"},
	{"xj-resources", text{"自治区自然资源厅", "Xinjiang Department of Natural Resources"}, "role = \"host\"\n"},
	{"xj-ecology", text{"自治区生态环境厅", "Xinjiang Department of Ecology and Environment"}, "role = \"host\"\n"},
	{"xj-water", text{"自治区水利厅", "Xinjiang Department of Water Resources"}, "role = \"host\"\n"},
	{"xj-agriculture", text{"自治区农业农村厅", "Xinjiang Department of Agriculture and Rural Affairs"}, "role = \"host\"\n"},
	{"xj-health", text{"自治区卫生健康委", "Xinjiang Health Commission"}, "role = \"host\"\n"},
	{"xj-emergency", text{"自治区应急管理厅", "Xinjiang Department of Emergency Management"}, "role = \"host\"\n"},
	{"cas-xinjiang", text{"中国科学院新疆分院", "Chinese Academy of Sciences, Xinjiang Branch"}, "role = \"co-host\"\n"},
	{"nuclear-industry", text{"核工业有关单位", "Nuclear industry organisations"}, "role = \"support\"\n"},
	{"enterprises", text{"各有关企业", "Participating enterprises"}, "role = \"support\"\n"},
	{"learned-societies", text{"自治区级学会", "Learned societies of the region"}, "role = \"support\"\n"},
	{"science-bases", text{"科技馆和科普教育基地", "Science museums and science education bases"}, "role = \"support\"\n"},
}

var strands = []entry{
	{"centenary", text{"建党百年与科技创新", "A hundred years of innovation"}, ""},
	{"spirit", text{"弘扬科学家精神", "The scientific spirit"}, ""},
	{"green", text{"绿色发展与“双碳”", "Green development and carbon neutrality"}, ""},
	{"revitalisation", text{"全面小康与乡村振兴", "Rural revitalisation"}, ""},
	{"volunteering", text{"科技志愿服务", "Science volunteering"}, ""},
	{"literacy", text{"全民科学素质行动", "Science literacy"}, ""},
}

var series = []entry{
	{"main-venue", text{"自治区主场活动", "The main venue"}, "page = \"main-venue\"\n"},
	{"joint", text{"联合行动", "Joint actions"}, "page = \"actions\"\n"},
	{"online", text{"云上科普日", "The day online"}, "page = \"online\"\n"},
	{"local", text{"一地一特色", "One place, one speciality"}, "page = \"list\"\n"},
}

var actions = []entry{
	action("carbon", "碳达峰碳中和科普联合行动", "Carbon peak and carbon neutrality", "xj-ecology"),
	action("youth", "青少年科技教育联合行动", "Science education for the young", "xj-education"),
	action("resources", "科技资源科普化联合行动", "Research opened to the public", "cas-xinjiang"),
	action("nuclear", "核科普联合行动", "Nuclear science", "nuclear-industry"),
	action("water", "水利科普联合行动", "Water", "xj-water"),
	action("rural", "乡村振兴科普联合行动", "Science for the countryside", "xj-agriculture"),
	action("health", "卫生健康科普联合行动", "Health", "xj-health"),
	action("emergency", "应急科普联合行动", "Emergency preparedness", "xj-emergency"),
	action("enterprise", "企业科普联合行动", "Science in industry", "enterprises"),
	action("society", "学会科普联合行动", "Learned societies", "learned-societies"),
	action("venue", "科普阵地联合行动", "Museums and bases", "science-bases"),
}

func action(id, zh, en, lead string) entry {
	return entry{id, text{zh, en}, fmt.Sprintf("series = \"joint\"\nleads = [%q]\n", lead)}
}

const campaignFacts = `# A synthetic campaign, made by bench/generate.

baseURL = "https://kepu.example/bench/"
defaultLanguage = "zh"
theme = "festival"
timeZone = "Asia/Shanghai"

[languages.zh]
name = "简体中文"
locale = "zh-Hans-CN"

[languages.en]
name = "English"
locale = "en-GB"

[campaign]
name = { zh = "全国科普日新疆系列科普活动", en = "National Science Popularization Day in Xinjiang" }
slogan = { zh = "百年再出发，迈向高水平科技自立自强", en = "A new start after a hundred years" }
label = { zh = "2021年全国科普日活动", en = "A 2021 National Science Popularization Day event" }
start = 2021-09-11
end = 2021-09-17
yearRound = true
logos = ["logo.svg"]
unit = "day"

[legal]
sponsor = { zh = "新疆维吾尔自治区科协", en = "Xinjiang Association for Science and Technology" }
meta = true

[[milestones]]
id = "register"
name = { zh = "登记填报", en = "Registration of activities" }
start = 2021-08-16
end = 2021-09-24
audience = "organisers"

[[milestones]]
id = "summary"
name = { zh = "工作总结", en = "Summary reports" }
end = 2021-10-15
audience = "organisers"

[[contacts]]
name = { zh = "自治区科协科普部", en = "Science Popularization Department" }
phone = "0991-12345"
email = "kepu@kepu.example"
`

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="28" fill="#c8102e"/></svg>
`

// site writes all but the events.
func (g *generator) site(w *writer) {
	config := "config.toml"
	if w.hugo {
		config = "data/campaign.toml"
		g.hugoRegions(w)
	}
	w.file(config, []byte(g.config()))
	w.file("static/logo.svg", []byte(logo))
	r := rand.New(rand.NewPCG(g.seed, newsStream))
	w.write("content/home", titled(text{"科普日，到你身边来", "Science, just around the corner"}, g.article(r, 4)))
	notice := titled(text{"关于举办全国科普日新疆系列科普活动的通知", "Notice on the National Science Popularization Day in Xinjiang"}, g.article(r, 8))
	notice.front.zh += "issuer = " + organizers[0].name.toml() + "\nissued = 2021-08-16\nsigners = [\"xjast\", \"xj-education\", \"xj-health\"]\n"
	w.write("content/notice", notice)
	for _, page := range []entry{
		{id: "about", name: text{"关于科普日", "About the day"}}, {id: "visit", name: text{"参观须知", "Before you visit"}},
		{id: "contact", name: text{"联系我们", "Contact"}}, {id: "accessibility", name: text{"无障碍说明", "Accessibility"}},
	} {
		w.write("content/pages/"+page.id, titled(page.name, g.article(r, 4)))
	}
	g.news(w, r)
	g.topics(w, r)
}

func (g *generator) news(w *writer, r *rand.Rand) {
	for i := range 20 {
		c, s := pick(r, g.provinces[0].counties), subjects[i%len(subjects)]
		d := titled(text{c.name.zh + "：" + s.name.zh + "活动受欢迎", "Many came to " + s.name.en + " in " + c.name.en}, g.article(r, 2))
		day := opening.AddDate(0, 0, i-8)
		d.front.zh += fmt.Sprintf("date = %s\nsource = %s\n", day.Format(time.DateOnly), organizers[i%len(organizers)].name.toml())
		w.write(fmt.Sprintf("content/news/%s-%02d", s.id, i+1), d)
	}
}

// topics writes the longer texts of what the config lists.
func (g *generator) topics(w *writer, r *rand.Rand) {
	topic := func(section, id string, place text) {
		d := document{body: g.about(r, place, 2)}
		if w.hugo { // bunting has the name from config.toml
			d = titled(place, d.body)
			if section == "regions" {
				d = d.withOutputs("html", "ics", "json", "csv", "schedule")
			}
		}
		w.write("content/"+section+"/"+id, d)
	}
	for _, s := range strands {
		topic("strands", s.id, s.name)
	}
	for _, a := range actions {
		topic("actions", a.id, a.name)
	}
	for _, p := range g.provinces {
		for i := range p.regions {
			topic("regions", p.regions[i].id, p.regions[i].name)
		}
		for _, c := range p.counties {
			for _, v := range c.venues {
				topic("venues", v.id, v.name)
			}
		}
	}
}

func titled(title, body text) document {
	zh, en := heading(title, text{})
	return document{text{zh, en}, body}
}

// article returns some paragraphs on any subject.
func (g *generator) article(r *rand.Rand, paragraphs int) text {
	return g.about(r, pick(r, g.provinces[0].counties).name, paragraphs)
}

// about returns some paragraphs on any subject, for a place.
func (g *generator) about(r *rand.Rand, place text, paragraphs int) text {
	s := pick(r, subjects)
	p := newProse(r, &s, place)
	stocks := []*stock{newStock(r, openings), newStock(r, people), newStock(r, explaining), newStock(r, practical)}
	for i := range paragraphs {
		p.add(stocks[i%len(stocks)].take(3), "\n\n")
	}
	p.add(newStock(r, closings).take(1), "\n")
	return text{p.zh.String(), p.en.String()}
}

// config returns config.toml.
func (g *generator) config() string {
	var b strings.Builder
	b.WriteString(campaignFacts)
	list := func(key, id string, name text, format string, args ...any) {
		fmt.Fprintf(&b, "\n[[%s]]\nid = %q\nname = %s\n"+format, append([]any{key, id, name.toml()}, args...)...)
	}
	for _, kind := range []struct {
		key     string
		entries []entry
	}{{"organizers", organizers}, {"strands", strands}, {"series", series}, {"actions", actions}} {
		for _, e := range kind.entries {
			list(kind.key, e.id, e.name, "%s", e.extra)
		}
	}
	for _, p := range g.provinces {
		parent := ""
		if p.several {
			list("regions", p.id, p.name, "")
			parent = fmt.Sprintf("parent = %q\n", p.id)
		}
		for i := range p.regions {
			list("regions", p.regions[i].id, p.regions[i].name, "%s", parent)
		}
		for _, c := range p.counties {
			list("regions", c.id, c.name, "parent = %q\n", c.region.id)
		}
	}
	for _, p := range g.provinces {
		for _, c := range p.counties {
			for _, v := range c.venues {
				list("venues", v.id, v.name, "region = %q\naddress = %s\nlocation = [%.4f, %.4f]\ncapacity = %d\n",
					c.id, v.address.toml(), v.lat, v.lon, v.capacity)
				if v.id == mainVenue.id {
					b.WriteString("main = true\n")
				}
				for _, room := range v.rooms {
					list("venues.rooms", room.id, room.name, "capacity = %d\n", room.capacity)
				}
			}
		}
	}
	office := func(id string, r *region, name text, paths string) {
		list("offices", id, name, "region = %q\npaths = [%q]\nphone = \"%s-12345\"\nemail = \"%s@kepu.example\"\n", r.id, paths, r.code, id)
	}
	office("xjast", &xinjiang[0], organizers[0].name, "content/**")
	for _, p := range g.provinces {
		for i := range p.regions {
			r := &p.regions[i]
			office(r.id, r, text{r.name.zh + "科协", r.name.en + " Association for Science and Technology"}, "content/events/"+r.id+"/**")
		}
	}
	return b.String()
}
