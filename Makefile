# Concordat: one Makefile, no recursion; one build folder for each flavour.
#
#   make                 bin/concordat and its document reader
#   make FLAVOUR=NAME    the same in build/NAME: debug, sanitize, thread, fuzz
#   make deps            installs what is missing
#   make demo            the main job on the corpus in corpora/partnerships
#   make test            every test
#   make help            every target

SHELL = /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
FLAVOUR ?= release

CC = gcc
PKG_CONFIG ?= pkg-config

FLAGS_release := -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection
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

# pkg-config is asked only for what is compiled, and only once.
PACKAGES_MAIN := icu-uc icu-i18n libpcre2-8 nettle
PACKAGES_READ := poppler-glib libxml-2.0 libseccomp icu-uc
MAIN_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES_MAIN) 2>/dev/null)
MAIN_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES_MAIN) 2>/dev/null) -lstemmer -lm
READ_CFLAGS := $(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(PACKAGES_READ) 2>/dev/null))
READ_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES_READ) 2>/dev/null) -lm

PIPELINE := $(wildcard pipeline/*/*.c)
READER := $(wildcard stages/read/reader/*.c stages/read/reader/*/*.c)
STAGES := $(filter-out $(READER),$(wildcard stages/*.c stages/*/*.c))
PAGES := $(wildcard docs/*.1 docs/*.5 docs/*.7 stages/*.1 stages/*/*.1)

object = $(patsubst %.c,$(BUILD)/%.o,$(1))
OBJECTS_MAIN := $(call object,$(STAGES))
OBJECTS_READ := $(call object,$(READER))

.PHONY: all
all: $(BIN)/concordat $(BIN)/concordat-read

$(BIN)/concordat: $(OBJECTS_MAIN) $(BUILD)/pages.o $(BUILD)/libpipeline.a
	@mkdir -p $(@D)
	$(CC) $(LINK_FLAGS) -o $@ $^ $(MAIN_LIBS)

$(BIN)/concordat-read: $(OBJECTS_READ) $(BUILD)/libpipeline.a
	@mkdir -p $(@D)
	$(CC) $(LINK_FLAGS) -o $@ $^ $(READ_LIBS)

$(BUILD)/libpipeline.a: $(call object,$(PIPELINE))
	@rm -f $@
	$(AR) rcs $@ $^

$(OBJECTS_READ): ALL_CFLAGS += $(READ_CFLAGS)
$(call object,$(STAGES) $(PIPELINE)): ALL_CFLAGS += $(MAIN_CFLAGS)

# libstemmer cannot say its version; the package system can.
STEMMER := $(shell dpkg-query -W -f '$${Version}' libstemmer-dev 2>/dev/null | sed 's/-.*//')
$(BUILD)/pipeline/run/versions.o: ALL_CFLAGS += -DSTEMMER='"$(or $(STEMMER),unknown)"'

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The manual pages as plain text, for `concordat help STAGE`.
$(BUILD)/pages.c: docs/pages.sh $(PAGES)
	@mkdir -p $(@D)
	sh docs/pages.sh $(PAGES) > $@
$(BUILD)/pages.o: $(BUILD)/pages.c
	$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

.PHONY: clean
clean:
	rm -rf build bin

-include $(patsubst %.o,%.d,$(call object,$(PIPELINE) $(STAGES) $(READER)))
