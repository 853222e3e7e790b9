#!/bin/sh
# Measures what publishing adds to git push: pushes of one changed event to a
# repository that publishes, and to a bare one without hooks, in turn.
#
#   bench/push.sh              10,000 events, 5 pushes
#   bench/push.sh 1000 20      other numbers
#
# Each row shows seconds from the start of git push to its end, when the change is
# live: without hooks, publishing, and the difference.
set -eu
cd "$(dirname "$0")/.."
events=${1:-10000}
pushes=${2:-5}

out=$PWD/bench/out
mkdir -p "$out/bin"
go build -o "$out/bin/" ./cmd/bunting ./bench/generate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$out/bin/generate" --events "$events" --output "$work/site"
git init -q --bare --initial-branch=main "$work/plain.git"
"$out/bin/bunting" publish init --quiet --repo "$work/live.git" --output "$work/www"
export BUNTING_OFFICE='*' GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@example GIT_COMMITTER_NAME=bench GIT_COMMITTER_EMAIL=bench@example
cd "$work/site"
git init -q --initial-branch=main
git add -A
git commit -qm "the site"
seconds() { # COMMAND…
	begin=$(date +%s.%N)
	"$@"
	end=$(date +%s.%N)
	echo "$begin $end" | awk '{ printf "%.2f", $2 - $1 }'
}
echo "first push: $(seconds git push -q ../plain.git main) s without hooks, $(seconds git push -q ../live.git main 2>/dev/null) s publishing"
event=$(find content/events -name '*.md' ! -name '*.en.md' | sort | sed -n "$((events / 2))p")
printf '%10s %10s %10s\n' plain publish difference
for i in $(seq "$pushes"); do
	echo "Version $i." >>"$event"
	git commit -qam "version $i"
	plain=$(seconds git push -q ../plain.git main)
	publish=$(seconds git push -q ../live.git main 2>/dev/null)
	awk "BEGIN { printf \"%10.2f %10.2f %10.2f\n\", $plain, $publish, $publish - $plain }"
	grep -rq "Version $i\." "$work/www/events/" || { echo "version $i is not live" >&2; exit 1; }
done
