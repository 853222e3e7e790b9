package build

import (
	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/film"
	"bunting/internal/site"
	"bunting/internal/source"
)

// films looks at the films and captions of a site's folder.
func films(tree *source.Tree) func(f *campaign.MediaObject, captions bool) (*diag.Diagnostic, error) {
	return func(f *campaign.MediaObject, captions bool) (*diag.Diagnostic, error) {
		return lookAtFilm(tree, f, captions)
	}
}

// lookAtFilm fills in what pages show of a film or of its captions.
func lookAtFilm(tree *source.Tree, f *campaign.MediaObject, captions bool) (*diag.Diagnostic, error) {
	data, err := tree.ReadFile(f.Name)
	if err != nil {
		return nil, err
	}
	if captions {
		if wrong := film.CheckCaptions(data); wrong != nil {
			d := diag.New(diag.BadCaptions, diag.Span{}, f.File, captionsMistakes[wrong.Kind])
			if wrong.Length > 0 {
				src := &diag.Source{Name: f.Name, Text: string(data)}
				d.Span = src.Span(wrong.Offset, wrong.Length)
			}
			return &d, nil
		}
		f.Type = film.WebVTT
	} else {
		kind, seems := film.Inspect(data)
		if kind == "" {
			d := diag.New(diag.NotFilm, diag.Span{}, f.File, filmMistakes[seems])
			return &d, nil
		}
		f.Type = kind
	}
	f.Source = digest.Of(data)
	return nil, nil
}

// fileOf returns what is published of a film or of its captions.
func fileOf(tree *source.Tree, m site.Media) ([]byte, error) {
	data, err := tree.ReadFile(m.Name)
	if err == nil && m.Type != film.WebVTT {
		film.Clean(data)
	}
	return data, err
}

// What is said of films and captions with mistakes.
var (
	filmMistakes = map[string]diag.Words{
		"":             {},
		film.Damaged:   {EN: ": it is damaged or incomplete", ZH: "：文件已损坏或不完整"},
		film.QuickTime: {EN: ", but QuickTime (MOV)", ZH: "，而是 QuickTime（MOV）"},
		film.Matroska:  {EN: ", but Matroska (MKV)", ZH: "，而是 Matroska（MKV）"},
		film.HEVC:      {EN: ", but HEVC (H.265)", ZH: "，而是 HEVC（H.265）"},
		film.DataTrack: {EN: ": a track of data runs beside it, which may tell where the camera was", ZH: "：其中带有数据轨道，可能泄露拍摄位置"},
	}
	captionsMistakes = map[string]diag.Words{
		film.NotUTF8:     {EN: "it is not UTF-8", ZH: "不是 UTF-8 编码"},
		film.NoSignature: {EN: "it does not begin with WEBVTT", ZH: "首行不是 WEBVTT"},
		film.SubRip:      {EN: "this is SubRip (SRT)", ZH: "这是 SubRip（SRT）格式"},
		film.BadTiming:   {EN: "this is no time of a caption", ZH: "这不是字幕的时间"},
		film.BackInTime:  {EN: "this time ends before it begins, or begins before the one above", ZH: "结束早于开始，或早于上一条字幕"},
		film.StrayArrow:  {EN: "a text cannot hold -->; an empty line may be missing above", ZH: "文字中不能有 -->，上面可能缺少空行"},
		film.NoCues:      {EN: "there is no text in it", ZH: "其中没有任何字幕"},
	}
)
