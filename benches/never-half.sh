#!/bin/sh
# Loads that are killed, stopped, starved and crowded: every file operation
# with every fault, 1,000 random kills, larger cases; takes half an hour or so.
# benches/never-half.sh. Says what was done, fails at the first edition that is
# neither the old one nor the new one. Needs what tests/install-tools installs.
set -eu
cd "$(dirname "$0")/.."
NUTGRAF_NEVER_HALF=whole
export NUTGRAF_NEVER_HALF
cargo build --quiet --release
exec cargo test --quiet --release --test it never_half -- --nocapture --test-threads=2
