package main

// A subject is what an event is about.
type subject struct {
	id             string
	name           text
	thing          text // to be seen
	tool           text // to be used by hand
	action, strand string
	lead           string // the organizer that takes part
}

var subjects = []subject{
	{"karez", text{"坎儿井节水", "the karez and saving water"}, text{"竖井剖面模型", "the cut-away model of a shaft"}, text{"滴灌带和量杯", "drip tape and a measuring jug"}, "water", "green", "xj-water"},
	{"glacier", text{"冰川与气候", "glaciers and the climate"}, text{"冰芯切片", "the slice of ice core"}, text{"偏光片和温度计", "polarising filters and a thermometer"}, "resources", "green", "cas-xinjiang"},
	{"wind", text{"风力发电", "power from the wind"}, text{"一截风机叶片", "the piece of turbine blade"}, text{"手摇发电机", "a hand-cranked generator"}, "carbon", "green", "xj-ecology"},
	{"solar", text{"太阳能", "power from the sun"}, text{"光伏板剖面", "the section of a solar panel"}, text{"小灯泡和电压表", "a small bulb and a voltmeter"}, "carbon", "green", "enterprises"},
	{"soil", text{"盐碱地改良", "the cure of salty soil"}, text{"一米深的土壤剖面", "the soil profile, a metre deep"}, text{"试纸和蒸馏水", "test strips and distilled water"}, "rural", "revitalisation", "xj-agriculture"},
	{"cotton", text{"棉花机械化", "machines in the cotton field"}, text{"采棉机的摘锭", "the spindles of a picker"}, text{"放大镜和棉铃", "a lens and a cotton boll"}, "rural", "revitalisation", "xj-agriculture"},
	{"orchard", text{"果园病虫防治", "pests of the orchard"}, text{"虫害标本盒", "the box of damaged twigs"}, text{"诱捕器和记录表", "a trap and a tally sheet"}, "rural", "revitalisation", "science-bases"},
	{"dinosaur", text{"准噶尔恐龙", "the dinosaurs of the Junggar"}, text{"马门溪龙颈椎模型", "the cast of a mamenchisaur's neck"}, text{"毛刷和石膏", "a brush and plaster"}, "resources", "literacy", "xj-resources"},
	{"stars", text{"星空观测", "watching the stars"}, text{"月面大照片", "the large photograph of the Moon"}, text{"双筒望远镜", "binoculars"}, "venue", "spirit", "science-bases"},
	{"beidou", text{"北斗导航", "BeiDou navigation"}, text{"第一代接收机", "a receiver of the first generation"}, text{"手机和指南针", "a phone and a compass"}, "society", "centenary", "learned-societies"},
	{"cpr", text{"心肺复苏", "CPR"}, text{"会亮灯的训练假人", "the dummy that lights up"}, text{"除颤器训练机", "a defibrillator for training"}, "emergency", "volunteering", "xj-emergency"},
	{"earthquake", text{"地震避险", "staying safe in an earthquake"}, text{"震动台上的楼房", "the houses on the shaking table"}, text{"积木和橡皮筋", "blocks and rubber bands"}, "emergency", "literacy", "xj-emergency"},
	{"fire", text{"家庭防火", "fire safety at home"}, text{"烟雾帐篷", "the tent full of smoke"}, text{"灭火毯和湿毛巾", "a fire blanket and a wet towel"}, "emergency", "volunteering", "xj-emergency"},
	{"medicine", text{"安全用药", "the safe use of medicines"}, text{"过期药品展柜", "the case of medicines past their date"}, text{"分装药盒", "a pill box with seven lids"}, "health", "volunteering", "xj-health"},
	{"meals", text{"合理膳食", "balanced meals"}, text{"一桌食物模型", "the table of model dishes"}, text{"限盐勺和厨房秤", "a salt spoon and a kitchen scale"}, "health", "literacy", "xj-health"},
	{"eyes", text{"近视防控", "care of young eyes"}, text{"放大的眼球模型", "the model of an eye"}, text{"视力表和卷尺", "an eye chart and a tape"}, "health", "literacy", "xj-education"},
	{"vaccine", text{"疫苗与免疫", "vaccines and immunity"}, text{"病毒表面模型", "the model of a virus"}, text{"显微镜和玻片", "a microscope and slides"}, "health", "spirit", "xj-health"},
	{"nuclear", text{"核能与辐射", "nuclear energy and radiation"}, text{"反应堆剖面模型", "the cut-away reactor"}, text{"辐射测量仪", "a radiation meter"}, "nuclear", "literacy", "nuclear-industry"},
	{"robots", text{"机器人编程", "programming robots"}, text{"会爬楼的四足机器人", "the robot that climbs stairs"}, text{"平板电脑和积木", "a tablet and bricks"}, "youth", "spirit", "xj-education"},
	{"drones", text{"植保无人机", "drones over the fields"}, text{"农用无人机", "the farm drone"}, text{"飞行模拟器", "a flight simulator"}, "rural", "revitalisation", "enterprises"},
	{"kitchen", text{"厨房化学", "chemistry in the kitchen"}, text{"变色的紫甘蓝汁", "cabbage juice that changes colour"}, text{"滴管和小试管", "a pipette and small tubes"}, "youth", "literacy", "xj-education"},
	{"sand", text{"防沙治沙", "holding back the sand"}, text{"草方格沙盘", "the sand table with its straw squares"}, text{"小风洞", "a small wind tunnel"}, "society", "green", "xj-ecology"},
	{"wetland", text{"湿地候鸟", "birds of the wetlands"}, text{"候鸟迁徙地图", "the map of flyways"}, text{"望远镜和观鸟手册", "a telescope and a field guide"}, "resources", "green", "xj-ecology"},
	{"snow", text{"积雪与雪崩", "snow and avalanches"}, text{"雪层剖面照片", "the photographs of snow layers"}, text{"冰盒和食盐", "an ice tray and salt"}, "society", "spirit", "learned-societies"},
	{"oil", text{"石油与材料", "oil and what is made of it"}, text{"三千米深的岩芯", "the core from three kilometres down"}, text{"分离瓶和漏斗", "a separating flask and a funnel"}, "enterprise", "centenary", "enterprises"},
	{"milk", text{"乳品加工", "milk and what becomes of it"}, text{"透明的发酵罐", "the glass fermenter"}, text{"折光仪和试纸", "a refractometer and test strips"}, "enterprise", "revitalisation", "enterprises"},
	{"radio", text{"射电望远镜", "radio telescopes"}, text{"天线面板样件", "a panel of the dish"}, text{"收音机和铝箔", "a radio set and tin foil"}, "resources", "spirit", "cas-xinjiang"},
	{"waste", text{"垃圾分类", "sorting waste"}, text{"会发热的堆肥箱", "the warm compost box"}, text{"电子秤和分类桶", "a scale and four bins"}, "carbon", "green", "xj-ecology"},
	{"paper", text{"桑皮纸工艺", "paper from mulberry bark"}, text{"一池纸浆", "the vat of pulp"}, text{"抄纸帘", "a paper mould"}, "venue", "spirit", "science-bases"},
	{"phones", text{"银龄智能手机", "smartphones for older people"}, text{"大字版操作图", "the large-print charts"}, text{"演示手机", "a practice phone"}, "society", "volunteering", "learned-societies"},
}

// A form is how an event is held.
type form struct {
	id       string
	name     text
	minutes  int // at most slotMinutes
	evening  bool
	online   bool // mostly
	span     bool // mostly with open hours
	audience []string
}

var forms = []form{
	{id: "workshop", name: text{"工作坊", "Workshop"}, minutes: 90, audience: []string{"families", "children"}},
	{id: "lecture", name: text{"讲座", "Lecture"}, minutes: 90, audience: []string{"students", "adults"}},
	{id: "open-day", name: text{"开放日", "Open day"}, minutes: 120, audience: []string{"everyone"}},
	{id: "exhibition", name: text{"巡展", "Touring exhibition"}, minutes: 120, span: true, audience: []string{"everyone", "families"}},
	{id: "class", name: text{"实验课", "Laboratory class"}, minutes: 60, audience: []string{"children", "students"}},
	{id: "contest", name: text{"挑战赛", "Contest"}, minutes: 120, audience: []string{"students"}},
	{id: "walk", name: text{"导览", "Guided walk"}, minutes: 75, audience: []string{"families", "seniors", "adults"}},
	{id: "live", name: text{"直播", "Live stream"}, minutes: 60, online: true, audience: []string{"everyone"}},
	{id: "fair", name: text{"集市", "Fair"}, minutes: 120, audience: []string{"everyone", "families"}},
	{id: "advice", name: text{"咨询台", "Advice desk"}, minutes: 120, span: true, audience: []string{"seniors", "farmers", "adults"}},
	{id: "film", name: text{"放映会", "Film show"}, minutes: 75, audience: []string{"everyone"}},
	{id: "training", name: text{"培训班", "Training course"}, minutes: 120, audience: []string{"teachers", "professionals", "workers"}},
	{id: "night", name: text{"夜场", "Night session"}, minutes: 90, evening: true, audience: []string{"families", "adults"}},
	{id: "camp", name: text{"研学营", "Study camp"}, minutes: 120, audience: []string{"students", "children"}},
	{id: "stories", name: text{"故事会", "Story hour"}, minutes: 60, audience: []string{"children", "families"}},
	{id: "quiz", name: text{"问答会", "Quiz"}, minutes: 60, audience: []string{"workers", "farmers", "students"}},
	{id: "drill", name: text{"演练", "Drill"}, minutes: 45, audience: []string{"everyone", "workers"}},
	{id: "dialogue", name: text{"对话会", "Dialogue"}, minutes: 90, audience: []string{"adults", "students", "teachers"}},
}

// Angles close a title.
var angles = []text{
	{"三个没想到", "three things nobody expects"}, {"动手才算数", "only hands count"}, {"给全家的一小时", "an hour for the whole family"},
	{"听一线的人讲", "told by those who do it"}, {"走近了看细节", "the details, seen close up"}, {"从课本到田间", "from the textbook to the field"},
	{"老手艺新办法", "old crafts and new ways"}, {"让数据说话", "let the figures speak"}, {"小实验大道理", "small experiments, large ideas"},
	{"一直问到底", "asking until it is clear"}, {"第一次也学得会", "made for beginners"}, {"把成果带回家", "something to take home"},
	{"身边的工程师", "the engineer next door"}, {"慢慢看慢慢学", "no hurry at all"}, {"看得见的变化", "change that can be seen"}, {"先猜后看", "guess first, look later"},
}

// Speakers are named by what they are.
var speakers = []text{
	{"高级工程师", "A senior engineer"}, {"中学物理教师", "A teacher of physics"}, {"农技推广员", "An agricultural adviser"}, {"研究员", "A researcher"},
	{"主治医师", "A physician"}, {"科普志愿者", "A science volunteer"}, {"博物馆讲解员", "A museum guide"}, {"退休教授", "A retired professor"},
}

// Parts name an event's sessions.
var parts = []text{
	{"第一场", "First session"}, {"第二场", "Second session"}, {"第三场", "Third session"}, {"第四场", "Fourth session"}, {"第五场", "Fifth session"},
}

// Outdoors are places with no entry among the venues.
var outdoors = []text{
	{"社区党群服务中心", "the community service centre"}, {"牧民定居点活动室", "the herders' meeting room"}, {"村委会大院", "the village yard"},
	{"乡镇巴扎入口", "the bazaar gate"}, {"滨河步道东口", "the east end of the river walk"}, {"企业职工之家", "the workers' club"},
	{"乡镇卫生院一楼", "the ground floor of the clinic"}, {"水库管理站", "the reservoir station"}, {"科技小院", "the science yard"}, {"客运站候车厅", "the coach station hall"},
}

// Notes explain a status.
var notes = map[string][]text{
	"cancelled": {
		{"受大风降温影响，活动取消，不另改期，已登记的观众会收到短信。", "Cancelled because of strong wind and cold; no new date. Everyone who registered receives a message."},
		{"按当地防疫要求，活动取消，材料包可在社区领取。", "Cancelled to meet local epidemic rules; kits can be collected from the community office."},
	},
	"postponed":    {{"场地临时检修，活动延期，新日期另行公布，请留意本页。", "The place is under repair; the event is postponed and the new date follows. Please watch this page."}},
	"rescheduled":  {{"因主讲人行程调整，活动改期，以本页时间为准，原预约继续有效。", "Moved to another time because of the speaker's journey; the times on this page hold, and bookings remain valid."}},
	"moved-online": {{"按当地防疫要求，现场活动改为网络直播，时间不变。", "To meet local epidemic rules the event becomes a live stream at the same time."}},
}
