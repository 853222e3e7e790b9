// Prints what Intl writes for every day of 2021, as JSON: the reference that
// intl_test.go compares with. Arguments: BCP 47 tags.
const day = 86400000, utc = { timeZone: "UTC" };
const days = Array.from({ length: 365 }, (_, i) => Date.UTC(2021, 0, 1) + i * day);
const spans = [0, 6, 40, 300, 400]; // in days; intl_test.go has the same
const numbers = [-9007199254740991, -1234567, -1, 0, 12, 999, 1000, 1234, 99999, 100000, 1234567, 1234567890];
const counts = [...Array(1101).keys(), 1000000, 1000001, 2000000, 10000000, 12345678, 1000000000, -1, -2];
const lists = [["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]];
const names = ["zh", "en", "ug", "kk", "mn", "ar", "fr", "de", "ru", "ja", "ko", "bo", "ky", "zh-Hans", "zh-Hant"];
const words = [
  "乌鲁木齐", "伊犁", "喀什", "阿克苏", "昌吉", "和田", "石河子", "吐鲁番", "哈密", "阿勒泰", "塔城", "博州", "巴州", "克州", "克拉玛依",
  "科技馆", "图书馆", "气象局", "农业", "碳达峰", "安全", "北京", "上海", "广州", "重庆", "沈阳", "神木", "沙雅", "长沙", "西安", "成都", "重点", "崇左", "abc", "Zoo", "2021", "10",
  "ئۈرۈمچى", "ئىلى", "قەشقەر", "ئاقسۇ", "سانجى", "خوتەن", "شىخەنزە", "تۇرپان", "قۇمۇل", "ئالتاي", "گۈل", "ڭ", "چۆچەك", "ۋەتەن", "ېرىق", "ھاۋا", "ژورنال",
];

const result = { cldr: process.versions.cldr, locales: {} };
for (const tag of process.argv.slice(2)) {
  const format = (o) => new Intl.DateTimeFormat(tag, { ...utc, ...o });
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const every = (f) => days.map((d) => f.format(d));
  const ranges = (f) => spans.flatMap((n) => days.map((d) => f.formatRange(d, d + n * day)));
  const long = format({ dateStyle: "long" }), monthDay = format({ month: "long", day: "numeric" });
  const list = (type) => lists.map((items) => new Intl.ListFormat(tag, { type }).format(items));
  result.locales[tag] = {
    DateLong: every(long),
    DateFull: every(format({ dateStyle: "full" })),
    MonthDay: every(monthDay),
    MonthDayWeekday: every(format({ month: "short", day: "numeric", weekday: "short" })),
    MonthYear: every(format({ month: "long", year: "numeric" })),
    Weekday: every(format({ weekday: "long" })),
    WeekdayShort: every(format({ weekday: "short" })),
    DateRange: ranges(long),
    MonthDayRange: ranges(monthDay),
    Time: Array.from({ length: 1440 }, (_, m) => clock.format(m * 60000)),
    TimeRange: Array.from({ length: 720 }, (_, m) => clock.formatRange(m * 60000, m * 119000)),
    Number: numbers.map((n) => new Intl.NumberFormat(tag + "-u-nu-latn").format(n)),
    Plural: counts.map((n) => new Intl.PluralRules(tag).select(n)),
    And: list("conjunction"),
    Or: list("disjunction"),
    LanguageName: names.map((n) => new Intl.DisplayNames(tag, { type: "language" }).of(n)),
    Sort: words.toSorted(new Intl.Collator(tag).compare),
    Dir: [new Intl.Locale(tag).textInfo.direction],
  };
}
result.inputs = { numbers, counts, lists, names, words };
console.log(JSON.stringify(result));
