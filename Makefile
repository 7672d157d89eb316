# Concordat: one Makefile, no recursion into folders; one build folder for each flavour.
#
#   make help            lists the targets
#   make FLAVOUR=NAME    builds in build/NAME: release, debug, sanitize, thread, fuzz
#   make DEVELOPER=1     warnings are errors
#   make V=1             shows the commands
#
# `demo` and `test` run make again on this same file, because what pkg-config
# says is asked while the file is read, and on a fresh machine that is before
# anything has been installed.

SHELL = /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
FLAVOUR ?= release

CC = gcc
PKG_CONFIG ?= pkg-config

FLAGS_release := -O3 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection
FLAGS_debug := -O0
FLAGS_sanitize := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_thread := -O1 -fsanitize=thread
FLAGS_fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
ifeq ($(FLAVOUR),fuzz)
CC = clang
endif
ifeq ($(FLAGS_$(FLAVOUR)),)
$(error no flavour '$(FLAVOUR)': release, debug, sanitize, thread or fuzz)
endif

BUILD := build/$(FLAVOUR)
BIN := $(if $(filter release,$(FLAVOUR)),bin,$(BUILD)/bin)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wcast-qual -Wpointer-arith -Wundef -Wvla -Wformat=2 -Wconversion
ifdef DEVELOPER
WARNINGS += -Werror
endif
CFLAGS ?=
ALL_CFLAGS = -std=gnu17 -D_GNU_SOURCE -g $(FLAGS_$(FLAVOUR)) $(WARNINGS) -I. -pthread -DVERSION='"$(VERSION)"' $(CFLAGS)
LINK_FLAGS = -Wl,-z,relro,-z,now -Wl,--as-needed $(FLAGS_$(FLAVOUR)) -pthread $(LDFLAGS)

PACKAGES_MAIN := icu-uc icu-i18n libpcre2-8 nettle libexttextcat sqlite3
PACKAGES_READ := poppler-glib cairo libxml-2.0 libarchive libseccomp icu-uc
MAIN_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES_MAIN) 2>/dev/null)
MAIN_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES_MAIN) 2>/dev/null) -lstemmer -lm
READ_CFLAGS := $(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(PACKAGES_READ) 2>/dev/null))
READ_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES_READ) 2>/dev/null) -lm

PIPELINE := $(wildcard pipeline/*/*.c)
READER := $(wildcard stages/read/reader/*.c stages/read/reader/*/*.c)
STAGES := $(filter-out $(READER),$(wildcard stages/*.c stages/*/*.c))
HEADERS := $(wildcard pipeline/*/*.h stages/*/*.h stages/read/reader/*.h stages/read/reader/*/*.h)
PAGES := $(wildcard docs/*.1 docs/*.5 docs/*.7 stages/*.1 stages/*/*.1)
UNIT := $(wildcard tests/unit/*.c tests/properties/*.c)
TOOLS := $(wildcard tests/tools/*.c)
FUZZ := $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c))

# Short lines; V=1 shows the commands.
Q := $(if $(V),,@)
SAY := @$(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),:,echo ' ')

object = $(patsubst %.c,$(BUILD)/%.o,$(1))
program = $(patsubst %.c,$(BUILD)/%,$(1))

.PHONY: all
all: $(BIN)/concordat $(BIN)/concordat-read

$(BIN)/concordat: $(call object,$(STAGES)) $(BUILD)/pages.o $(BUILD)/libpipeline.a
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ $(MAIN_LIBS)

$(BIN)/concordat-read: $(call object,$(READER)) $(BUILD)/libpipeline.a
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ $(READ_LIBS)

$(BUILD)/libpipeline.a: $(call object,$(PIPELINE))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(call object,$(READER)): ALL_CFLAGS += $(READ_CFLAGS)
$(call object,$(STAGES) $(PIPELINE)): ALL_CFLAGS += $(MAIN_CFLAGS)

# libstemmer cannot say its version; the package system can.
STEMMER := $(shell dpkg-query -W -f '$${Version}' libstemmer-dev 2>/dev/null | sed 's/-.*//')
$(BUILD)/pipeline/run/versions.o: ALL_CFLAGS += -DSTEMMER='"$(or $(STEMMER),unknown)"'

# Where the data of libexttextcat lie, unless they lie below the prefix of Concordat itself.
FINGERPRINTS := $(shell $(PKG_CONFIG) --variable=pkgdatadir libexttextcat 2>/dev/null)
$(BUILD)/pipeline/run/versions.o: ALL_CFLAGS += -DFINGERPRINTS='"$(or $(FINGERPRINTS),/usr/share/libexttextcat)"'

$(BUILD)/%.o: %.c | $(BUILD)/found
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Before the first compilation: is everything there?  Says what is missing.
$(BUILD)/found:
	@mkdir -p $(@D)
	@PKG_CONFIG='$(PKG_CONFIG)' sh .ci/deps --check
	@touch $@

# The manual pages as plain text, for `concordat help STAGE`.
$(BUILD)/pages.c: docs/pages.sh $(PAGES) | $(BUILD)/found
	@mkdir -p $(@D)
	$(SAY) PAGES $@
	$(Q)sh docs/pages.sh $(PAGES) > $@
$(BUILD)/pages.o: $(BUILD)/pages.c
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

# --- installing ---

.PHONY: install uninstall
PLACE = $(DESTDIR)$(PREFIX)
MAN_PAGES = for page in $(PAGES); do \
	name=$${page\#\#*/}; \
	case $$name in concordat*) ;; *) name=concordat-$$name ;; esac; \
	to="$(PLACE)/share/man/man$${name\#\#*.}/$$name";

install: all
	install -d "$(PLACE)/bin" "$(PLACE)/libexec/concordat" "$(PLACE)/share/concordat/stopwords" \
		"$(PLACE)/share/concordat/words" \
		"$(PLACE)/share/man/man1" "$(PLACE)/share/man/man5" "$(PLACE)/share/man/man7" \
		"$(PLACE)/share/bash-completion/completions"
	install -m 755 $(BIN)/concordat "$(PLACE)/bin/concordat"
	install -m 755 $(BIN)/concordat-read "$(PLACE)/libexec/concordat/concordat-read"
	install -m 644 stopwords/*.txt "$(PLACE)/share/concordat/stopwords"
	install -m 644 corpora/words/*.txt "$(PLACE)/share/concordat/words"
	@$(MAN_PAGES) install -m 644 "$$page" "$$to" || exit 1; done
	$(BIN)/concordat help --completion > $(BUILD)/completion
	install -m 644 $(BUILD)/completion "$(PLACE)/share/bash-completion/completions/concordat"

uninstall:
	rm -f "$(PLACE)/bin/concordat" "$(PLACE)/share/bash-completion/completions/concordat"
	rm -rf "$(PLACE)/libexec/concordat" "$(PLACE)/share/concordat"
	@$(MAN_PAGES) rm -f "$$to"; done

# --- what a newcomer types ---

# With make's own -j, that one holds; else as many as there are cores.
CORES := $(shell nproc 2>/dev/null || echo 1)
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(CORES))

.PHONY: deps demo
deps:
	@PKG_CONFIG='$(PKG_CONFIG)' sh .ci/deps

demo: deps
	@$(MAKE) --no-print-directory $(PARALLEL) all
	$(BIN)/concordat run corpora/partnerships -o results
	@sh docs/demo.sh results

# --- tests ---

.PHONY: test test-all test-unit test-commands sanitize check-headers test-programs
test: deps
	@$(MAKE) --no-print-directory $(PARALLEL) all test-programs
	@$(MAKE) --no-print-directory test-all

RUN_TESTS = BUILD=$(BUILD) BIN=$(BIN) sh tests/run
test-all: all test-programs
	@$(RUN_TESTS)
test-unit: test-programs
	@$(RUN_TESTS) unit
test-commands: all
	@$(RUN_TESTS) commands

sanitize:
	@$(MAKE) --no-print-directory FLAVOUR=sanitize test

# All of the program but its mains, for tests to take from what they need.
$(BUILD)/libstages.a: $(filter-out %/concordat.o,$(call object,$(STAGES))) $(BUILD)/pages.o
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(BUILD)/libreader.a: $(filter-out %/main.o,$(call object,$(READER)))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
ARCHIVES := $(BUILD)/libstages.a $(BUILD)/libreader.a $(BUILD)/libpipeline.a

REPLAYS := $(patsubst %,%-replay,$(call program,$(FUZZ)))
test-programs: $(call program,$(UNIT) $(TOOLS)) $(REPLAYS)

TEST_OBJECTS := $(call object,$(UNIT) $(TOOLS) $(wildcard tests/fuzz/*.c tests/bench/*.c))
.SECONDARY: $(TEST_OBJECTS)
$(TEST_OBJECTS): ALL_CFLAGS += $(MAIN_CFLAGS) $(READ_CFLAGS)

$(call program,$(UNIT)): $(BUILD)/%: $(BUILD)/%.o $(ARCHIVES)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ -lcmocka $(MAIN_LIBS) $(READ_LIBS)
$(call program,$(TOOLS)): $(BUILD)/%: $(BUILD)/%.o $(ARCHIVES)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ $(MAIN_LIBS) $(READ_LIBS)
$(REPLAYS): $(BUILD)/%-replay: $(BUILD)/%.o $(BUILD)/tests/fuzz/replay.o $(ARCHIVES)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ $(MAIN_LIBS) $(READ_LIBS)

# Each header compiles alone.
check-headers: $(patsubst %,$(BUILD)/%.alone,$(HEADERS))
$(BUILD)/%.h.alone: %.h $(HEADERS) | $(BUILD)/found
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(MAIN_CFLAGS) $(READ_CFLAGS) -Werror -fsyntax-only -include $< -x c /dev/null
	@touch $@

# --- fuzzing, measuring ---

.PHONY: fuzz fuzz-programs bench bench-extraction
FUZZ_SECONDS ?= 60
fuzz:
	@command -v clang >/dev/null || \
		{ echo 'make fuzz needs clang with its fuzzer: packages clang libclang-rt-14-dev' >&2; exit 1; }
	@$(MAKE) --no-print-directory FLAVOUR=fuzz $(PARALLEL) fuzz-programs
	@sh tests/fuzz/run build/fuzz $(FUZZ_SECONDS)
fuzz-programs: $(call program,$(FUZZ))
$(call program,$(FUZZ)): $(BUILD)/%: $(BUILD)/%.o $(ARCHIVES)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -fsanitize=fuzzer -o $@ $^ $(MAIN_LIBS) $(READ_LIBS)

BENCH := $(call program,$(wildcard tests/bench/*.c))
bench: all $(BENCH)
	@BUILD=$(BUILD) BIN=$(BIN) sh tests/bench/run
	@BUILD=$(BUILD) BIN=$(BIN) sh tests/bench/reading
# Nothing calls what stands in the place of a library's function: it is named.
$(BENCH): $(BUILD)/%: $(BUILD)/%.o $(call object,stages/read/reader/pdf/colours.c) $(ARCHIVES)
	$(SAY) LINK $@
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $^ $(MAIN_LIBS) $(READ_LIBS)

bench-extraction: all
	@BIN=$(BIN) sh tests/bench/extraction

# --- the rest ---

.PHONY: clean help
clean:
	rm -rf build bin

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

#: make                 bin/concordat and its document reader
#: make deps            installs what is missing, by Debian package
#: make demo            the main job on corpora/partnerships, into results/
#: make test            builds and runs every test
#: make test-unit       the unit tests and C property tests alone
#: make test-commands   the whole-command cases alone
#: make sanitize        every test, under the address and undefined sanitizers
#: make check-headers   each header compiles alone
#: make fuzz            each fuzz target for a minute (FUZZ_SECONDS=N)
#: make bench           times beside what one would use instead, into docs/bench.md
#: make bench-extraction  how good the text is, beside other tools, into docs/bench-extraction.md
#: make install         into PREFIX (/usr/local), below DESTDIR; make uninstall
#: make clean           removes build/ and bin/
#:
#: FLAVOUR=debug|sanitize|thread|fuzz builds in build/FLAVOUR; DEVELOPER=1: warnings are errors;
#: V=1 shows the commands.

-include $(patsubst %.o,%.d,$(call object,$(PIPELINE) $(STAGES) $(READER)) $(TEST_OBJECTS))
