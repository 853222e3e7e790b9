# Read by the scripts that compare with Hugo, in the repository's folder; $out is
# where programs and sites go.

# hugo_ready installs Hugo, through the Go module proxy, unless it is there.
hugo_ready() {
	hugo_version=v0.165.0
	"$out/bin/hugo" version 2>/dev/null | grep -qF "$hugo_version" ||
		CGO_ENABLED=0 GOBIN=$out/bin go install "github.com/gohugoio/hugo@$hugo_version"
}

# equal_sites EVENTS SITE HUGO writes the same campaign for bunting and for Hugo. It
# needs bin/generate.
equal_sites() {
	"$out/bin/generate" --events "$1" --output "$2"
	"$out/bin/generate" --events "$1" --output "$3" --hugo
	cp -R bench/hugo/. "$3"
	cp -R themes/festival/assets "$3"
	cp -R themes/festival/static/. "$3/static"
	mkdir -p "$2/layouts"
	cp themes/festival/layouts/event.html "$2/layouts"
}

# middle_event SITE prints the file of an event with a single session, from the
# middle of the site.
middle_event() {
	(cd "$1" && grep -rL '^\[\[sessions' content/events --include='*.md') | grep -v '\.en\.md$' | sort |
		awk '{ all[NR] = $0 } END { print all[int((NR + 1) / 2)] }'
}
