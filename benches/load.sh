#!/bin/sh
# How long a load takes, how much memory, and how large the edition becomes,
# for made-up cases of several sizes: benches/load.sh [CLAIMS...]
# Cases and editions go to a folder of their own and vanish with the script;
# the table goes to standard output. Needs GNU time and python3.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 10000 100000 1000000
target=${CARGO_TARGET_DIR:-target}
cargo build --quiet --release --example generate --bin nutgraf
work=$(mktemp -d "${TMPDIR:-/tmp}/nutgraf-load.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

field() { # of the report of GNU time
    sed -n "s/^.*$1[^:]*: *//p" "$work/time" | head -n 1
}

printf '%10s %9s %9s %9s %11s %11s %8s %12s %8s\n' \
    claims 'CSV MB' 'wall s' 'user s' 'us a claim' 'peak MB' 'file MB' triples 'a claim'
for claims in "$@"; do
    case=$work/case
    "$target/release/examples/generate" --claims "$claims" "$case" >"$work/said"
    # The tables are in the page cache now, so reading them is not measured.
    /usr/bin/time -v -o "$work/time" \
        "$target/release/nutgraf" load "$case" --edition "$work/edition" >"$work/said" 2>&1
    triples=$("$target/release/nutgraf" check "$work/edition" |
        sed -n 's/.* \([0-9]*\) triples.*/\1/p')
    python3 - "$claims" "$(du -sk "$case" | cut -f1)" \
        "$(sed -n 's/.*(h:mm:ss or m:ss): //p' "$work/time")" \
        "$(field 'User time')" "$(field 'Maximum resident set size')" \
        "$(wc -c <"$work/edition")" "$triples" <<'END'
import sys
claims, csv_kb, wall, user, peak_kb, file_bytes, triples = sys.argv[1:]
seconds = 0.0
for part in wall.split(":"):
    seconds = seconds * 60 + float(part)
claims, triples = int(claims), int(triples)
print(f"{claims:10} {int(csv_kb) / 1e3:9.1f} {seconds:9.2f} {float(user):9.2f} "
      f"{seconds / claims * 1e6:11.1f} {int(peak_kb) / 1e3:11.0f} "
      f"{int(file_bytes) / 1e6:8.1f} {triples:12} {triples / claims:8.1f}")
END
    rm -rf "$case" "$work/edition"
done
