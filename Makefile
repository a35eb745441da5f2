# `make help` lists what there is to make.

# Only what is missing is installed, and only by `make setup`.
VERSION       := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
STATICCHECK   := v0.8.2
GOSEC         := v2.30.0
GOVULNCHECK   := v1.9.0
VERSITYGW     := v1.8.0
TOOLS         := $(CURDIR)/.tools
RACE          := $(if $(filter true,$(CI)),-race)
TESTFLAGS     ?=
PACKAGES      ?= ./...
FUZZTIME      ?= 10s
BENCHFLAGS    ?= -benchmem

export QUIRE_TOOLS := $(TOOLS)

.DEFAULT_GOAL := help
.PHONY: help demo run build fonts setup tools generate migration check-generated test lint audit fuzz bench bench-api bench-engine bench-sheet bench-jobs bench-live chaos clean

help: ## Says what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup build ## Makes a booklet from nothing, with its progress, into output/
	bin/quire demo

run: setup build ## Serves at http://127.0.0.1:8080, with a database of its own
	bin/quire serve

build: fonts ## Builds bin/quire, and bin/quire-server, which it turns to for what needs more than the engine
	CGO_ENABLED=0 go build -ldflags '-X quire/internal/cli.Version=$(VERSION)' -tags front -o bin/quire ./cmd/quire
	go build -ldflags '-X quire/internal/cli.Version=$(VERSION)' -o bin/quire-server .

fonts: ## Copies the system's fonts that become part of the program
	@.ci/fonts

setup: ## Installs PostgreSQL and fonts through the package manager, if they are missing
	@.ci/setup postgresql fonts

tools: $(TOOLS)/staticcheck-$(STATICCHECK) $(TOOLS)/versitygw-$(VERSITYGW) ## Builds what the checks need, into .tools/

$(TOOLS)/gosec-$(GOSEC):
	@.ci/tool $@ github.com/securego/gosec/v2/cmd/gosec@$(GOSEC)

$(TOOLS)/govulncheck-$(GOVULNCHECK):
	@.ci/tool $@ golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK)

# A tool is built once per version and linked by its plain name.
$(TOOLS)/staticcheck-$(STATICCHECK):
	@.ci/tool $@ honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK)

$(TOOLS)/versitygw-$(VERSITYGW):
	@.ci/tool $@ github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW)

generate: ## Renews the generated code
	go generate ./...

migration: setup ## Writes the SQL between the migrations and ent/schema: make migration name=add_notes
	@test -n "$(name)" || { echo 'give the migration a name: make migration name=add_notes' >&2; exit 1; }
	go run ./internal/postgres/scratch go run ent/migrate/diff.go $(name)

check-generated: setup ## Checks that the generated code and the migrations are fresh
	@.ci/check-generated

test: setup fonts tools ## Runs every test, with its own PostgreSQL: make test PACKAGES=./graph/... TESTFLAGS='-run Login'
	@.ci/setup chromium node nginx clamd
	go test $(RACE) -timeout 20m $(TESTFLAGS) $(PACKAGES)

lint: tools ## Checks form and sense: gofmt, go vet, staticcheck
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); \
	test -z "$$unformatted" || { echo "not in gofmt's form:"; echo "$$unformatted"; exit 1; } >&2
	go vet ./...
	@.ci/staticcheck $(TOOLS)/staticcheck ./...

audit: $(TOOLS)/gosec-$(GOSEC) $(TOOLS)/govulncheck-$(GOVULNCHECK) ## Looks for security holes: gosec, govulncheck
	@.ci/audit $(TOOLS)/gosec $(TOOLS)/govulncheck

fuzz: setup ## Fuzzes each target for a while: make fuzz FUZZTIME=1m
	@.ci/fuzz $(FUZZTIME)

bench: setup tools ## Runs the benchmarks
	go test -run '^$$' -bench . $(BENCHFLAGS) $(PACKAGES)

bench-api: setup ## Compares the API under a mixed load with the same SQL run directly
	go test -run '^$$' -bench APIAgainstSQL -benchtime 1x ./internal/app

bench-sheet: build ## Compares the printing of workbooks with LibreOffice: make bench-sheet BOOKS='a.xlsx b.xlsx'
	go run ./bench/sheet -quire bin/quire $(BOOKS)

bench-engine: build ## Compares the engine with other PDF tools: make bench-engine PDFS=folder
	go run ./bench/engine -quire bin/quire $(if $(PDFS),-pdfs $(PDFS))

bench-jobs: build setup ## Measures a batch of booklets: make bench-jobs BOOK=S.json N=10000 BESIDE='command'
	go run ./bench/jobs -quire bin/quire -n $(or $(N),10000) -slots 8 $(if $(BOOK),-book $(BOOK)) $(if $(BESIDE),-beside '$(BESIDE)') batch
	go run ./bench/jobs -quire bin/quire -n 10000 $(if $(BOOK),-book $(BOOK)) fair
	go run ./bench/jobs -quire bin/quire -n 200 $(if $(BOOK),-book $(BOOK)) start

bench-live: build setup ## Watches a batch and jobs with 10,000 subscribers: make bench-live N=5000 NODE=folder
	go run ./bench/jobs -quire bin/quire -n $(or $(N),5000) $(if $(NODE),-node $(NODE)) live

chaos: build setup ## Kills workers and restarts the database under 200 orders, and counts
	go run ./bench/jobs -quire bin/quire -n 200 $(if $(BOOK),-book $(BOOK)) chaos

clean: ## Removes what was built; data/ stays
	rm -rf bin output $(TOOLS)
