package preview

import "bunting/internal/diag"

// words are what the bar and the overlay say, by name.
type words map[string]string

// said is what they say, in both languages.
var said = map[string]diag.Words{
	"lang":     {EN: "en", ZH: "zh-Hans"},
	"error":    {EN: "error", ZH: "错误"},
	"warning":  {EN: "warning", ZH: "警告"},
	"waiting":  {EN: "The site is shown as soon as its mistakes are mended.", ZH: "改正错误后即可看到网站。"},
	"preview":  {EN: "Preview", ZH: "预览"},
	"language": {EN: "Language", ZH: "语言"},
	"display":  {EN: "Display", ZH: "显示"},
	"system":   {EN: "as the system", ZH: "跟随系统"},
	"light":    {EN: "light", ZH: "浅色"},
	"dark":     {EN: "dark", ZH: "深色"},
	"contrast": {EN: "more contrast", ZH: "高对比度"},
	"large":    {EN: "large text", ZH: "大字"},
	"print":    {EN: "print", ZH: "打印"},
	"phone":    {EN: "Phone width", ZH: "手机宽度"},
	"desk":     {EN: "Full width", ZH: "完整宽度"},
	"drafts":   {EN: "Drafts", ZH: "草稿"},
	"date":     {EN: "Date", ZH: "日期"},
	"today":    {EN: "Now", ZH: "现在"},
	"mistakes": {EN: "Mistakes", ZH: "问题"},
	"none":     {EN: "No mistakes", ZH: "没有问题"},
	"errors":   {EN: "Errors: {n}", ZH: "错误 {n} 个"},
	"warnings": {EN: "Warnings: {n}", ZH: "警告 {n} 个"},
	"stays":    {EN: "The last good site is shown until they are mended.", ZH: "改正之前，显示的是上一个正确的网站。"},
	"open":     {EN: "Open {place} in the editor", ZH: "在编辑器中打开 {place}"},
	"close":    {EN: "Close", ZH: "关闭"},
	"hide":     {EN: "Hide the bar", ZH: "收起工具条"},
	"show":     {EN: "Show the preview’s bar", ZH: "展开预览工具条"},
	"offline":  {EN: "The preview has ended", ZH: "预览已结束"},
	"failed":   {EN: "The editor could not be started", ZH: "无法启动编辑器"},
}

// wordsIn returns the words in a language.
func wordsIn(lang diag.Lang) words {
	out := words{}
	for name, w := range said {
		out[name] = w.In(lang)
	}
	return out
}
