#!/bin/sh
# Measures how soon the previews of bunting and Hugo show what was saved, on equal
# sites and in turns: seconds to the first page; median seconds from a save to the
# new page for an event's text, its time, a template and the config; peak memory.
# docs/performance.md says what is compared.
#
#   bench/preview.sh                 10,000 events
#   bench/preview.sh 1000            other sizes
#   ROUNDS=3 EDITS=0 bench/preview.sh   how often each file is saved, and how many
#                                    texts before memory is read (7; 1,000)
#   HUGO_ROUNDS=3 HUGO_EDITS=20 bench/preview.sh   the same of Hugo (1; 0), of
#                                    which ten minutes are enough for one round
#
# bunting starts with the cache of an earlier build, as an editor does; beside it
# stands what that build takes after one text was edited. Hugo's fast render makes
# only pages that were visited, and leaves lists stale; --disableFastRender makes
# all of them.
set -eu
cd "$(dirname "$0")/.."
events=${1:-10000}
rounds=${ROUNDS:-7}
edits=${EDITS:-1000}
hugorounds=${HUGO_ROUNDS:-1}
hugoedits=${HUGO_EDITS:-0}

out=$PWD/bench/out
mkdir -p "$out/bin"
go build -o "$out/bin/" ./cmd/bunting ./bench/generate ./bench/measure ./bench/preview
. bench/equal.sh
hugo_ready

dir=$(mktemp -d "$out/preview-XXXXXX")
site=$dir/bunting hugo=$dir/hugo
equal_sites "$events" "$site" "$hugo"
event=$(middle_event "$site")
page=${event#content/}
page=${page%.md}.html
hugotemplate=$(cd "$hugo" && grep -rl '<article class="event"' layouts | head -1)

"$out/bin/bunting" build --quiet --source "$site" --output "$dir/built"
echo >>"$site/$event"
warm=$("$out/bin/measure" "$out/bin/bunting" build --quiet --source "$site" --output "$dir/built")

row() { # NAME START TEXT TIME TEMPLATE CONFIG MEMORY
	printf '%-24s %8s %8s %8s %9s %8s %8s\n' "$@"
}
row "$events events" "start/s" "text/s" "time/s" "template/s" "config/s" "peak/MB"
row "bunting build, warm" "${warm%% *}" - - - - "${warm##* }"
row "bunting serve" $("$out/bin/preview" --source "$site" --event "$event" --config config.toml --template layouts/event.html \
	--page "http://127.0.0.1:1414/bench/$page" --rounds "$rounds" --edits "$edits" \
	"$out/bin/bunting" serve --source "$site" --addr 127.0.0.1:1414 2>"$dir/messages")
for mode in "fast render" "full render"; do
	full=
	[ "$mode" = "fast render" ] || full=--disableFastRender
	row "hugo server, $mode" $("$out/bin/preview" --source "$hugo" --event "$event" --config data/campaign.toml --template "$hugotemplate" \
		--page "http://127.0.0.1:1415/bench/$page" --rounds "$hugorounds" --edits "$hugoedits" \
		"$out/bin/hugo" server --quiet --source "$hugo" --cacheDir "$dir/cache" --renderToMemory --port 1415 $full 2>>"$dir/messages")
done
