# Two targets that people use: `make test` and `make bless`.

TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
VENV   := $(abspath $(TARGET))/venv
WEB    := $(abspath $(TARGET))/web
export NUTGRAF_PYTHON := $(VENV)/bin/python
export NUTGRAF_WEB := $(WEB)

.PHONY: test bless lint

# Installs what the tests need, then runs everything that is a test; the
# fuzzers for NUTGRAF_FUZZ_SECONDS each, 60 by default. Parquet is a feature that
# is off by default, and is tested all the same.
test: $(VENV)/ready
	cargo build --release --features parquet
	cargo test --release --features parquet
	fuzz/run

# Rewrites the expected outputs of the tests that keep them as files.
bless: $(VENV)/ready
	NUTGRAF_BLESS=1 cargo test --release --features parquet

lint:
	cargo fmt --check
	cargo clippy --release --all-targets --features parquet

# Second opinions on queries, RDF and tables (rdflib, frictionless) and on pages
# (a browser, a validator), in places of their own.
$(VENV)/ready: tests/requirements.txt tests/html/package.json tests/html/package-lock.json tests/install-tools
	tests/install-tools "$(VENV)" tests/requirements.txt "$(WEB)" tests/html
	touch "$@"
