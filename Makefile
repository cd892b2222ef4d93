# Every command a developer needs; `make help` lists them. The work itself is in scripts/ and bench/.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help build demo test coverage sim bench soak fmt fmt-check clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

build: ## publish the program: artifacts/weir
	@scripts/build.sh

demo: build ## watch traffic survive a backend's death; SECONDS=n for how long, 0 until Ctrl-C
	@artifacts/weir demo $(if $(SECONDS),--seconds $(SECONDS))

test: ## install what the tests need, build, run every test project
	@scripts/test.sh

coverage: ## line coverage of Weir.Protocol and Weir.Proxy; fails under 90 %
	@scripts/coverage.sh

sim: ## the simulation tests alone; SEEDS=n runs more of them
	@scripts/sim.sh $(SEEDS)

bench: build ## compare with nginx (req/s, CPU a request), then measure connection reuse and allocations
	@bench/compare.sh
	@bench/reuse.sh
	@bench/alloc.sh

soak: build ## mixed load for HOURS=h (fractions allowed): fds, memory and pools must stay flat
	@bench/soak.sh $(or $(HOURS),2)

fmt: ## format all C#
	@dotnet tool restore > /dev/null && dotnet csharpier format src tests

fmt-check: ## fail where `make fmt` would change something
	@dotnet tool restore > /dev/null && dotnet csharpier check src tests

clean: ## remove all that was built
	@rm -rf artifacts TestResults coverage
	@find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
