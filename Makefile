# Every command a developer needs; `make help` lists them. The work itself is in scripts/ and bench/.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: $(shell sed -n "s/^\([a-z-]*\):.*/\1/p" Makefile)

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

build: ## publish the program, one native binary: artifacts/weir
	@scripts/build.sh

build-jit: ## publish the build that runs on the .NET runtime: artifacts/weir-jit; a tenth of the time
	@scripts/build.sh jit

# The quick build: whoever looks for the first time need not wait for the native compiler.
demo: build-jit ## watch traffic survive a backend's death; SECONDS=n for how long, 0 until Ctrl-C
	@artifacts/weir-jit demo $(if $(SECONDS),--seconds $(SECONDS))

test: ## install what the tests need, build, run every test project
	@scripts/test.sh

test-native: ## every system test on the native binary; `make test` runs a share of them
	@scripts/test.sh native

test-late: ## the tests on real sockets while packets of the loopback interface come late, by LATE=2 ms; needs root
	@dotnet build tests/Weir.Tests -m:1 -v quiet -nologo -clp:NoSummary
	@unshare --net scripts/delayed-loopback.py $(or $(LATE),2) \
		dotnet tests/Weir.Tests/bin/Debug/net10.0/Weir.Tests.dll --progress off --filter-namespace 'Weir.Tests.Linux*'

coverage: ## line coverage of Weir.Protocol, Weir.Configuration and Weir.Proxy; fails under 90 %
	@scripts/coverage.sh

sim-faults: ## plant faults of one line into a copy of the tree: the simulation must catch each
	@scripts/sim-faults.sh

fuzz: ## fuzz the parsers by AFL++; MINUTES=n for each of the five targets, 3 unless said otherwise; TARGETS="request config" for some
	@scripts/fuzz.sh $(or $(MINUTES),3) $(TARGETS)

mutate: ## change the product in one place after the other: a test must notice, of 100 changes at least 80; PARTS="pooling health" for some
	@scripts/mutate.sh $(PARTS)

sim: ## the simulation tests; SEEDS=n plays that many random worlds instead
	@scripts/sim.sh $(SEEDS)

faults: ## real faults, attacks and overload on real sockets; MINUTES=n kills backends for longer; prints a table
	@WEIR_FAULTS_MINUTES=$(or $(MINUTES),1) scripts/faults.sh

bench: build ## beside nginx, HAProxy, Caddy and YARP: writes bench/RESULTS.md; BENCH=options of bench/bench.py for a part
	@bench/prepare.sh
	@bench/bench.py $(or $(BENCH),--singles --growth all)
	@bench/reuse.sh
	@bench/alloc.sh
	@bench/churn.sh

bench-micro: ## time the operations of the request path one by one; tests hold them to bench/budgets.json
	@bench/micro/reference.sh
	@dotnet run -c Release --project bench/micro -- --filter '*' --job short

bench-instructions: build ## count the instructions of a request, with callgrind; METHODS=n lists where they go
	@scripts/install-test-tools.sh valgrind=valgrind
	@bench/instructions.sh --methods $(or $(METHODS),0)

soak: build ## mixed load for HOURS=h (fractions allowed): fds, memory and pools must stay flat
	@bench/soak.sh $(or $(HOURS),2)

handover: ## RELOADS=100 reloads and UPGRADES=10 program upgrades under load: no request may fail
	@RELOADS=$(or $(RELOADS),100) UPGRADES=$(or $(UPGRADES),10) scripts/handover.sh

docs: ## write the generated parts of documentation and manual pages anew
	@dotnet build tests/Weir.Tests -m:1 -v quiet -nologo -clp:NoSummary
	@WEIR_WRITE_DOCS=1 dotnet tests/Weir.Tests/bin/Debug/net10.0/Weir.Tests.dll --filter-class '*GeneratedDocsTests' --progress off

package: build ## Debian package, tarball, OCI image and .NET tool, into artifacts/packages
	@scripts/package.sh

package-test: package ## install, start, reload, upgrade and remove what `make package` built; needs root
	@scripts/package-test.sh

fmt: ## format all C#
	@dotnet tool restore > /dev/null && dotnet csharpier format src tests

fmt-check: ## fail where `make fmt` would change something
	@dotnet tool restore > /dev/null && dotnet csharpier check src tests

clean: ## remove all that was built
	@rm -rf artifacts TestResults coverage
	@find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
