package diag

// A Code names one kind of mistake. Names are stable: people search for them
// and scripts match them.
type Code struct {
	Name     string
	Severity Severity
	Reason   Words // fmt formats, filled by a diagnostic's arguments
	Mend     Words // likewise; empty where the reason says all
}

// all is filled while the package starts and never changed again.
var all []*Code

// Codes returns every code, in the order of this file.
func Codes() []*Code { return all }

func define(severity Severity, name string, reason, mend Words) *Code {
	c := &Code{Name: name, Severity: severity, Reason: reason, Mend: mend}
	all = append(all, c)
	return c
}

// A file as such.
var (
	NotUTF8 = define(Error, "not-utf8",
		Words{"this text is not UTF-8", "文件编码不是 UTF-8"},
		Words{"save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)", "请用 UTF-8 编码重新保存（记事本：另存为，编码选 UTF-8）"})
	NotText = define(Error, "not-text",
		Words{"this is a %[1]s file, not a text", "这是 %[1]s 文件，不是文本文件"},
		Words{"copy its text into a new text file that ends in .md", "请把其中的文字复制到新的文本文件（.md）"})
	WrongSuffix = define(Error, "wrong-suffix",
		Words{"this file is not read: its name does not end in .md", "此文件不会被读取：文件名应以 .md 结尾"},
		Words{"rename it to %[1]s", "请重命名为 %[1]s"})
	TooLarge = define(Error, "too-large",
		Words{"this is %[2]d bytes long; at most %[3]d are read", "共 %[2]d 字节，超过上限 %[3]d 字节"},
		Words{"split the text, or attach the long part as a file", "请拆分文字，或把较长的部分作为附件"})
	TooComplex = define(Error, "too-complex",
		Words{"this is too complex to be read safely", "结构过于复杂，为安全起见不予读取"},
		Words{"write it more simply", "请简化写法"})
	BadName = define(Error, "bad-name",
		Words{"the name %[1]q cannot be part of a web address", "名称“%[1]s”不能用于网址"},
		Words{"use letters, digits and hyphens, such as %[2]q", "请只用字母、数字和连字符，例如“%[2]s”"})
	StrayFile = define(Warning, "stray-file",
		Words{"this file belongs to no page and is not published", "此文件不属于任何页面，不会发布"},
		Words{"%[1]s", "%[1]s"})
	SymbolicLink = define(Error, "symbolic-link",
		Words{"this is a symbolic link; links are not followed", "这是符号链接，系统不会跟随链接"},
		Words{"put the file itself here", "请把文件本身放在这里"})
	MissingFile = define(Error, "missing-file",
		Words{"there is no file %[1]q", "找不到文件“%[1]s”"},
		Words{"put the file %[2]s, or take the entry out", "请把文件放到%[2]s，或删去这一项"})
)

// Front matter and TOML.
var (
	NoFrontMatter = define(Error, "no-front-matter",
		Words{"the file does not begin with a line +++", "文件开头没有 +++ 行"},
		Words{"begin with the facts between two lines +++:\n+++\ntitle = \"…\"\n+++", "请在文件开头用两行 +++ 写明各项信息：\n+++\ntitle = \"…\"\n+++"})
	OpenFrontMatter = define(Error, "open-front-matter",
		Words{"the second line +++ is missing", "缺少第二个 +++ 行"},
		Words{"write +++ on a line of its own where the facts end and the text begins", "请在各项信息之后、正文之前单独写一行 +++"})
	BadTOML = define(Error, "bad-toml",
		Words{"this is not valid TOML: %[1]s", "TOML 语法有误：%[1]s"},
		Words{"write one entry a line, such as title = \"…\"", "请每行写一项，例如 title = \"…\""})
	UnclosedString = define(Error, "unclosed-string",
		Words{"a quotation mark is missing", "缺少引号"},
		Words{"put \" before and after the text, on the same line; for several lines use \"\"\"", "请在文字前后各写一个英文引号 \"，并写在同一行；多行文字用 \"\"\""})
	UnclosedList = define(Error, "unclosed-list",
		Words{"what begins here is not closed: %[1]s is missing", "从这里开始的内容没有结束，缺少 %[1]s"},
		Words{"write %[1]s where it ends", "请在末尾补上 %[1]s"})
	InvisibleCharacter = define(Error, "invisible-character",
		Words{"there is an invisible character (%[1]s)", "这里有看不见的字符（%[1]s）"},
		Words{"delete the invisible character, or write an ordinary space", "请删去看不见的字符，或改为普通空格"})
	UnquotedText = define(Error, "unquoted-text",
		Words{"%[1]q needs quotation marks", "“%[1]s”需要加引号"},
		Words{"write %[2]s", "请写成 %[2]s"})
	DuplicateKey = define(Error, "duplicate-key",
		Words{"%[1]q is set twice", "“%[1]s”写了两次"},
		Words{"keep one of them", "请只保留一处"})
	FullwidthPunctuation = define(Error, "fullwidth-punctuation",
		Words{"full-width characters: %[1]s", "含有全角字符「%[1]s」"},
		Words{"write %[2]s", "请写成 %[2]s"})
	BadDate = define(Error, "bad-date",
		Words{"%[1]q is not a date: %[2]s", "“%[1]s”不是正确的日期：%[2]s"},
		Words{"write %[3]s", "请写成 %[3]s"})
	TypeMismatch = define(Error, "type-mismatch",
		Words{"%[1]q must be %[2]s, not %[3]s", "“%[1]s”应为%[2]s，而不是%[3]s"},
		Words{"write %[1]s = %[4]s", "请写成 %[1]s = %[4]s"})
	UnknownKey = define(Error, "unknown-key",
		Words{"unknown key %[1]q", "未知的键“%[1]s”"},
		Words{"known here: %[2]s", "此处可用：%[2]s"})
	MisplacedKey = define(Error, "misplaced-key",
		Words{"%[1]q belongs to the whole file, but stands in a table", "“%[1]s”属于整个文件，却写在了某个表格里"},
		Words{"put this line above the first line with [ ] or [[ ]]", "请写在第一个 [[…]]（或 […]）之前"})
	MissingKey = define(Error, "missing-key",
		Words{"%[1]q is missing", "缺少“%[1]s”"},
		Words{"add %[1]s = %[2]s", "请补充 %[1]s = %[2]s"})
	BadValue = define(Error, "bad-value",
		Words{"%[1]q is not a value of %[2]q", "“%[1]s”不是“%[2]s”的有效值"},
		Words{"write one of %[3]s", "可用的值：%[3]s"})
	ConflictingKeys = define(Error, "conflicting-keys",
		Words{"%[1]q and %[2]q cannot both be set", "“%[1]s”与“%[2]s”不能同时使用"},
		Words{"keep the one that is meant", "请只保留需要的一个"})
	BadEmail = define(Error, "bad-email",
		Words{"%[1]q is not an e-mail address", "“%[1]s”不是电子邮箱地址"},
		Words{"write it as name@example.cn", "请写成 name@example.cn 的形式"})
	BadLocation = define(Error, "bad-location",
		Words{"this is not a place on the map", "这不是地图上的位置"},
		Words{"write latitude and longitude in degrees, such as [43.84, 87.58]", "请依次写纬度和经度，例如 [43.84, 87.58]"})
	BadZone = define(Error, "bad-time-zone",
		Words{"%[1]q is not a time zone", "“%[1]s”不是时区名称"},
		Words{"write a name such as \"Asia/Shanghai\"", "请写时区名称，例如 \"Asia/Shanghai\""})
	BadLocale = define(Error, "bad-locale",
		Words{"%[1]q is not a language tag", "“%[1]s”不是语言标记"},
		Words{"write a BCP 47 tag such as zh-Hans-CN, en-GB or ug-CN", "请写 BCP 47 语言标记，例如 zh-Hans-CN、en-GB 或 ug-CN"})
	MissingConfig = define(Error, "missing-config",
		Words{"there is no config.toml here", "这里没有 config.toml"},
		Words{"go to the site's folder, name it with --source, or begin one with: bunting new site NAME", "请进入网站所在文件夹，或用 --source 指明，或新建网站：bunting new site 名称"})
	BadURL = define(Error, "bad-url",
		Words{"%[1]q is not a web address", "“%[1]s”不是网址"},
		Words{"write it whole, such as https://kepu.example/live", "请写完整，例如 https://kepu.example/live"})
)

// Ids and references.
var (
	BadID = define(Error, "bad-id",
		Words{"the id %[1]q is not made of a-z, 0-9 and hyphens", "标识“%[1]s”含有 a-z、0-9 和连字符以外的字符"},
		Words{"choose a short id such as science-hall", "请取一个简短的标识，例如 science-hall"})
	DateID = define(Error, "date-id",
		Words{"%[1]q is a date, which no region may have for an id: the gallery has the photos of that day under it", "“%[1]s”是日期，不能作地区的标识：照片页面以它表示当天的照片"},
		Words{"choose a short id such as ili", "请取一个简短的标识，例如 ili"})
	DuplicateID = define(Error, "duplicate-id",
		Words{"the id %[1]q is used twice", "标识“%[1]s”重复"},
		Words{"give one of the two another id", "请给其中一个换一个标识"})
	UnknownAction    = reference("unknown-action", "action", "联合行动")
	UnknownStrand    = reference("unknown-strand", "strand", "活动内容")
	UnknownSeries    = reference("unknown-series", "series", "系列")
	UnknownRegion    = reference("unknown-region", "region", "地区")
	UnknownVenue     = reference("unknown-venue", "venue", "场馆")
	UnknownRoom      = reference("unknown-room", "room", "场地房间")
	UnknownOrganizer = reference("unknown-organizer", "organiser", "主办单位")
	UnknownOffice    = reference("unknown-office", "office", "责任单位")
	UnknownLanguage  = reference("unknown-language", "language", "语言")
	SecondMainVenue  = define(Error, "second-main-venue",
		Words{"there is a main venue already: %[1]s", "主场已经设为 %[1]s"},
		Words{"keep main = true at one of the two", "请只在一处保留 main = true"})
	RegionLoop = define(Error, "region-loop",
		Words{"the region %[1]q is its own ancestor", "地区“%[1]s”的上级地区又回到自身"},
		Words{"correct parent: it names the region above", "请改正 parent：它应是上一级地区"})
)

func reference(name, en, zh string) *Code {
	return define(Error, name,
		Words{"unknown " + en + " %[1]q", "未知的" + zh + "“%[1]s”"},
		Words{"known: %[2]s", "可用：%[2]s"})
}

// Events and translations.
var (
	NoTime = define(Error, "no-time",
		Words{"the event has no time", "活动没有时间"},
		Words{"add start = 2021-09-11T10:00 and end = 2021-09-11T12:00, or [[sessions]]", "请补充 start = 2021-09-11T10:00 和 end = 2021-09-11T12:00，或使用 [[sessions]]"})
	EndBeforeStart = define(Error, "end-before-start",
		Words{"the end, %[1]s, is not after the start, %[2]s", "结束时间 %[1]s 不晚于开始时间 %[2]s"},
		Words{"correct one of the two", "请改正其中一个"})
	BadHours = define(Error, "bad-hours",
		Words{"%[1]q are not hours of a day", "“%[1]s”不是开放时间"},
		Words{"write hours = \"10:00-18:00\"; across midnight: \"20:00-01:00\"", "请写成 hours = \"10:00-18:00\"；跨午夜写作 \"20:00-01:00\""})
	LongSpan = define(Error, "long-span",
		Words{"these open hours run over %[1]d days; at most %[2]d are published", "开放时间跨 %[1]d 天，最多可发布 %[2]d 天"},
		Words{"check the years of from and to, or split the event", "请检查 from 和 to 的年份，或拆成几个活动"})
	EmptyHours = define(Error, "empty-hours",
		Words{"no day is left of these open hours", "按这些条件，没有任何一天开放"},
		Words{"check from, to, weekdays and except", "请检查 from、to、weekdays 和 except"})
	FactInTranslation = define(Error, "fact-in-translation",
		Words{"a translation cannot set %[1]q: facts come from %[2]s", "译文不能设置“%[1]s”：事实信息以 %[2]s 为准"},
		Words{"delete this here; if a fact has changed, change it in %[2]s", "请在此删去；如信息有变，请改 %[2]s"})
	OrphanTranslation = define(Error, "orphan-translation",
		Words{"this is a translation of %[1]s, which does not exist", "这是 %[1]s 的译文，但原文不存在"},
		Words{"add %[1]s with the facts, or rename this file", "请补充写有事实信息的 %[1]s，或重命名此文件"})
	TranslationMismatch = define(Error, "translation-mismatch",
		Words{"the original has no %[1]s for this entry", "原文中没有与此项对应的%[1]s"},
		Words{"keep the entries of %[2]s, in its order", "请与 %[2]s 的条目和顺序保持一致"})
	MissingTranslation = define(Warning, "missing-translation",
		Words{"%[1]d of %[2]d pages have no text in %[3]s, among them %[4]s", "%[2]d 个页面中有 %[1]d 个没有“%[3]s”文本，例如 %[4]s"},
		Words{"add a file such as %[5]s with title and text", "请补充译文文件，例如 %[5]s，写明标题和正文"})
	DuplicateAddress = define(Error, "duplicate-address",
		Words{"the address /%[1]s is already taken by %[2]s", "网址 /%[1]s 已被占用：%[2]s"},
		Words{"set another slug, or rename one of the two files", "请设置不同的 slug，或重命名其中一个文件"})
	AliasConflict = define(Error, "alias-conflict",
		Words{"the alias %[1]q is the address of %[2]s", "别名“%[1]s”已是 %[2]s 的网址"},
		Words{"take the alias out, or choose another", "请删去该别名，或换一个"})
	BadAlias = define(Error, "bad-alias",
		Words{"the alias %[1]q is not a path of this site", "别名“%[1]s”不是本站的路径"},
		Words{"write it from the root, such as /old/page.html", "请从根目录写起，例如 /old/page.html"})
)

// The text of a page.
var (
	BrokenLink = define(Error, "broken-link",
		Words{"the link %[1]q leads to no page or file of this site", "链接“%[1]s”指向的页面或文件不存在"},
		Words{"link to a file that exists, relative to this one", "请链接到存在的文件，路径相对于本文件"})
	BrokenAnchor = define(Error, "broken-anchor",
		Words{"there is no heading or id %[1]q in %[2]s", "%[2]s 中没有标题或锚点“%[1]s”"},
		Words{"known there: %[3]s", "该页可用：%[3]s"})
	UnsafeLink = define(Error, "unsafe-link",
		Words{"links of this kind are not allowed: %[1]s", "不允许使用此类链接：%[1]s"},
		Words{"use https:, http:, mailto: or tel:", "请使用 https:、http:、mailto: 或 tel:"})
	ForeignResource = define(Error, "foreign-resource",
		Words{"%[1]q would make the page load from another host", "“%[1]s”会让页面从其他网站加载内容"},
		Words{"put the file beside this one, or link to it as text", "请把文件放在同一文件夹，或改为文字链接"})
	AttachmentType = define(Error, "attachment-type",
		Words{"files such as %[1]q are not published: a browser would run what is in them", "不发布“%[1]s”这类文件：浏览器会运行其中的内容"},
		Words{"offer it as PDF, Word, Excel, CSV, text, a picture, sound or film", "请改为 PDF、Word、Excel、CSV、文本、图片、音频或视频文件"})
	LocalPath = define(Error, "local-path",
		Words{"%[1]q is a path on your own computer", "“%[1]s”是您电脑上的路径"},
		Words{"copy the file into the folder of this one and write its name alone", "请把文件复制到本文件所在的文件夹，链接里只写文件名"})
	DuplicateAnchor = define(Error, "duplicate-anchor",
		Words{"the id %[1]q is used twice on this page", "锚点“%[1]s”在本页重复"},
		Words{"give one of the two another id", "请给其中一个换一个名称"})
	DroppedHTML = define(Warning, "dropped-html",
		Words{"%[1]q is not allowed in texts and is left out", "正文中不允许使用“%[1]s”，已略去"},
		Words{"write it in Markdown", "请用 Markdown 书写"})
	MisplacedAttributes = define(Warning, "misplaced-attributes",
		Words{"there is no block right above these attributes", "这行属性上方没有可以应用的段落"},
		Words{"put {#id .class} at the end of a heading, or on the line below a block", "请把 {#id .class} 写在标题行末，或写在段落的下一行"})
)

// Photos.
var (
	NotPicture = define(Error, "not-picture",
		Words{"%[1]q is no picture that can be shown%[2]s", "“%[1]s”不是可以显示的图片%[2]s"},
		Words{"save it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible), or take it out", "请另存为 JPEG（iPhone：设置、相机、格式、兼容性最佳），或移走该文件"})
	DamagedPicture = define(Error, "damaged-picture",
		Words{"the picture %[1]q cannot be read: %[2]s", "图片“%[1]s”无法读取：%[2]s"},
		Words{"copy it once more from the camera or phone, or save it again as JPEG", "请从相机或手机重新复制，或重新保存为 JPEG"})
	TooManyPixels = define(Error, "too-many-pixels",
		Words{"the picture %[1]q has %[2]d × %[3]d pixels; at most %[4]d are read", "图片“%[1]s”为 %[2]d × %[3]d 像素，超过上限 %[4]d 像素"},
		Words{"save it smaller, or raise maxPixels under [images] in config.toml", "请缩小后保存，或在 config.toml 的 [images] 中提高 maxPixels"})
	UnsafeSVG = define(Error, "unsafe-svg",
		Words{"the logo %[1]q is more than a picture: it has %[2]q", "标志“%[1]s”不只是图片，其中含有“%[2]s”"},
		Words{"save it as plain SVG, without scripts, entities and references to other files, or as PNG", "请另存为不含脚本、实体和外部引用的普通 SVG，或改用 PNG"})
	BadFocus = define(Error, "bad-focus",
		Words{"this is not a point in a picture", "这不是图片中的位置"},
		Words{"write two numbers from 0 to 1, from the left and from the top: [0.5, 0.3]", "请写两个 0 到 1 之间的数，依次为距左边和距上边的比例，例如 [0.5, 0.3]"})
	SmallPhoto = define(Warning, "small-photo",
		Words{"the photo %[1]q is small: %[2]d × %[3]d pixels", "照片“%[1]s”偏小：%[2]d × %[3]d 像素"},
		Words{"take the original, of at least %[4]d pixels on its longer side", "请使用原图，长边不少于 %[4]d 像素"})
	MissingAlt = define(Warning, "missing-alt",
		Words{"nothing says what the photo %[1]q shows", "照片“%[1]s”没有替代文字"},
		Words{"add %[2]s: what somebody who cannot see it should know", "请补充 %[2]s，为看不到图片的人说明内容"})
)

// Resizing services.
var (
	BadServiceKey = define(Error, "bad-service-key",
		Words{"the key or the salt with which addresses are to be signed is not hexadecimal, or one of them is missing", "用于签名网址的密钥或盐不是十六进制，或缺少其一"},
		Words{"give both %[1]s and %[2]s in the environment as imgproxy has them, or neither", "请在环境变量中同时提供与 imgproxy 一致的 %[1]s 和 %[2]s，或都不提供"})
)

// Films.
var (
	NotFilm = define(Error, "not-film",
		Words{"%[1]q is no film that every browser shows%[2]s", "“%[1]s”不是所有浏览器都能播放的视频%[2]s"},
		Words{"save it as MP4 with H.264 and AAC (an iPhone films so: Settings, Camera, Formats, Most Compatible), or as WebM", "请另存为 MP4（H.264 和 AAC；iPhone：设置、相机、格式、兼容性最佳）或 WebM"})
	LargeFilm = define(Error, "large-film",
		Words{"the film %[1]q has %[2]d MB; at most %[3]d are published", "视频“%[1]s”为 %[2]d MB，超过上限 %[3]d MB"},
		Words{"save it smaller, 720 lines are enough, or put it on a video platform and write url in place of file", "请压缩（720p 已足够），或上传到视频平台，用 url 代替 file"})
	MissingCaptions = define(Warning, "missing-captions",
		Words{"nothing says what is spoken in the film %[1]q", "视频“%[1]s”没有字幕"},
		Words{"add captions = { zh = \"….vtt\" }: who cannot hear it, or may not make noise, reads them", "请补充 captions = { zh = \"….vtt\" }，供听不到或不便外放的人阅读"})
	BadCaptions = define(Error, "bad-captions",
		Words{"the captions %[1]q cannot be shown: %[2]s", "字幕“%[1]s”无法显示：%[2]s"},
		Words{"write WebVTT: WEBVTT in the first line, then for each text 00:01.000 --> 00:04.500, the text below, and an empty line", "请使用 WebVTT 格式：首行为 WEBVTT；每条字幕先写 00:01.000 --> 00:04.500，下一行写文字，再空一行"})
)

// The programme, and what a careful reader would ask.
var (
	OutsideWindow = define(Warning, "outside-window",
		Words{"%[1]s is outside the campaign, %[2]s to %[3]s", "%[1]s 不在活动期间（%[2]s 至 %[3]s）内"},
		Words{"check the date; yearRound = true in config.toml allows it", "请核对日期；如确需，可在 config.toml 中设置 yearRound = true"})
	RoomClash = define(Warning, "room-clash",
		Words{"%[1]s at %[2]s is taken at %[3]s by %[4]s", "“%[2]s”的“%[1]s”在 %[3]s 已被 %[4]s 占用"},
		Words{"choose another room or time", "请换一个房间或时间"})
	WeekdayMismatch = define(Warning, "weekday-mismatch",
		Words{"%[1]s is not a %[2]s but a %[3]s", "%[1]s 不是%[2]s，而是%[3]s"},
		Words{"correct the weekday or the date", "请改正星期或日期"})
	PersonalData = define(Warning, "personal-data",
		Words{"%[1]q looks like %[2]s", "“%[1]s”像是%[2]s"},
		Words{"take it out; if it is meant for the public, set personalData = \"public\"", "请删去；如确需公开，请设置 personalData = \"public\""})
	ForbiddenLink = define(Warning, "forbidden-link",
		Words{"links to %[1]s are not wanted on this site", "本站不允许链接到 %[1]s"},
		Words{"take the link out, or ask for the host to be allowed under [links] in config.toml", "请删去链接，或在 config.toml 的 [links] 中允许该网站"})
	MilestoneLater = define(Warning, "milestone-later",
		Words{"%[1]s is later than %[2]s, the date of the level above", "%[1]s 晚于上级规定的 %[2]s"},
		Words{"choose an earlier date", "请选择更早的日期"})
)

// Themes.
var (
	MissingTheme = define(Error, "missing-theme",
		Words{"there is no theme %[1]q", "找不到主题“%[1]s”"},
		Words{"put it in themes/%[1]s, or write one of %[2]s", "请放到 themes/%[1]s，或改用：%[2]s"})
	BadTemplate = define(Error, "bad-template",
		Words{"%[1]s", "模板有误：%[1]s"},
		Words{"", ""})
	MissingLayout = define(Error, "missing-layout",
		Words{"the theme has no layout %[1]q", "主题缺少模板“%[1]s”"},
		Words{"add layouts/%[1]s", "请添加 layouts/%[1]s"})
	MissingMessage = define(Error, "missing-message",
		Words{"there is no message %[1]q in %[2]s", "%[2]s 中缺少词条“%[1]s”"},
		Words{"add it there", "请在其中补充"})
	BadMessage = define(Error, "bad-message",
		Words{"the message %[1]q is malformed: %[2]s", "词条“%[1]s”有误：%[2]s"},
		Words{"write a text, or a table of plural forms with other", "请写成文字，或含 other 的复数形式表"})
	BadAsset = define(Error, "bad-asset",
		Words{"%[1]s", "资源文件有误：%[1]s"},
		Words{"", ""})
	DoubtfulAsset = define(Warning, "doubtful-asset",
		Words{"%[1]s", "资源文件可能有误：%[1]s"},
		Words{"", ""})
	MissingAsset = define(Error, "missing-asset",
		Words{"there is no asset %[1]q in %[2]s", "%[2]s 中没有资源文件“%[1]s”"},
		Words{"put the file there, or name one that exists", "请把文件放入其中，或改用已有的文件"})
)

// Where the site is sent to.
var (
	BadTarget = define(Error, "bad-target",
		Words{"%[1]q is no address that a site can be sent to", "“%[1]s”不是可以发布到的地址"},
		Words{"write s3://bucket/folder, sftp://user@host/folder or file:///folder", "请写成 s3://存储桶/文件夹、sftp://用户@主机/文件夹 或 file:///文件夹"})
	PasswordInConfig = define(Error, "password-in-config",
		Words{"there is a password in the address of the target %[1]q; everyone who reads this file can read it", "目标“%[1]s”的地址中含有密码，能读到此文件的人都能看到"},
		Words{"take it out and change it; keys come from ssh-agent, ~/.ssh, the environment or ~/.aws", "请删去并更换密码；密钥应取自 ssh-agent、~/.ssh、环境变量或 ~/.aws"})
	UselessOption = define(Error, "useless-option",
		Words{"%[1]q means nothing for %[2]s", "“%[1]s”对 %[2]s 没有意义"},
		Words{"take it out; it is for %[3]s", "请删去；它只用于 %[3]s"})
)

// What is remembered of earlier builds. The site is right without it.
var (
	CacheDamaged = define(Warning, "cache-damaged",
		Words{"part of the cache cannot be read, and is made anew: %[1]s", "部分缓存无法读取，已重新生成：%[1]s"},
		Words{"nothing is to be done; if it happens often, delete the folder and have the disk checked", "无需处理；如经常出现，请删除该文件夹并检查磁盘"})
	CacheUnwritable = define(Warning, "cache-unwritable",
		Words{"the cache cannot be written; the next build will be slower: %[1]s", "无法写入缓存，下次生成会较慢：%[1]s"},
		Words{"make room and allow writing, or build with --no-cache", "请腾出空间并允许写入，或使用 --no-cache"})
	CacheRemote = define(Warning, "cache-remote",
		Words{"the shared cache does not answer and is not used: %[1]s", "共享缓存没有响应，本次不使用：%[1]s"},
		Words{"look at [cache] in config.toml, the credentials and the network", "请检查 config.toml 的 [cache]、访问凭据和网络"})
)

// Pushes.
var (
	UnknownPusher = define(Error, "unknown-pusher",
		Words{"the server does not say who pushes", "服务器没有说明推送者是谁"},
		Words{"ask whoever runs it: docs/publish.md says how it must be set up", "请联系服务器管理员，按 docs/publish.md 设置"})
	ForeignRef = define(Error, "foreign-ref",
		Words{"only these branches can be pushed here: %[1]s", "这里只能推送以下分支：%[1]s"},
		Words{"push with: git push origin HEAD:BRANCH", "请这样推送：git push origin HEAD:分支名"})
	LivePast = define(Error, "live-past",
		Words{"%[1]s must grow: this push would leave out what others have published there, or what you have", "%[1]s 只能追加：本次推送会丢掉已发布的内容"},
		Words{"fetch and try again: git pull --rebase, then git push; to take something back: git revert", "请先 git pull --rebase，再 git push；如要撤回内容，请用 git revert"})
	ForeignPath = define(Error, "foreign-path",
		Words{"%[1]s may not change this", "“%[1]s”无权修改此文件"},
		Words{"take the change out, or ask an editor; yours are: %[2]s", "请去掉这项改动，或请编辑来改；你可以修改：%[2]s"})
	UnsafeName = define(Error, "unsafe-name",
		Words{"not every computer can hold a file of this name: %[1]s", "有些电脑无法保存这个文件名：%[1]s"},
		Words{"rename it", "请重命名"})
	NameClash = define(Error, "name-clash",
		Words{"some computers take this name and %[1]q for one", "有些电脑会把此名称与“%[1]s”视为同一个"},
		Words{"rename one of the two", "请重命名其中一个"})
	Submodule = define(Error, "submodule",
		Words{"this is another repository, not a folder", "这是另一个代码仓库，不是文件夹"},
		Words{"put the files themselves here: git rm --cached, remove .git in it, git add", "请把文件本身放在这里：git rm --cached，删去其中的 .git，再 git add"})
	PushLimit = define(Error, "push-limit",
		Words{"there are too many %[1]s: at most %[2]d are taken", "超过上限：%[1]s，至多 %[2]d"},
		Words{"take out what the site does not need, or ask whoever runs the server", "请去掉网站不需要的内容，或联系服务器管理员"})
	CheckLimit = define(Error, "check-limit",
		Words{"the site could not be checked: it takes more than %[1]s", "无法检查网站：超过 %[1]s"},
		Words{"make what you changed last smaller and simpler, or ask whoever runs the server", "请把最近的改动改小、改简单，或联系服务器管理员"})
)
