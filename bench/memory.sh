# Read by the scripts that measure. A virtual machine gets its memory from its host
# when it first uses it, which would be at the cost of whichever program comes first.
# So most of what is free is used once before.
free=$(awk '/^MemAvailable/ { print int($2 / 1024 * 0.8) }' /proc/meminfo 2>/dev/null || true) # MB
[ -z "$free" ] || head -c "${free}M" /dev/zero | tail -c "${free}M" >/dev/null
