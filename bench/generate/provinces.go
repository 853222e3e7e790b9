package main

import (
	"math/rand/v2"
	"strings"
)

// perProvince is how many events a province holds before the next one takes
// part. With it the campaign of one province is a real one's size, and half a
// million events are spread over about as many counties as China has.
const perProvince = 20_000

// A province is the top level of the regions where there are several; where
// there is one, it is the campaign itself, and its prefectures stand at the top.
type province struct {
	seat
	several  bool
	regions  []region
	counties []*county
}

// A seat is a province's name, and where its seat is.
type seat struct {
	id       string
	name     text
	code     string // telephone
	lat, lon float64
}

var seats = []seat{
	{"xinjiang", text{"新疆", "Xinjiang"}, "0991", 43.83, 87.62},
	{"gansu", text{"甘肃", "Gansu"}, "0931", 36.06, 103.83}, {"qinghai", text{"青海", "Qinghai"}, "0971", 36.62, 101.78},
	{"ningxia", text{"宁夏", "Ningxia"}, "0951", 38.49, 106.23}, {"shaanxi", text{"陕西", "Shaanxi"}, "029", 34.34, 108.94},
	{"tibet", text{"西藏", "Tibet"}, "0891", 29.65, 91.12}, {"inner-mongolia", text{"内蒙古", "Inner Mongolia"}, "0471", 40.84, 111.75},
	{"sichuan", text{"四川", "Sichuan"}, "028", 30.57, 104.07}, {"chongqing", text{"重庆", "Chongqing"}, "023", 29.56, 106.55},
	{"yunnan", text{"云南", "Yunnan"}, "0871", 25.04, 102.71}, {"guizhou", text{"贵州", "Guizhou"}, "0851", 26.65, 106.63},
	{"guangxi", text{"广西", "Guangxi"}, "0771", 22.82, 108.37}, {"hainan", text{"海南", "Hainan"}, "0898", 20.04, 110.32},
	{"guangdong", text{"广东", "Guangdong"}, "020", 23.13, 113.26}, {"hunan", text{"湖南", "Hunan"}, "0731", 28.23, 112.94},
	{"hubei", text{"湖北", "Hubei"}, "027", 30.59, 114.31}, {"henan", text{"河南", "Henan"}, "0371", 34.75, 113.63},
	{"shanxi", text{"山西", "Shanxi"}, "0351", 37.87, 112.55}, {"hebei", text{"河北", "Hebei"}, "0311", 38.04, 114.51},
	{"beijing", text{"北京", "Beijing"}, "010", 39.90, 116.41}, {"tianjin", text{"天津", "Tianjin"}, "022", 39.08, 117.20},
	{"shandong", text{"山东", "Shandong"}, "0531", 36.65, 117.12}, {"jiangsu", text{"江苏", "Jiangsu"}, "025", 32.06, 118.80},
	{"anhui", text{"安徽", "Anhui"}, "0551", 31.82, 117.23}, {"shanghai", text{"上海", "Shanghai"}, "021", 31.23, 121.47},
	{"zhejiang", text{"浙江", "Zhejiang"}, "0571", 30.27, 120.16}, {"jiangxi", text{"江西", "Jiangxi"}, "0791", 28.68, 115.86},
	{"fujian", text{"福建", "Fujian"}, "0591", 26.07, 119.30}, {"liaoning", text{"辽宁", "Liaoning"}, "024", 41.81, 123.43},
	{"jilin", text{"吉林", "Jilin"}, "0431", 43.82, 125.32}, {"heilongjiang", text{"黑龙江", "Heilongjiang"}, "0451", 45.80, 126.53},
}

// The provinces after the first are made alike.
var (
	points = []text{
		{"东部", "Eastern"}, {"西部", "Western"}, {"南部", "Southern"}, {"北部", "Northern"}, {"中部", "Central"}, {"东南", "South-eastern"},
		{"西南", "South-western"}, {"东北", "North-eastern"}, {"西北", "North-western"}, {"沿江", "Riverside"}, {"山区", "Upland"}, {"平原", "Lowland"},
	}
	districts = []text{
		{"城关区", "Chengguan District"}, {"新城区", "Xincheng District"}, {"高新区", "Hi-tech District"}, {"东山县", "Dongshan County"},
		{"西河县", "Xihe County"}, {"南湖县", "Nanhu County"}, {"北岭县", "Beiling County"}, {"中川县", "Zhongchuan County"},
	}
)

// newProvinces returns as many provinces as that many events need, each with
// its counties and their venues.
func newProvinces(seed uint64, events int) []*province {
	n := min(max(1, (events+perProvince-1)/perProvince), len(seats))
	all := make([]*province, n)
	for i := range all {
		p := &province{seat: seats[i], several: n > 1, regions: xinjiang}
		stream := uint64(placesStream)
		if i > 0 {
			p.regions = p.prefectures()
			stream = furtherStream + uint64(i-1)
		}
		p.settle(rand.New(rand.NewPCG(seed, stream)))
		all[i] = p
	}
	return all
}

// prefectures makes the prefectures of a province.
func (p *province) prefectures() []region {
	var out []region
	for i, point := range points {
		name := text{p.name.zh + point.zh, point.en + " " + p.name.en}
		out = append(out, region{
			id: slug(name.en), name: name, code: p.code, counties: districts,
			lat: p.lat + 0.5*float64(i%4) - 0.75, lon: p.lon + 0.5*float64(i/4) - 0.5,
		})
	}
	return out
}

// settle makes the counties of a province, with their venues.
func (p *province) settle(r *rand.Rand) {
	for i := range p.regions {
		in := &p.regions[i]
		for _, short := range in.counties {
			name := short
			if p.id != seats[0].id { // all alike
				name = text{in.name.zh + short.zh, in.name.en + " " + short.en}
			}
			id := slug(name.en)
			c := &county{id: in.id + "-" + slug(short.en), name: name, province: p, region: in}
			if len(p.counties) == 0 && p.id == seats[0].id {
				c.add(r, mainVenue, mainVenue.id, mainVenue.name)
			}
			for _, k := range []int{len(p.counties), len(p.counties) + 3} {
				kind := venueKinds[k%len(venueKinds)]
				c.add(r, kind, id+"-"+kind.id, text{name.zh + kind.name.zh, name.en + " " + kind.name.en})
			}
			p.counties = append(p.counties, c)
		}
	}
}

// slug returns a name as an id.
func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }
