#!/bin/sh
# Makes JPEGs of quality 80, 480, 960 and 1920 pixels wide, of photos of 12
# megapixels with bunting's package, vipsthumbnail and Hugo, in turns and on the
# same disk, and compares wall-clock seconds, user and system seconds, and peak
# memory; then builds a site of these photos with bunting itself, once more, and
# with one photo more. docs/performance.md says what is compared.
#
#   bench/pictures.sh               24 photos
#   bench/pictures.sh 100           other numbers
#   ROUNDS=3 bench/pictures.sh      the median of three rounds
#
# All of them run with two threads at most. vipsthumbnail (Debian: apt-get install
# libvips-tools) makes all photos of one size in one process, so it reads each three
# times; it is left out where it is missing. Hugo is installed through the Go
# module proxy.
set -eu
cd "$(dirname "$0")/.."
photos=${1:-24}
rounds=${ROUNDS:-1}

out=$PWD/bench/out
mkdir -p "$out/bin"
go build -o "$out/bin/" ./cmd/bunting ./bench/measure ./bench/snapshots ./bench/variants
. bench/equal.sh
hugo_ready

dir=$out/pictures rows=$out/rows-pictures
rm -rf "$dir" "$rows"
"$out/bin/snapshots" --count "$photos" --output "$dir/hugo/assets/photos"
echo "$photos photos, $(du -sk "$dir/hugo/assets" | awk -v n="$photos" '{ printf "%.1f", $1 / 1024 / n }') MB each"

mkdir -p "$dir/hugo/layouts"
cat >"$dir/hugo/hugo.toml" <<-'EOF'
	baseURL = "https://example.org/"
	disableKinds = ["taxonomy", "term", "section", "page", "RSS", "sitemap", "404"]
	timeout = "1h"
EOF
cat >"$dir/hugo/layouts/home.html" <<-'EOF'
	{{ range resources.Match "photos/*" }}{{ $upright := .Filter images.AutoOrient }}{{ range slice "480x" "960x" "1920x" }}
	{{- with $upright.Resize (printf "%s jpg q80 Lanczos" .) }}<img src="{{ .RelPermalink }}">{{ end }}{{ end }}{{ end }}
EOF

# A site with one event, which shows all photos but the last.
site=$dir/site event=$dir/site/content/events/north/photos
mkdir -p "$event"
cat >"$site/config.toml" <<-'EOF'
	baseURL = "https://example.org/"
	defaultLanguage = "en"
	languages.en.name = "English"
	campaign = { name = "Photos", start = 2021-09-11, end = 2021-09-17 }
	regions = [{ id = "north", name = "North" }]
EOF
cat >"$event/index.md" <<-'EOF'
	+++
	title = "Photos"
	place = "Here"
	start = 2021-09-11T10:00
	end = 2021-09-11T12:00
	+++
EOF
cp "$dir"/hugo/assets/photos/* "$event/"
last=$(ls "$event"/*.jp*g | tail -n 1)
last=${last##*/}

# run TOOL COMMAND... adds a row to $rows: the tool, what measure prints, how
# many files there are and their bytes.
run() {
	tool=$1
	shift
	rm -rf "$dir/made" "$dir/cache" "$dir/hugo/resources"
	mkdir -p "$dir/made"
	sync
	again "$tool" "$@"
}

# again TOOL COMMAND... does so with what stands there already.
again() {
	tool=$1
	shift
	cost=$(GOMAXPROCS=2 VIPS_CONCURRENCY=2 "$out/bin/measure" "$@" 2>"$out/messages") || {
		cat "$out/messages" >&2
		exit 1
	}
	echo "$tool $cost $(find "$dir/made" -name '*.jp*g' | wc -l) $(find "$dir/made" -name '*.jp*g' -exec cat {} + | wc -c)" >>"$rows"
}

round=1
while [ "$round" -le "$rounds" ]; do
	run bunting "$out/bin/variants" --output "$dir/made" "$dir"/hugo/assets/photos/*
	if command -v vipsthumbnail >/dev/null; then
		run vipsthumbnail sh -c 'made=$1; shift
			for width in 480 960 1920; do vipsthumbnail --size "${width}x" -o "$made/%s-$width.jpg[Q=80,strip]" "$@" || exit; done' \
			sh "$dir/made" "$dir"/hugo/assets/photos/*
	fi
	run hugo "$out/bin/hugo" --quiet --source "$dir/hugo" --destination "$dir/made" --cacheDir "$dir/cache"
	rm -rf "$site/.bunting" "$dir/.made.bunting"
	rm "$event/$last"
	run site "$out/bin/bunting" build --quiet --source "$site" --output "$dir/made"
	sleep 3 # what has just been written is read again
	again site-again "$out/bin/bunting" build --quiet --source "$site" --output "$dir/made"
	cp "$dir/hugo/assets/photos/$last" "$event/"
	again site-one-more "$out/bin/bunting" build --quiet --source "$site" --output "$dir/made"
	round=$((round + 1))
done
rm -rf "$dir"

awk -v photos="$photos" '
	{ n = ++count[$1]; for (i = 2; i <= NF; i++) row[$1, i, n] = $i; if (n == 1) tools[++last] = $1 }
	function median(tool, i,    n, a, b, swap) {
		n = count[tool]
		for (a = 1; a <= n; a++) v[a] = row[tool, i, a]
		for (a = 1; a <= n; a++) for (b = a + 1; b <= n; b++) if (v[b] + 0 < v[a] + 0) { swap = v[a]; v[a] = v[b]; v[b] = swap }
		return v[int((n + 1) / 2)]
	}
	END {
		printf "%-14s %8s %8s %12s %8s %7s %8s %14s\n", "", "wall/s", "cpu/s", "cpu/ms each", "peak/MB", "files", "MB", "cpu : bunting"
		for (t = 1; t <= last; t++) {
			tool = tools[t]
			printf "%-14s %8s %8s %12.0f %8s %7s %8.1f %14s\n", tool, median(tool, 2), median(tool, 3), 1000 * median(tool, 3) / photos,
				median(tool, 4), median(tool, 5), median(tool, 6) / 1e6, sprintf("x %.2f", median(tool, 3) / median("bunting", 3))
		}
	}' "$rows"
