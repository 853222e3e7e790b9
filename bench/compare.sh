#!/bin/sh
# Builds the same campaign with bunting and with Hugo, in turns and on the same
# disk, and compares wall-clock seconds, user and system seconds, peak memory
# and how many files are written. docs/performance.md says what is compared.
#
#   bench/compare.sh                  1,000 and 10,000 events
#   bench/compare.sh 50000            other sizes
#   ROUNDS=3 bench/compare.sh 1000    the median of three rounds
#   EDITS= bench/compare.sh 50000     only from nothing
#
# A round: both from nothing; then bunting again with nothing changed, one event's
# text edited, one event's time changed, and one template changed. Hugo has no
# other way than to build all again, so its build from nothing stands beside all
# of these. (To replace its own output takes it longer.) A build from nothing
# begins without output and without caches, but the sources have just been
# written, so the disk's own cache is warm. Hugo is installed through the Go
# module proxy.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 1000 10000
rounds=${ROUNDS:-1}
edits=${EDITS-unchanged text time template}

out=$PWD/bench/out
old=$out/old
mkdir -p "$out/bin" "$old"
trap 'rm -rf "$old"' EXIT
go build -o "$out/bin/" ./cmd/bunting ./bench/generate ./bench/measure ./bench/samefacts
. bench/equal.sh
. bench/memory.sh
hugo_ready

# run CASE TOOL OUTPUT COMMAND... adds a row to $rows: the case, the tool, what
# measure prints, and how many files of the output are new. A file that bunting
# kept is the same file, with its old time.
run() {
	what=$1 tool=$2 built=$3
	shift 3
	sync
	touch "$out/stamp"
	sleep 0.1
	cost=$("$out/bin/measure" "$@" 2>"$out/messages") || {
		cat "$out/messages" >&2
		exit 1
	}
	echo "$what $tool $cost $(find "$built/" -type f -newer "$out/stamp" | wc -l)" >>"$rows"
}

bunting() {
	run "$1" bunting "$out/compare-bunting" \
		"$out/bin/bunting" build --quiet --source "$site" --output "$out/compare-bunting"
}

hugo() {
	run "$1" hugo "$out/compare-hugo" \
		"$out/bin/hugo" --quiet --minify --source "$hugo" --destination "$out/compare-hugo" --cacheDir "$out/compare-cache"
}

# aside takes folders away without removing them: for some minutes ext4 gives no
# inode away that was freed, and passes over each of them whenever it makes a
# file. So all that is old is removed at the end.
aside() {
	for folder; do
		[ ! -e "$folder" ] || mv "$folder" "$(mktemp -d "$old/XXXXXX")"
	done
}

# clean takes away what was built.
clean() {
	aside "$site/.bunting" "$out/compare-bunting" "$out/.compare-bunting.bunting" \
		"$hugo/resources" "$out/compare-hugo" "$out/compare-cache"
}

# replace PATTERN REPLACEMENT FILE edits FILE, which must change.
replace() {
	sed "s|$1|$2|" "$3" >"$out/edited"
	if cmp -s "$out/edited" "$3"; then
		echo "nothing to edit in $3" >&2
		exit 1
	fi
	cat "$out/edited" >"$3"
}

# edit CASE edits the site.
edit() {
	case $1 in
	unchanged) ;;
	text)
		printf '\n第%s次修改。\n' "$round" >>"$site/$event"
		;;
	time)
		replace "^end = \(.*\):[0-9]*:00$" "end = \1:$((50 + round)):00" "$site/$event"
		;;
	template)
		replace '<article class="event"[^>]*>' "<article class=\"event\" data-round=\"$round\">" "$site/layouts/event.html"
		;;
	*)
		echo "no case $1" >&2
		exit 2
		;;
	esac
}

for events; do
	site=$out/site-$events hugo=$out/hugo-$events rows=$out/rows
	aside "$site" "$hugo"
	rm -f "$rows"
	equal_sites "$events" "$site" "$hugo"
	event=$(middle_event "$site")
	round=1
	while [ "$round" -le "$rounds" ]; do
		clean
		bunting cold
		hugo cold
		if [ "$round" -eq 1 ]; then
			echo "$events events: $(find "$out/compare-bunting/" -type f | wc -l) files by bunting, $(find "$out/compare-hugo/" -type f | wc -l) by Hugo"
			"$out/bin/samefacts" --every $((events / 100 + 1)) "$out/compare-bunting" "$out/compare-hugo"
		fi
		for edit in $edits; do
			edit "$edit"
			bunting "$edit"
		done
		round=$((round + 1))
	done
	clean

	awk '
		{ n = ++count[$1, $2]; for (i = 3; i <= NF; i++) row[$1, $2, i, n] = $i; if (!seen[$1]++) cases[++last] = $1 }
		function median(what, tool, i,    n, a, b, swap) {
			n = count[what, tool]
			for (a = 1; a <= n; a++) v[a] = row[what, tool, i, a]
			for (a = 1; a <= n; a++) for (b = a + 1; b <= n; b++) if (v[b] + 0 < v[a] + 0) { swap = v[a]; v[a] = v[b]; v[b] = swap }
			return v[int((n + 1) / 2)]
		}
		function times(a, b) { return a > 0 ? sprintf("x %.1f", b / a) : "-" }
		BEGIN {
			printf "%-10s %36s %36s %26s\n", "", "bunting", "Hugo", "Hugo : bunting"
			printf "%-10s", ""
			for (i = 0; i < 2; i++) printf " %8s %8s %8s %9s", "wall/s", "cpu/s", "peak/MB", "written"
			printf " %8s %8s %8s\n", "wall", "cpu", "peak"
		}
		END {
			for (c = 1; c <= last; c++) {
				what = cases[c]
				printf "%-10s", what
				for (t = 1; t <= 2; t++) {
					tool = t == 1 ? "bunting" : "hugo"
					for (i = 3; i <= 6; i++) m[tool, i] = median(t == 1 ? what : "cold", tool, i)
					printf " %8s %8s %8s %9s", m[tool, 3], m[tool, 4], m[tool, 5], m[tool, 6]
				}
				printf " %8s %8s %8s\n", times(m["bunting", 3], m["hugo", 3]), times(m["bunting", 4], m["hugo", 4]), times(m["bunting", 5], m["hugo", 5])
			}
		}' "$rows"
done
