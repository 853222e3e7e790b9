#!/bin/sh
# Measures a cold build: nothing cached, nothing built before, but the sources in
# the disk's own cache.
#
#   bench/build.sh               1,000 and 10,000 events
#   bench/build.sh 1000 100000   other sizes, in ascending order
#
# Each row shows the events, the files of the built site, wall-clock seconds,
# user and system seconds, and peak memory; below it how much each grew since
# the row before. A build whose cost is in proportion grows as its events do.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 1000 10000

out=$PWD/bench/out
mkdir -p "$out/bin"
go build -o "$out/bin/" ./cmd/bunting ./bench/generate ./bench/measure
. bench/memory.sh

row='%10s %10s %9s %9s %9s\n'
# shellcheck disable=SC2059
printf "$row" events files wall/s cpu/s peak/MB
before=
for events; do
	site=$out/site-$events
	public=$out/public-$events
	rm -rf "$site" "$public" "$out/.public-$events.bunting"
	"$out/bin/generate" --events "$events" --output "$site"
	sync
	find "$site/" -type f -exec cat {} + >/dev/null
	cost=$("$out/bin/measure" "$out/bin/bunting" build --quiet --source "$site" --output "$public")
	now="$events $(find "$public/" -type f | wc -l) $cost"
	# shellcheck disable=SC2059,SC2086
	printf "$row" $now
	if [ -n "$before" ]; then
		echo "$before $now" | awk -v row="$row" '{ printf row, times(6, 1), times(7, 2), times(8, 3), times(9, 4), times(10, 5) }
			function times(a, b) { return $b > 0 ? sprintf("x %.1f", $a / $b) : "-" }'
	fi
	before=$now
done
