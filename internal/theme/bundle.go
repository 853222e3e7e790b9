package theme

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"bunting/internal/diag"
)

// loaders are the files that are bundled, by extension. JSON can be imported
// by scripts.
var loaders = map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS, ".mjs": api.LoaderJS, ".json": api.LoaderJSON}

// browsers are the oldest that pages are made for: those inside WeChat on
// phones that are no longer updated. Newer syntax is written in theirs where
// that can be done.
var browsers = []api.Engine{{Name: api.EngineChrome, Version: "67"}, {Name: api.EngineSafari, Version: "12"}}

// namespace keeps esbuild from looking for files on the disk.
const namespace = "theme"

// bundle publishes a style sheet or script with all that it imports in one
// file.
func (l *loader) bundle(entry string) error {
	b := &bundler{loader: l, entry: entry, sources: map[string]*diag.Source{}}
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Outdir:            ".", // nothing is written
		TsconfigRaw:       "{}",
		Bundle:            true,
		Format:            api.FormatIIFE,
		Engines:           browsers,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LogLevel:          api.LogLevelSilent,
		Plugins: []api.Plugin{{Name: namespace, Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, b.load)
		}}},
	})
	if b.fault != nil {
		return b.fault
	}
	for _, m := range result.Errors {
		l.found.Add(diag.BadAsset, b.place(m), words(m))
	}
	for _, m := range result.Warnings {
		l.found.Add(diag.DoubtfulAsset, b.place(m), words(m))
	}
	for _, f := range result.OutputFiles { // one, unless there were errors
		l.assets.add(entry, f.Contents)
	}
	return nil
}

// A bundler answers esbuild's questions about the files of one entry. It asks
// from several goroutines.
type bundler struct {
	*loader
	entry string

	mu      sync.Mutex
	sources map[string]*diag.Source // what was loaded, by file
	fault   error                   // of the file system
}

// resolve says what a reference in a style sheet or script means.
func (b *bundler) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	if args.Kind == api.ResolveEntryPoint {
		return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
	}
	ref := args.Path
	if strings.HasPrefix(ref, "data:") || strings.HasPrefix(ref, "#") {
		return api.OnResolveResult{Path: ref, External: true}, nil
	}
	if foreign.MatchString(ref) {
		return refuse("%q would make the page load from another host", "“%s”会让页面从其他网站加载内容", ref)
	}
	if strings.HasPrefix(ref, "/") {
		return refuse("%q: write it relative to this file", "“%s”：请写成相对于本文件的路径", ref)
	}
	name := ref
	if i := strings.IndexAny(ref, "?#"); i >= 0 && args.Kind == api.ResolveCSSURLToken {
		name = ref[:i]
	}
	file := path.Join(path.Dir(args.Importer), name)
	if !b.assets.has(file) {
		return refuse("there is no file %[1]q in %[2]s", "%[2]s 中没有文件“%[1]s”", file, b.assets.name)
	}
	if args.Kind == api.ResolveCSSURLToken {
		return b.link(file, ref[len(name):])
	}
	style := path.Ext(args.Importer) == ".css"
	if _, known := loaders[path.Ext(file)]; !known || style != (path.Ext(file) == ".css") {
		return refuse("%q cannot be imported here", "此处不能导入“%s”", ref)
	}
	return api.OnResolveResult{Path: file, Namespace: namespace}, nil
}

// foreign matches references that leave the site (RFC 3986, section 4.2).
var foreign = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\)`)

// refuse returns a message in both languages. Esbuild hands on what is in a
// message's detail, and shows nobody.
func refuse(en, zh string, args ...any) (api.OnResolveResult, error) {
	return api.OnResolveResult{Errors: []api.Message{{Detail: both(en, zh, args...)}}}, nil
}

// words returns what a message says; esbuild's own are in English only.
func words(m api.Message) any {
	if w, ok := m.Detail.(diag.Words); ok {
		return w
	}
	return m.Text
}

// link publishes what a style sheet shows and returns its path relative to
// the style sheet's, so that the sheet is the same below any base path.
func (b *bundler) link(file, suffix string) (api.OnResolveResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	published, err := b.publish(file)
	if err != nil {
		b.fault = err
	}
	up := strings.Repeat("../", strings.Count(b.entry, "/"))
	return api.OnResolveResult{Path: up + strings.TrimPrefix(published, "assets/") + suffix, External: true}, nil
}

// load returns a file's text.
func (b *bundler) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text := ""
	data, ok, err := b.read(b.assets.folder, args.Path, maxAsset)
	if err != nil {
		b.fault = err
	}
	if ok {
		text = string(data)
		b.sources[args.Path] = &diag.Source{Name: path.Join(b.assets.name, args.Path), Text: text}
	}
	return api.OnLoadResult{Contents: &text, Loader: loaders[path.Ext(args.Path)]}, nil
}

// place returns where a message points.
func (b *bundler) place(m api.Message) diag.Span {
	if m.Location == nil {
		return diag.Span{File: path.Join(b.assets.name, b.entry)}
	}
	source := b.sources[strings.TrimPrefix(m.Location.File, namespace+":")]
	if source == nil {
		return diag.Span{File: path.Join(b.assets.name, b.entry)}
	}
	start, _ := lineOf(source.Text, m.Location.Line)
	return source.Span(start+m.Location.Column, m.Location.Length)
}
