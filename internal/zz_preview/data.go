package main

import (
	"html/template"
	"strconv"

	"bunting/internal/view"
)

func (d *sample) site() view.Site {
	return view.Site{
		Name:   d.s("2021年全国科普日新疆系列科普活动", "National Science Popularization Day 2021 in Xinjiang", "2021-يىللىق مەملىكەتلىك پەن ئومۇملاشتۇرۇش كۈنى شىنجاڭ پائالىيەتلىرى"),
		Slogan: d.s("百年再出发，迈向高水平科技自立自强", "A new start after a hundred years: towards self-reliance and strength in science and technology", "يۈز يىلدىن كېيىن يەنە سەپەرگە: يۇقىرى سەۋىيەلىك پەن-تېخنىكا ئۆزىگە تايىنىش ۋە ئۆزىنى قۇدرەت تاپقۇزۇشقا قاراپ"),
		Label:  d.s("2021年全国科普日活动", "A 2021 National Science Popularization Day event", "2021-يىللىق مەملىكەتلىك پەن ئومۇملاشتۇرۇش كۈنى پائالىيىتى"),
		Home:   "/" + d.lang + "-home.html", Logos: []string{"/logos/kepuri.svg", "/logos/kexue-zhongguo.svg"}, Dates: d.days(11, 17), Manifest: "/site.webmanifest",
		Sponsor: d.s("新疆维吾尔自治区科协", "Xinjiang Association for Science and Technology", "شىنجاڭ ئۇيغۇر ئاپتونوم رايونلۇق پەن-تېخنىكا جەمئىيىتى"), SiteCode: "6500000001", ICP: "新ICP备05001234号", ICPLink: "https://beian.miit.gov.cn/", Police: "新公网安备 65010202000001号", PoliceLink: "https://beian.mps.gov.cn/", Corrections: "https://zfwzgl.www.gov.cn/exposure/jiucuo.html",
		Contacts:    []view.Contact{d.office(), {Name: d.s("自治区科协科普部（第二线路）", "Second line", "ئىككىنچى لىنىيە"), Phone: "0991-6386027", PhoneLink: "+869916386027"}},
		FooterPages: []view.Link{{Text: d.s("关于本站", "About", "بېكەت ھەققىدە"), Path: "/about.html"}, {Text: d.s("参观须知", "Before you visit", "ئېكسكۇرسىيە ئۇقتۇرۇشى"), Path: "/visit.html"}, {Text: d.s("无障碍说明", "Accessibility", "توسالغۇسىز مۇلازىمەت"), Path: "/accessibility.html"}},
	}
}
func (d *sample) office() view.Contact {
	return view.Contact{Name: d.s("自治区科协科普部", "Science Popularization Department, Xinjiang Association for Science and Technology", "ئاپتونوم رايونلۇق پەن-تېخنىكا جەمئىيىتى پەن ئومۇملاشتۇرۇش بۆلۈمى"), Phone: "0991-6386024", PhoneLink: "+869916386024", Email: "xjkxkpb@126.com"}
}
func (d *sample) chrome(title, here string) view.Chrome {
	c := view.Chrome{Lang: map[string]string{"zh": "zh-Hans-CN", "en": "en-GB", "ug": "ug"}[d.lang], Dir: map[string]string{"zh": "ltr", "en": "ltr", "ug": "rtl"}[d.lang],
		Title: title, Description: title + "。", URL: "https://kepu.example/2021/x/", Site: d.site(), Image: "https://kepu.example/2021/og.png",
		Alternates: []view.Alternate{{Lang: "zh-Hans-CN", URL: "https://kepu.example/2021/x/"}, {Lang: "en-GB", URL: "https://kepu.example/2021/en/x/"}, {Lang: "x-default", URL: "https://kepu.example/2021/x/"}},
		Feeds:      []view.Feed{{Title: "Atom", Path: "/feed.xml", Type: "application/atom+xml"}}, Meta: []view.Meta{{Name: "SiteName", Content: "新疆科普日"}},
		JSONLD: []template.JS{`{"@context":"https://schema.org","@type":"WebPage","name":"x"}`}}
	for _, l := range [][4]string{{"zh", "zh-Hans-CN", "ltr", "简体中文"}, {"en", "en-GB", "ltr", "English"}, {"ug", "ug", "rtl", "ئۇيغۇرچە"}} {
		c.Languages = append(c.Languages, view.LanguageLink{Lang: l[1], Dir: l[2], Name: l[3], Path: "/" + l[0] + "-" + here + ".html", Current: l[0] == d.lang})
	}
	for _, n := range [][4]string{{"events", "活动", "Events", "پائالىيەتلەر"}, {"schedule", "日程", "Schedule", "كۈن تەرتىپى"}, {"main-venue", "主场", "Main venue", "ئاساسىي مەيدان"}, {"actions", "联合行动", "Joint actions", "بىرلەشمە ھەرىكەت"}, {"regions", "各地", "Regions", "رايونلار"}, {"online", "云上科普日", "Online", "توردىكى پائالىيەت"}, {"changes", "变更", "Changes", "ئۆزگىرىشلەر"}, {"news-list", "动态", "News", "خەۋەرلەر"}, {"notice", "通知", "Notice", "ئۇقتۇرۇش"}} {
		c.Nav = append(c.Nav, view.Link{Text: d.s(n[1], n[2], n[3]), Path: "/" + d.lang + "-" + n[0] + ".html", Current: n[0] == here || here == "event" && n[0] == "events"})
	}
	if here != "home" {
		c.Trail = []view.Link{{Text: d.s("首页", "Home", "باش بەت"), Path: c.Site.Home}, {Text: title}}
		if here == "event" {
			c.Trail = []view.Link{c.Trail[0], {Text: d.s("活动", "Events", "پائالىيەتلەر"), Path: "/e"}, {Text: d.s("乌鲁木齐市", "Urumqi", "ئۈرۈمچى"), Path: "/u"}, c.Trail[1]}
		}
	}
	return c
}

func (d *sample) badge(kind string) view.Badge {
	m := map[string][3]string{"status-cancelled": {"已取消", "Cancelled", "ئەمەلدىن قالدۇرۇلدى"}, "status-postponed": {"已延期", "Postponed", "كېچىكتۈرۈلدى"}, "status-rescheduled": {"已改期", "Rescheduled", "ۋاقتى ئۆزگەرتىلدى"}, "status-moved-online": {"改到线上", "Moved online", "تورغا يۆتكەلدى"}, "full": {"已约满", "Full", "ئورۇن توشتى"}, "online": {"线上", "Online", "توردا"}, "mixed": {"线上线下同步", "On site and online", "نەق مەيدان ۋە توردا"}, "free": {"免费", "Free", "ھەقسىز"}, "featured": {"重点活动", "Highlight", "نۇقتىلىق"}, "private": {"内部活动", "By invitation", "تەكلىپ بىلەن"}}[kind]
	return view.Badge{Kind: kind, Text: d.s(m[0], m[1], m[2])}
}
func (d *sample) badges(k ...string) (b []view.Badge) {
	for _, x := range k {
		b = append(b, d.badge(x))
	}
	return
}

func (d *sample) action(i int) view.Link {
	a := d.c.Actions[i]
	t := d.m(a.Name)
	return view.Link{Text: t.Text, Lang: t.Lang, Path: "/actions/" + a.ID + "/"}
}

func (d *sample) cards() []view.Card {
	hall := d.x("新疆科技馆", "Xinjiang Science and Technology Museum", "شىنجاڭ پەن-تېخنىكا سارىيى")
	u := d.s("乌鲁木齐市", "Urumqi", "ئۈرۈمچى شەھىرى")
	family := []string{d.s("家庭", "Families", "ئائىلىلەر"), d.s("学生", "Students", "ئوقۇغۇچىلار")}
	mk := func(t, s view.Text, w view.Span, place view.Text, region string, b []view.Badge, note view.Text, off bool, acts ...int) view.Card {
		c := view.Card{Path: "/" + d.lang + "-event.html", Title: t, Summary: s, When: w, Next: []view.Span{w}, Place: place, Region: region, Badges: b, Note: note, Off: off, Audience: family}
		for _, a := range acts {
			c.Actions = append(c.Actions, d.action(a))
		}
		return c
	}
	week := d.days(11, 17)
	week.Text = d.s("9月11日至17日，每天 10:30–13:30（13日除外）", "11–17 September, daily 10:30–13:30 except 13", "9-ئاينىڭ 11-كۈنىدىن 17-كۈنىگىچە، ھەر كۈنى 10:30 – 13:30")
	return []view.Card{
		mk(d.x("启动仪式：从第一台天平到祝融号", "Opening: from the first balance to Zhurong", "ئېچىلىش مۇراسىمى: تۇنجى تارازىدىن «جۇرۇڭ»غىچە"), d.x("小号声里拉开科普日大幕，六件实物讲一百年，人人可以上台称一次重。", "Six objects tell a hundred years, and everyone may weigh something on stage.", "ئالتە بۇيۇم يۈز يىلنى سۆزلەيدۇ، ھەممە كىشى سەھنىگە چىقىپ بىر قېتىم ئۆلچەپ باقالايدۇ."), d.span(11, 10, 0, 12, 0), hall, u, d.badges("featured", "free"), view.Text{}, false, 10, 1),
		mk(d.x("星空之夜：广场上的八台望远镜", "Night of stars: eight telescopes on the plaza", "يۇلتۇزلۇق كېچە: مەيداندىكى سەككىز تېلېسكوپ"), d.x("关掉广场灯，从土星看到仙女座，从晚上九点一直看到后半夜零点半。", "Lights out on the plaza: from Saturn to Andromeda, nine at night until half past midnight.", ""), d.span(11, 21, 0, 23, 30), hall, u, d.badges("featured", "free"), view.Text{}, false, 9, 10),
		mk(d.x("风筝与风：户外动手课", "Kites and wind: a lesson out of doors", "لەگلەك ۋە شامال"), d.x("做一只会飞的三角风筝，量一量今天的风。", "Make a delta kite that flies, and measure today's wind.", ""), d.span(15, 15, 0, 17, 0), d.x("社区公园", "Community park", "مەھەللە باغچىسى"), u, d.badges("status-cancelled", "free"), d.x("受降水和大风影响，本场取消，不另改期。材料包留到社区党群服务中心领取。", "Called off for rain and strong wind; no new date. Kits wait at the community centre.", "يامغۇر ۋە قاتتىق شامال تۈپەيلىدىن ئەمەلدىن قالدۇرۇلدى."), true, 1),
		mk(d.x("深夜讲座：一颗星的心跳", "Late lecture: the heartbeat of a star", ""), d.x("在天山里听脉冲星，射电望远镜怎样把无线电变成你听得见的声音。", "Listening to pulsars from the Tianshan: how a radio telescope makes waves you can hear.", ""), d.span(11, 20, 0, 21, 0), hall, u, d.badges("full", "free"), d.x("300个座位已全部约满，广场观星夜仍可自由参加。", "All 300 seats are taken; the night of stars stays open to everyone.", ""), false, 9, 2),
		mk(d.x("坎儿井水实验室：一滴雪水的地下旅行", "Karez water lab: a drop of snow goes underground", "كارىز سۇ تەجرىبىخانىسى"), d.x("在坎儿井出水口支起实验桌，测水温、流速和矿化度。", "Benches at the mouth of a karez: temperature, flow and minerals.", ""), week, d.x("吐鲁番坎儿井乐园", "Turpan Karez Park", "تۇرپان كارىز باغچىسى"), d.s("吐鲁番市", "Turpan", "تۇرپان شەھىرى"), d.badges("featured", "free"), view.Text{}, false, 4),
		mk(d.x("直播：新疆北鲵的一天", "Live: a day of the Xinjiang salamander", "نەق مەيدان: شىنجاڭ سالاماندىرىسىنىڭ بىر كۈنى"), d.x("跟着护林员走进温泉县的高山泉水。", "With the wardens to the mountain springs of Wenquan.", ""), d.span(14, 11, 0, 12, 0), view.Text{}, d.s("博尔塔拉蒙古自治州", "Bortala Mongol Autonomous Prefecture", "بۆرتالا موڭغۇل ئاپتونوم ئوبلاستى"), d.badges("status-moved-online", "online", "free"), d.x("道路结冰，改为直播。", "Ice on the road: streamed instead.", ""), false, 2),
	}
}

func (d *sample) tilesOf(list []struct {
	ID, Role             string
	Name, Summary, Motto map[string]string
}, motto bool) (ts []view.Tile) {
	for i, a := range list {
		s := a.Summary
		if motto {
			s = a.Motto
		}
		t := view.Tile{Path: "/" + d.lang + "-region.html", Name: d.m(a.Name), Count: i*7%19 + 3}
		if len(s) > 0 {
			t.Summary = d.m(s)
		}
		t.Counted = d.counted(t.Count)
		ts = append(ts, t)
	}
	return
}
func (d *sample) dayTiles() (ts []view.Tile) {
	for n := 11; n <= 17; n++ {
		t := day(n, 0, 0)
		ts = append(ts, view.Tile{Path: "/schedule/" + t.Format("2006-01-02") + "/", Name: view.Text{Text: d.l.MonthDay(t)}, Summary: view.Text{Text: d.l.WeekdayShort(t.Weekday())}, Count: n, Counted: d.counted(n * 3 % 26)})
	}
	return
}
func (d *sample) news() []view.NewsCard {
	return []view.NewsCard{
		{Path: "/" + d.lang + "-news.html", Title: d.x("周三有风雨，户外风筝课取消，观星夜不受影响", "Wind and rain on Wednesday: kite lesson called off", "چارشەنبە شاماللىق يامغۇر، لەگلەك دەرسى ئەمەلدىن قالدۇرۇلدى"), Summary: d.x("受降水和大风影响，9月15日的户外风筝课取消；室内和线上活动照常。", "Rain and strong wind have ended the outdoor kite lesson on 15 September.", ""), Date: d.date(14), Source: d.s("乌鲁木齐市科协", "Urumqi Association for Science and Technology", "ئۈرۈمچى شەھەرلىك پەن-تېخنىكا جەمئىيىتى")},
		{Path: "/n", Title: d.x("科技志愿者上岗前，先学会说“我不知道”", "Volunteers learn to say “I don't know”", ""), Summary: d.x("主场志愿者完成培训：讲得清楚，答不上来就一起查。", "Explain clearly, and look it up together when stuck.", ""), Date: d.date(9)},
		{Path: "/n", Title: d.x("主场节目单来了：两天、五个场地、十四项活动", "Main-venue programme published", ""), Date: d.date(6)},
	}
}
func (d *sample) date(n int) view.Date {
	return view.Date{Machine: day(n, 0, 0).Format("2006-01-02"), Text: d.l.DateLong(day(n, 0, 0))}
}
func (d *sample) full(n int) view.Date {
	return view.Date{Machine: day(n, 0, 0).Format("2006-01-02"), Text: d.l.DateFull(day(n, 0, 0))}
}
func (d *sample) venue() view.Venue {
	v := d.c.Venues[0]
	return view.Venue{Path: "/" + d.lang + "-main-venue.html", Name: d.x("新疆科技馆", "Xinjiang Science and Technology Museum", "شىنجاڭ پەن-تېخنىكا سارىيى"), Summary: d.x("一座能动手、能看天、能听讲座的大房子，主场活动全在这里。", "A house for hands, sky and talks; the whole main programme is here.", ""), Address: d.x("乌鲁木齐市新市区新医路686号", "686 Xinyi Road, Xinshi District, Urumqi", "ئۈرۈمچى شەھىرى يېڭىشەھەر رايونى شىنيى يولى 686-نومۇر"), Region: view.Link{Text: d.s("乌鲁木齐市", "Urumqi", "ئۈرۈمچى"), Path: "/r/" + v.ID}, Capacity: d.s("3000人", "3,000 people", "3000 ئادەم"), URL: "https://www.xjkjg.org.cn/", Maps: []view.Map{{Name: d.s("高德地图", "Amap", "گاۋدې خەرىتىسى"), URL: "https://uri.amap.com/marker?position=87.5767,43.8406"}, {Name: d.s("百度地图", "Baidu Maps", "بەيدۇ خەرىتىسى"), URL: "https://api.map.baidu.com/marker"}, {Name: d.s("腾讯地图", "Tencent Maps", "تېڭشۈن خەرىتىسى"), URL: "https://apis.map.qq.com/uri"}},
		Rooms: []view.Fact{{Label: d.s("报告厅", "Lecture hall", "لېكسىيە زالى"), Lines: []view.Link{{Text: "320"}}}, {Label: d.s("球幕影院", "Dome theatre", "گۈمبەز كىنوخانا"), Lines: []view.Link{{Text: "160"}}}}, Count: 14, Counted: d.counted(14), Programme: d.days(11, 12)}
}
func (d *sample) facts() []view.Fact {
	return []view.Fact{
		{Kind: "where", Label: d.s("地点", "Where", "ئورنى"), Lines: []view.Link{{Text: d.s("新疆科技馆 · 馆前广场", "Xinjiang Science and Technology Museum, plaza", "شىنجاڭ پەن-تېخنىكا سارىيى"), Path: "/v"}, {Text: d.s("乌鲁木齐市新市区新医路686号", "686 Xinyi Road, Xinshi District, Urumqi", "شىنيى يولى 686-نومۇر")}, {Text: d.s("乌鲁木齐市", "Urumqi", "ئۈرۈمچى شەھىرى"), Path: "/r"}}},
		{Kind: "booking", Label: d.s("报名", "Booking", "تىزىملىتىش"), Lines: []view.Link{{Text: d.s("无需预约，直接参加", "No booking, just come", "ئالدىن تىزىملىتىش ھاجەتسىز")}, {Text: d.s("限800人", "800 places", "800 ئورۇن")}}},
		{Kind: "fee", Label: d.s("费用", "Fee", "ھەققى"), Lines: []view.Link{{Text: d.s("免费", "Free", "ھەقسىز")}}},
		{Kind: "audience", Label: d.s("适合", "For", "كىم ئۈچۈن"), Lines: []view.Link{{Text: d.s("所有人、家庭", "Everyone, families", "ھەممە كىشى، ئائىلىلەر")}}},
		{Kind: "spoken", Label: d.s("语言", "Language", "تىلى"), Lines: []view.Link{{Text: d.s("中文、维吾尔语", "Chinese, Uyghur", "خەنزۇچە، ئۇيغۇرچە")}}},
		{Kind: "access", Label: d.s("无障碍", "Accessibility", "توسالغۇسىزلىق"), Lines: []view.Link{{Text: d.s("轮椅可达", "Wheelchair access", "چاقلىق ئورۇندۇق بىلەن كىرگىلى بولىدۇ")}}},
		{Kind: "organizers", Label: d.s("主办", "Organised by", "تەشكىللىگۈچى"), Lines: []view.Link{{Text: d.s("新疆维吾尔自治区科协", "Xinjiang Association for Science and Technology", "شىنجاڭ پەن-تېخنىكا جەمئىيىتى")}, {Text: d.s("中国科学院新疆分院", "Chinese Academy of Sciences, Xinjiang Branch", "جۇڭگو پەنلەر ئاكادېمىيىسى شىنجاڭ شۆبىسى")}}},
	}
}
func (d *sample) prose() view.Prose {
	if d.lang == "ug" {
		return view.Prose{HTML: prose, Lang: "zh-Hans-CN", Dir: "ltr", Fallback: "خەنزۇچە"}
	}
	if d.lang == "en" {
		return view.Prose{HTML: `<p>At nine sharp the lamps on the plaza go out, and eight telescopes stand in a half circle. Jupiter and Saturn are in the south. <strong>Each queue is short</strong>, and half a minute is enough for a look; <em>red light only</em>.</p><h2 id="bring">What to bring</h2><ul><li>A warm coat: it falls to thirteen degrees.</li><li>A blanket for the children.</li></ul><aside class="alert alert-note" data-alert="note" role="note"><p class="alert-label">Note</p><p>Should cloud cover the sky by 22:30, we show the Nanshan sky live in the atrium.</p></aside>`}
	}
	return view.Prose{HTML: prose}
}

const prose = `<p>九点整，广场路灯全部关掉，八台望远镜围成半圆：木星和土星正在南方天空，两台专门瞄着它们，其他看双星、球状星团和仙女座星系。志愿者拿红光手电领位，每台队伍都不长，看一眼<strong>半分钟</strong>。</p>
<p>月亮初亏未落前先看环形山，之后等它落山，暗天体更清楚。不会用望远镜的，可先在星座垫子上躺十分钟，跟着讲解认一认夏季大三角。见<a href="/x">参观须知</a>。</p>
<h2 id="t">四张实验桌</h2>
<div class="table-scroll" tabindex="0" role="region" aria-label="表格"><table><thead><tr><th scope="col">桌号</th><th scope="col">测什么</th><th scope="col">用什么</th><th scope="col">想一想</th></tr></thead><tbody><tr><td>1</td><td>水温与气温</td><td>两支温度计</td><td>地下的水为什么冬夏差不多？</td></tr><tr><td>2</td><td>流速</td><td>秒表、一片葡萄叶</td><td>一小时能浇几垄地？</td></tr></tbody></table></div>
<aside class="alert alert-note" data-alert="note" role="note"><p class="alert-label">提示</p><p>只用红光，不开闪光灯。夜里会降到十三四度，请穿厚外套；小朋友记得披毯子。</p></aside>
<aside class="alert alert-important" data-alert="important" role="note"><p class="alert-label">重要</p><p>谁主办谁负责。线下活动必须有方案、有人数上限。</p></aside>
<ol><li>庆祝建党百年，回望科技创新之路；</li><li>弘扬科学家精神，点燃科学梦想；</li></ol>
<blockquote><p>遇到不会的问题，说“我不知道，我们一起查”。</p></blockquote>
<hr>
<p>22:30左右若云厚，改在序厅看直播的南山夜空，请跟着广播走。</p>`

func (d *sample) item(i, n, h, m, h2, m2 int, room string) view.Item {
	return view.Item{Card: d.cards()[i], Time: d.times(n, h, m, h2, m2), Room: d.x(room, map[string]string{"报告厅": "Lecture hall", "馆前广场": "Plaza", "实验教室": "Laboratory", "序厅舞台": "Atrium stage", "球幕影院": "Dome theatre"}[room], map[string]string{"报告厅": "لېكسىيە زالى", "馆前广场": "مەيدان", "实验教室": "تەجرىبىخانا", "序厅舞台": "سەھنە", "球幕影院": "گۈمبەز كىنوخانا"}[room])}
}

func (d *sample) pages() map[string]any {
	cards := d.cards()
	pager := view.Pager{Page: 2, Pages: 9, Total: 412, Counted: d.counted(412), Previous: "/p1", Next: "/p3"}
	for _, n := range []string{"1", "2", "3", "…", "9"} {
		l := view.Link{Text: n, Path: "/p" + n, Current: n == "2"}
		if n == "…" {
			l.Path = ""
		}
		pager.Numbers = append(pager.Numbers, l)
	}
	one := view.Pager{Page: 1, Pages: 1, Total: 6, Counted: d.counted(6)}
	intro := d.prose()
	if d.lang == "zh" {
		intro.HTML = `<p>一百年前，这片土地上能做一次称量实验的房间屈指可数；今天，你可以在家门口看一场星空、净化一杯水、听冰川讲两万年的故事。2021年全国科普日新疆系列科普活动从<strong>9月11日（周六）</strong>开到<strong>9月17日（周五）</strong>，全部欢迎你来。</p><p>先从哪里开始？</p><ul><li>想热闹一点：周末两天到<a href="/x">新疆科技馆</a>，报告厅、序厅舞台、实验教室、球幕影院和馆前广场轮番登场。</li><li>想离家近一点：在地区页面里找到自己的地州市，看它的“一地一特色”。</li></ul>`
	}
	hosts := []view.HostGroup{{Role: d.s("主办单位", "Hosts", "ساھىبخان ئورۇنلار")}, {Role: d.s("承办单位", "Co-hosts", "ئۆتكۈزگۈچى ئورۇنلار")}}
	for _, o := range d.c.Organizers {
		t := d.m(o.Name)
		k := 1
		if o.Role == "host" {
			k = 0
		}
		hosts[k].Names = append(hosts[k].Names, view.Link{Text: t.Text, Lang: t.Lang})
	}
	home := view.Home{Chrome: d.chrome(d.s("科普日，到你身边来", "Science, just around the corner", "پەن كۈنى يېنىڭىزدا"), "home"), Text: intro, Featured: []view.Card{cards[0], cards[1], cards[4]}, Days: d.dayTiles(), MainVenue: d.venue(), MainCards: []view.Card{cards[3], cards[1]}, Series: d.tilesOf(d.c.Series, false), Strands: d.tilesOf(d.c.Strands, false), Actions: d.tilesOf(d.c.Actions, false), Regions: d.tilesOf(d.c.Regions, true), News: d.news(), Milestones: []view.Milestone{{Name: d.s("登记填报", "Registration", "تىزىملىتىش"), When: d.days(1, 24)}}, Hosts: hosts, Total: d.counted(86), AllEvents: "/" + d.lang + "-events.html", Schedule: "/" + d.lang + "-schedule.html"}
	ev := func(c view.Card) view.Event {
		ch := d.chrome(c.Title.Text, "event")
		ch.NoIndex = c.Off
		return view.Event{Chrome: ch, Label: d.site().Label, Title: c.Title, Summary: c.Summary, Badges: c.Badges, Note: c.Note, Off: c.Off, When: c.When,
			Sessions: []view.Session{{When: c.When, Title: d.x("大望远镜与天文摊位", "Big telescopes and stalls", "چوڭ تېلېسكوپ"), Room: d.x("馆前广场", "Plaza", "مەيدان"), Speakers: []view.Speaker{{Name: d.x("射电天文研究员", "A radio astronomer", ""), Affiliation: d.x("中国科学院新疆天文台", "Xinjiang Astronomical Observatory", "")}}, Next: c.Next}, {When: d.days(11, 17), Detail: d.s("每天 10:30–13:30，13日除外", "daily 10:30–13:30, except 13 September", "ھەر كۈنى 10:30 – 13:30"), URL: "https://live.example/"}},
			Facts:    d.facts(), Maps: d.venue().Maps, Text: d.prose(), Online: "", Replay: "", Register: "https://book.kepu.example/x", Phone: "0991-6386024", PhoneLink: "+869916386024", Calendar: "/x.ics",
			Videos: []view.Link{{Text: d.s("望远镜怎么看", "How to look", "قانداق كۆرىمىز"), Path: "https://v.example/1"}}, Coverage: []view.Report{{Title: d.x("新疆科技馆广场上的星空之夜", "A night of stars", ""), URL: "https://news.example/", Source: d.x("天山网", "Tianshan Net", ""), Date: d.date(12)}},
			Attachments: []view.Attachment{{Path: "/f.pdf", Title: d.x("坎儿井观察记录单（可打印，一页）", "Karez worksheet (one page)", ""), Type: "PDF", Size: "120 kB"}},
			Results:     view.Results{Figures: []view.Figure{{Number: "1,260", Label: d.s("参与人数", "people took part", "قاتناشقۇچى")}, {Number: "41", Label: d.s("科技志愿者", "volunteers", "پىدائىي")}}, Summary: d.x("云在十点散去，排队看土星的人一直到零点没断过。", "The cloud parted at ten, and the queue for Saturn did not end before midnight.", "")},
			Actions:     []view.Link{d.action(9), d.action(10)}, Strands: []view.Link{{Text: d.m(d.c.Strands[1].Name).Text, Lang: d.m(d.c.Strands[1].Name).Lang, Path: "/s"}}, Office: d.office(), Related: cards[2:5]}
	}
	off := ev(cards[2])
	off.Changed = view.Date{Machine: "2021-09-14T18:00:00+08:00", Text: d.l.DateLong(day(14, 0, 0)) + " 18:00"}
	off.Results, off.Register, off.Videos, off.Coverage, off.Attachments = view.Results{}, "", nil, nil, nil
	off.Sessions = off.Sessions[:1]
	dayView := view.Day{Chrome: d.chrome(d.full(11).Text, "day"), Date: d.full(11), Open: []view.Item{d.item(4, 11, 10, 30, 13, 30, ""), d.item(5, 11, 10, 0, 20, 0, "")}, Pager: one, Previous: view.Link{}, Next: view.Link{Text: d.l.MonthDayWeekday(day(12, 0, 0)), Path: "/d12"}}
	for n, s := range [][]view.Item{{d.item(0, 11, 10, 0, 12, 0, "馆前广场")}, {d.item(2, 11, 15, 0, 17, 0, ""), d.item(4, 11, 15, 0, 19, 30, "")}, {d.item(3, 11, 20, 0, 21, 0, "报告厅")}, {d.item(1, 11, 21, 0, 23, 30, "馆前广场")}} {
		s[0].Session = d.x("第一场", "First round", "")
		dayView.Slots = append(dayView.Slots, view.Slot{Time: view.Date{Machine: s[0].Time.Start, Text: []string{"10:00", "15:00", "20:00", "21:00"}[n]}, Items: s})
	}
	for n := 11; n <= 17; n++ {
		dayView.Days = append(dayView.Days, view.Link{Text: d.l.MonthDayWeekday(day(n, 0, 0)), Path: "/schedule/" + day(n, 0, 0).Format("2006-01-02") + "/", Current: n == 11})
	}
	rooms := []string{"报告厅", "序厅舞台", "实验教室", "球幕影院", "馆前广场"}
	rd := view.RoomDay{Date: d.full(11), Path: "/d11"}
	for _, r := range rooms {
		rd.Rooms = append(rd.Rooms, d.item(0, 11, 10, 0, 11, 0, r).Room)
	}
	cell := func(room string, rows int, items ...view.Item) view.Cell {
		return view.Cell{Room: d.item(0, 11, 10, 0, 11, 0, room).Room, Rows: rows, Items: items}
	}
	row := func(t string, c ...view.Cell) view.RoomRow {
		return view.RoomRow{Time: view.Date{Machine: "2021-09-11T" + t + ":00+08:00", Text: t}, Cells: c}
	}
	rd.Rows = []view.RoomRow{
		row("10:00", cell("报告厅", 1), cell("序厅舞台", 2, d.item(0, 11, 10, 0, 14, 0, "序厅舞台")), cell("实验教室", 1), cell("球幕影院", 1), cell("馆前广场", 1, d.item(0, 11, 10, 0, 12, 0, "馆前广场"))),
		row("12:00", cell("报告厅", 1), cell("实验教室", 2, d.item(4, 11, 12, 0, 16, 0, "实验教室")), cell("球幕影院", 1, d.item(5, 11, 12, 0, 14, 0, "球幕影院")), cell("馆前广场", 2)),
		row("14:00", cell("报告厅", 1), cell("序厅舞台", 1, d.item(2, 11, 14, 0, 16, 0, "序厅舞台")), cell("球幕影院", 1)),
		row("20:00", cell("报告厅", 1, d.item(3, 11, 20, 0, 21, 0, "报告厅")), cell("序厅舞台", 1), cell("实验教室", 1), cell("球幕影院", 1), cell("馆前广场", 1, d.item(1, 11, 20, 0, 23, 30, "馆前广场"))),
		row("21:00", cell("报告厅", 1), cell("序厅舞台", 1), cell("实验教室", 1), cell("球幕影院", 1), cell("馆前广场", 1)),
	}
	prog := view.Programme{Chrome: d.chrome(d.venue().Name.Text, "main-venue"), Venue: d.venue(), Text: view.Prose{HTML: d.prose().HTML[:0]}, Days: []view.RoomDay{rd}, Open: []view.Item{d.item(4, 11, 10, 30, 13, 30, "")}, Pager: one, Cards: cards[:2], Feeds: []view.Link{{Text: d.s("订阅日历", "Calendar", "كالېندار"), Path: "/c.ics"}}}
	acts := view.Actions{Chrome: d.chrome(d.s("联合行动", "Joint actions", "بىرلەشمە ھەرىكەتلەر"), "actions"), Intro: d.s("十一项联合行动，由牵头单位带动全疆同一主题的活动。", "Eleven lines of work, each with departments that lead it.", "ئون بىر بىرلەشمە ھەرىكەت.")}
	for i, t := range home.Actions {
		acts.Actions = append(acts.Actions, view.ActionRow{Tile: t, Leads: []string{d.m(d.c.Organizers[i].Name).Text}})
		acts.Table.Columns = append(acts.Table.Columns, d.action(i))
		acts.Table.Totals = append(acts.Table.Totals, strconv.Itoa(i+4))
	}
	for i, r := range home.Regions {
		row := view.CountRow{Name: view.Link{Text: r.Name.Text, Lang: r.Name.Lang, Path: "/r"}, Total: strconv.Itoa(i + 9)}
		for j := range home.Actions {
			s := ""
			if (i*3+j)%4 != 0 {
				s = strconv.Itoa((i+2)*(j+3)%7 + 1)
			}
			row.Cells = append(row.Cells, s)
		}
		acts.Table.Rows = append(acts.Table.Rows, row)
	}
	acts.Table.Total = "86"
	region := view.Subject{Chrome: d.chrome(d.s("吐鲁番市", "Turpan", "تۇرپان شەھىرى"), "region"), Name: d.x("吐鲁番市", "Turpan", "تۇرپان شەھىرى"), Motto: d.x("坎儿井边话节水", "Saving water, told beside the karez", "كارىز بويىدا سۇ تېجەش"), Summary: d.x("火洲里有一千多条地下水渠，这里的科普从一滴雪水说起。", "A thousand underground canals in a land of fire.", ""), Text: intro, Offices: []view.Contact{d.office()}, Venues: []view.Link{{Text: d.s("吐鲁番坎儿井乐园", "Turpan Karez Park", "تۇرپان كارىز باغچىسى"), Path: "/v"}}, Cards: cards, Pager: one, Calendar: "/c.ics", Print: "/" + d.lang + "-print.html"}
	act := region
	act.Chrome.Title = d.action(4).Text
	act.Name, act.Motto, act.Offices, act.Parts = view.Text{Text: d.action(4).Text, Lang: d.action(4).Lang}, view.Text{}, nil, nil
	act.Leads, act.Dates, act.Pager = []view.Link{{Text: d.s("自治区水利厅", "Xinjiang Department of Water Resources", "ئاپتونوم رايونلۇق سۇ ئىشلىرى نازارىتى")}}, d.days(11, 17), pager
	regions := view.Regions{Chrome: d.chrome(d.s("各地活动", "Regions", "رايونلار"), "regions")}
	for i, r := range d.c.Regions {
		t := home.Regions[i]
		t.Summary = view.Text{}
		lv := 0
		if i == 4 || i == 5 {
			lv = 1
		}
		regions.Regions = append(regions.Regions, view.RegionRow{Tile: t, Motto: d.m(r.Motto), Level: lv})
	}
	on := view.Online{Chrome: d.chrome(d.s("云上科普日", "The day online", "توردىكى پەن كۈنى"), "online"), Summary: d.s("不出门也能过科普日。", "For those who join from home.", "ئۆيدىن چىقماي تۇرۇپ قاتنىشىڭ."), Cards: cards[4:], Pager: one, Replays: cards[:1]}
	ch := view.Changes{Chrome: d.chrome(d.s("活动变更", "Changes", "ئۆزگىرىشلەر"), "changes"), Changes: []view.Change{{Card: cards[2], Changed: off.Changed}, {Card: cards[5], Changed: off.Changed}, {Card: cards[3]}}, Pager: one, Feed: "/changes/feed.xml"}
	pr := view.Print{Chrome: d.chrome(d.s("吐鲁番市活动一览", "Turpan: the whole programme", "تۇرپان: پائالىيەتلەر"), "print"), Name: d.s("吐鲁番市活动一览", "Turpan: the whole programme", "تۇرپان: پائالىيەتلەر"), Days: []view.PrintDay{{Date: d.full(11), Items: []view.Item{d.item(0, 11, 10, 0, 12, 0, "馆前广场"), d.item(3, 11, 20, 0, 21, 0, "报告厅"), d.item(1, 11, 21, 0, 23, 30, "馆前广场")}}, {Date: d.full(15), Items: []view.Item{d.item(2, 15, 15, 0, 17, 0, "")}}}, Open: []view.Item{d.item(4, 11, 10, 30, 13, 30, "")}, Total: d.counted(6), URL: "https://kepu.example/2021/regions/turpan/"}
	art := view.Article{Chrome: d.chrome(d.news()[0].Title.Text, "news"), Title: d.news()[0].Title, Summary: d.news()[0].Summary, Date: d.date(14), Source: d.news()[0].Source, URL: "https://source.example/", Text: d.prose()}
	page := view.Article{Chrome: d.chrome(d.s("参观须知", "Before you visit", "ئېكسكۇرسىيە"), "page"), Title: d.x("参观须知", "Before you visit", "ئېكسكۇرسىيە"), Text: d.prose()}
	nt := view.Notice{Chrome: d.chrome(d.s("关于举办2021年全国科普日新疆系列科普活动的通知", "Notice", "ئۇقتۇرۇش"), "notice"), Title: d.x("关于举办2021年全国科普日新疆系列科普活动的通知", "Notice on holding the 2021 National Science Popularization Day in Xinjiang", ""), Facts: []view.Fact{{Kind: "number", Label: d.s("文号", "Number", "ھۆججەت نومۇرى"), Lines: []view.Link{{Text: "新科协发〔2021〕18号"}}}, {Kind: "issuer", Label: d.s("发布机构", "Issuer", "ئېلان قىلغۇچى"), Lines: []view.Link{{Text: d.site().Sponsor}}}, {Kind: "issued", Label: d.s("发布日期", "Issued", "ۋاقتى"), Lines: []view.Link{{Text: d.date(1).Text}}}}, Addressees: d.x("各地、州、市科协及有关部门，自治区级各学会、协会、研究会，各有关企业、高校和科研院所：", "To all associations:", ""), Text: d.prose(), Signers: []view.Text{d.m(d.c.Organizers[0].Name), d.m(d.c.Organizers[1].Name), d.m(d.c.Organizers[2].Name), d.m(d.c.Organizers[3].Name), d.m(d.c.Organizers[4].Name)}, Issued: d.date(1), Attachments: []view.Attachment{{Path: "/f.csv", Title: d.x("联合行动及牵头单位一览表", "Table of joint actions", ""), Type: "CSV", Size: "2 kB"}}, Parent: view.Link{Text: d.s("关于举办2021年全国科普日活动的通知", "Notice on holding the 2021 National Science Popularization Day", "")}}
	nf := d.chrome(d.s("找不到这个页面", "Page not found", "بەت تېپىلمىدى"), "not-found")
	nf.NoIndex = true
	return map[string]any{"home": home, "events": view.Events{Chrome: d.chrome(d.s("全部活动", "All events", "بارلىق پائالىيەتلەر"), "events"), Intro: d.s("按时间排列，先发生的在前。", "In order of time.", "ۋاقىت تەرتىپى بويىچە."), Cards: cards, Pager: pager},
		"event": ev(cards[1]), "event~off": off, "schedule": view.Schedule{Chrome: d.chrome(d.s("日程", "Schedule", "كۈن تەرتىپى"), "schedule"), Days: d.dayTiles(), Others: d.dayTiles()[:2]}, "day": dayView, "main-venue": prog, "venue": prog,
		"venues": view.Venues{Chrome: d.chrome(d.s("场馆", "Venues", "سورۇنلار"), "venues"), Venues: []view.Venue{d.venue(), d.venue()}, Pager: one}, "actions": acts, "action": act, "strand": act, "region": region, "regions": regions, "online": on, "changes": ch, "changes~none": view.Changes{Chrome: ch.Chrome, Pager: one}, "print": pr, "news-list": view.NewsList{Chrome: d.chrome(d.s("最新动态", "News", "خەۋەرلەر"), "news-list"), News: d.news(), Pager: one}, "news-list~none": view.NewsList{Chrome: d.chrome("News", "news-list")}, "news": art, "page": page, "notice": nt, "embed": view.Embed{Chrome: d.chrome(d.s("全部活动", "All events", ""), "embed"), Cards: cards, Pager: one, All: "/e"}, "events~none": view.Events{Chrome: d.chrome("x", "events")}, "not-found": view.NotFound{Chrome: nf, Links: nf.Nav}, "redirect": view.Redirect{Lang: "zh-Hans-CN", Title: "坎儿井水实验室", Path: "/2021/events/turpan/karez.html", URL: "https://kepu.example/2021/events/turpan/karez.html"}}
}
