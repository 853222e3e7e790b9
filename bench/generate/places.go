package main

import (
	"math/rand/v2"
	"strconv"
)

// A text is the same in both languages.
type text struct{ zh, en string }

// A region is a prefecture with its counties.
type region struct {
	id       string
	name     text
	code     string // telephone
	lat, lon float64
	counties []text
}

// The prefectures of Xinjiang; locations are near their seats.
var xinjiang = []region{
	{"urumqi", text{"乌鲁木齐市", "Urumqi"}, "0991", 43.83, 87.62, []text{
		{"新市区", "Xinshi District"}, {"天山区", "Tianshan District"}, {"沙依巴克区", "Saybag District"}, {"水磨沟区", "Shuimogou District"},
		{"头屯河区", "Toutunhe District"}, {"达坂城区", "Dabancheng District"}, {"米东区", "Midong District"}, {"乌鲁木齐县", "Urumqi County"}}},
	{"karamay", text{"克拉玛依市", "Karamay"}, "0990", 45.58, 84.89, []text{
		{"克拉玛依区", "Karamay District"}, {"独山子区", "Dushanzi District"}, {"白碱滩区", "Baijiantan District"}, {"乌尔禾区", "Urho District"}}},
	{"turpan", text{"吐鲁番市", "Turpan"}, "0995", 42.95, 89.19, []text{
		{"高昌区", "Gaochang District"}, {"鄯善县", "Shanshan County"}, {"托克逊县", "Toksun County"}}},
	{"hami", text{"哈密市", "Hami"}, "0902", 42.82, 93.51, []text{
		{"伊州区", "Yizhou District"}, {"巴里坤县", "Barkol County"}, {"伊吾县", "Yiwu County"}}},
	{"changji", text{"昌吉回族自治州", "Changji Hui Autonomous Prefecture"}, "0994", 44.01, 87.31, []text{
		{"昌吉市", "Changji City"}, {"阜康市", "Fukang City"}, {"呼图壁县", "Hutubi County"}, {"玛纳斯县", "Manas County"},
		{"奇台县", "Qitai County"}, {"吉木萨尔县", "Jimsar County"}, {"木垒县", "Mori County"}}},
	{"bortala", text{"博尔塔拉蒙古自治州", "Bortala Mongol Autonomous Prefecture"}, "0909", 44.91, 82.07, []text{
		{"博乐市", "Bole City"}, {"阿拉山口市", "Alashankou City"}, {"精河县", "Jinghe County"}, {"温泉县", "Wenquan County"}}},
	{"bayingol", text{"巴音郭楞蒙古自治州", "Bayingolin Mongol Autonomous Prefecture"}, "0996", 41.76, 86.15, []text{
		{"库尔勒市", "Korla City"}, {"轮台县", "Luntai County"}, {"尉犁县", "Yuli County"}, {"若羌县", "Ruoqiang County"}, {"且末县", "Qiemo County"},
		{"焉耆县", "Yanqi County"}, {"和静县", "Hejing County"}, {"和硕县", "Hoxud County"}, {"博湖县", "Bohu County"}}},
	{"aksu", text{"阿克苏地区", "Aksu Prefecture"}, "0997", 41.17, 80.26, []text{
		{"阿克苏市", "Aksu City"}, {"库车市", "Kuqa City"}, {"温宿县", "Wensu County"}, {"沙雅县", "Xayar County"}, {"新和县", "Xinhe County"},
		{"拜城县", "Baicheng County"}, {"乌什县", "Uqturpan County"}, {"阿瓦提县", "Awat County"}, {"柯坪县", "Kalpin County"}}},
	{"kizilsu", text{"克孜勒苏柯尔克孜自治州", "Kizilsu Kyrgyz Autonomous Prefecture"}, "0908", 39.72, 76.17, []text{
		{"阿图什市", "Artux City"}, {"阿克陶县", "Akto County"}, {"阿合奇县", "Akqi County"}, {"乌恰县", "Ulugqat County"}}},
	{"kashgar", text{"喀什地区", "Kashgar Prefecture"}, "0998", 39.47, 75.99, []text{
		{"喀什市", "Kashgar City"}, {"疏附县", "Shufu County"}, {"疏勒县", "Shule County"}, {"英吉沙县", "Yengisar County"},
		{"泽普县", "Zepu County"}, {"莎车县", "Shache County"}, {"叶城县", "Yecheng County"}, {"麦盖提县", "Makit County"},
		{"岳普湖县", "Yopurga County"}, {"伽师县", "Jiashi County"}, {"巴楚县", "Bachu County"}, {"塔什库尔干县", "Taxkorgan County"}}},
	{"hotan", text{"和田地区", "Hotan Prefecture"}, "0903", 37.11, 79.92, []text{
		{"和田市", "Hotan City"}, {"和田县", "Hotan County"}, {"墨玉县", "Moyu County"}, {"皮山县", "Pishan County"},
		{"洛浦县", "Lop County"}, {"策勒县", "Qira County"}, {"于田县", "Yutian County"}, {"民丰县", "Minfeng County"}}},
	{"ili", text{"伊犁哈萨克自治州", "Ili Kazakh Autonomous Prefecture"}, "0999", 43.92, 81.32, []text{
		{"伊宁市", "Yining City"}, {"奎屯市", "Kuytun City"}, {"霍尔果斯市", "Khorgos City"}, {"伊宁县", "Yining County"},
		{"察布查尔县", "Qapqal County"}, {"霍城县", "Huocheng County"}, {"巩留县", "Gongliu County"}, {"新源县", "Xinyuan County"},
		{"昭苏县", "Zhaosu County"}, {"特克斯县", "Tekes County"}, {"尼勒克县", "Nilka County"}}},
	{"tacheng", text{"塔城地区", "Tacheng Prefecture"}, "0901", 46.75, 82.98, []text{
		{"塔城市", "Tacheng City"}, {"乌苏市", "Wusu City"}, {"沙湾市", "Shawan City"}, {"额敏县", "Emin County"},
		{"托里县", "Toli County"}, {"裕民县", "Yumin County"}, {"和布克赛尔县", "Hoboksar County"}}},
	{"altay", text{"阿勒泰地区", "Altay Prefecture"}, "0906", 47.84, 88.14, []text{
		{"阿勒泰市", "Altay City"}, {"布尔津县", "Burqin County"}, {"富蕴县", "Fuyun County"}, {"福海县", "Fuhai County"},
		{"哈巴河县", "Habahe County"}, {"青河县", "Qinggil County"}, {"吉木乃县", "Jeminay County"}}},
}

// A room of a venue.
type room struct {
	id       string
	name     text
	capacity int
}

// A venueKind is what many counties have one of.
type venueKind struct {
	id       string
	name     text
	capacity int
	rooms    []room
}

var venueKinds = []venueKind{
	{"science-museum", text{"科技馆", "Science Museum"}, 1000, []room{
		{"hall", text{"报告厅", "Lecture hall"}, 220}, {"workshop", text{"动手工坊", "Workshop"}, 36}, {"dome", text{"球幕影院", "Dome theatre"}, 80}}},
	{"library", text{"图书馆", "Library"}, 400, []room{
		{"auditorium", text{"学术报告厅", "Auditorium"}, 150}, {"reading-room", text{"阅览室", "Reading room"}, 60}}},
	{"culture-centre", text{"文化馆", "Culture Centre"}, 900, []room{
		{"hall", text{"多功能厅", "Hall"}, 300}, {"square", text{"馆前广场", "Square"}, 600}}},
	{"youth-centre", text{"青少年活动中心", "Youth Centre"}, 500, []room{
		{"theatre", text{"小剧场", "Theatre"}, 260}, {"maker-room", text{"创客教室", "Maker room"}, 40}}},
	{"practice-centre", text{"新时代文明实践中心", "Civilisation Practice Centre"}, 200, []room{
		{"classroom", text{"培训教室", "Classroom"}, 60}}},
	{"school", text{"第一中学", "No. 1 Middle School"}, 800, []room{
		{"laboratory", text{"理化实验室", "Laboratory"}, 48}, {"gymnasium", text{"体育馆", "Gymnasium"}, 400}}},
	{"park", text{"人民公园", "People's Park"}, 2000, nil},
	{"farm-station", text{"农业技术推广站", "Agricultural Station"}, 120, nil},
}

// The main venue stands in the first county of all.
var mainVenue = venueKind{"science-hall", text{"新疆科技馆", "Xinjiang Science and Technology Museum"}, 3000, []room{
	{"hall-a", text{"报告厅", "Lecture hall"}, 320}, {"stage", text{"序厅舞台", "Atrium stage"}, 200}, {"lab", text{"实验教室", "Laboratory"}, 36},
	{"dome", text{"球幕影院", "Dome theatre"}, 160}, {"plaza", text{"馆前广场", "Plaza"}, 1200}}}

var streets = []text{
	{"人民路", "Renmin Road"}, {"解放路", "Jiefang Road"}, {"文化路", "Wenhua Road"}, {"团结路", "Tuanjie Road"}, {"友好路", "Youhao Road"},
	{"天山路", "Tianshan Road"}, {"北京路", "Beijing Road"}, {"胜利路", "Shengli Road"}, {"光明路", "Guangming Road"}, {"青年路", "Qingnian Road"},
}

// A county is where events are held.
type county struct {
	id       string
	name     text
	province *province
	region   *region
	venues   []*venue
}

// A venue belongs to a county.
type venue struct {
	venueKind
	id       string
	name     text
	county   *county
	address  text
	lat, lon float64
	taken    []uint64 // for each room, a bit for each slot of the campaign's week
}

func (c *county) add(r *rand.Rand, kind venueKind, id string, name text) {
	lat, lon := c.spot(r)
	c.venues = append(c.venues, &venue{
		venueKind: kind, id: id, name: name, county: c, address: c.address(r), lat: lat, lon: lon, taken: make([]uint64, len(kind.rooms)),
	})
}

// spot returns a point in the county, in degrees.
func (c *county) spot(r *rand.Rand) (lat, lon float64) {
	return c.region.lat + r.Float64()*0.6 - 0.3, c.region.lon + r.Float64()*0.6 - 0.3
}

func (c *county) address(r *rand.Rand) text {
	street, number := pick(r, streets), strconv.Itoa(1+r.IntN(300))
	return text{c.name.zh + street.zh + number + "号", number + " " + street.en + ", " + c.name.en}
}

// An hour of the week's grid: rooms are taken for whole slots, so that no two
// sessions clash.
const (
	week        = 7 // days
	slotsOfDay  = 5
	slotMinutes = 120
	firstSlot   = 10 * 60 // minutes after midnight
)

// take returns a room of v that is free in the slot of the campaign's day, and
// marks it taken; or "" when there is none.
func (v *venue) take(day, slot int) string {
	if day < 0 || day >= week {
		return ""
	}
	bit := uint64(1) << (day*slotsOfDay + slot)
	for i := range v.taken {
		if v.taken[i]&bit == 0 {
			v.taken[i] |= bit
			return v.rooms[i].id
		}
	}
	return ""
}
