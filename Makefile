# Everything a user or CI needs. Tests and product share one release build: numeric code is 100 times slower in debug.
SHELL := /bin/bash
SWIFT ?= swift
BUILD := $(SWIFT) build -c release
TEST := $(SWIFT) test -c release --skip-build
# These start processes by different libraries, each of which waits for children in its own way: apart from each other,
# so that none takes another's.
PROCESS_TESTS := BakeoffStoreTests BakeoffExecutionTests BakeoffClusterTests BakeoffCLITests
# What computes and parses in this process alone: without processes, and without Swift's mutexes and tasks between threads,
# which the thread sanitizer cannot see into. One after another, as some have limits of time.
PURE_TESTS := BakeoffCoreTests BakeoffFilesTests BakeoffMathTests BakeoffTrainingTests BakeoffEvaluationTests \
  BakeoffTuningTests BakeoffPreparationTests BakeoffDatasetsTests BakeoffReportsTests BakeoffPluginsTests \
  LogisticRegressionTests LinearSVMTests MLPTests CNNTests
BAKEOFF := .build/release/bakeoff
# Builds one of the examples with what was built for bakeoff itself; its folder and product follow.
EXAMPLE := $(BUILD) --scratch-path .build --disable-build-manifest-caching --package-path Examples
# Folders scanned by the formatter.
SOURCES := Package.swift Sources Tests Plugins Benchmarks Examples Fuzz

.DEFAULT_GOAL := help
.PHONY: help setup build compare test lint format check example bench bench-tables bench-evidence bench-chance bench-tuning bench-cluster bench-growth bench-recipe bench-test recompute page-test slurm-test readers fuzz soak sanitize clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the libraries that are missing (Debian and Ubuntu; elsewhere says what to install)
	@./setup.sh

build: setup ## build the command in release mode
	@$(BUILD) --product bakeoff

compare: build ## the main job: cross-validate every model on MNIST and print the leaderboard; ARGS="..." adds flags
	@$(BAKEOFF) compare $(ARGS)

test: setup ## build and run all tests, in release mode
	@$(BUILD) --build-tests --explicit-target-dependency-import-check error
	@$(TEST) $(PROCESS_TESTS:%=--skip %)
	@for suite in $(PROCESS_TESTS); do $(TEST) --filter $$suite || exit; done
	@$(MAKE) --no-print-directory slurm-test
	@python3 Tests/Soak/test_places.py $(BAKEOFF)
	@$(MAKE) --no-print-directory soak KILLS=50

# Swift keeps the case of an enum in unused bits of a pointer, which the search for leaks then takes for lost.
sanitize: SANITIZERS ?= address thread
sanitize: export ASAN_OPTIONS = detect_leaks=0
sanitize: setup ## run the tests of what computes and parses under the address and the thread sanitizer (half an hour)
	@for sanitizer in $(SANITIZERS); do \
	  flags="--scratch-path .build-$$sanitizer --sanitize $$sanitizer"; \
	  $(BUILD) --build-tests $$flags || exit; \
	  for suite in $(PURE_TESTS); do $(TEST) $$flags --disable-xctest --filter $$suite || exit; done; \
	done

soak: KILLS ?= 1000
soak: build ## kill what runs at random moments, and see that nothing is lost (KILLS=1000; half an hour or more)
	@python3 Tests/Soak/soak.py $(BAKEOFF) --kills $(KILLS) $(ARGS)

slurm-test: build ## run comparisons on a real Slurm, where it is installed and this is root
	@python3 Tests/Slurm/test_slurm.py $(BAKEOFF)

lint: ## check the formatting
	@$(SWIFT) format lint -r --strict $(wildcard $(SOURCES))

format: ## fix the formatting
	@$(SWIFT) format -i -r $(wildcard $(SOURCES))

example: setup ## build and run the packages of Examples
	@$(EXAMPLE)/OwnWorkbench --product own-workbench
	@.build/release/own-workbench compare --models naive-bayes,majority-class --dataset two-moons --metrics accuracy,hamming-loss --no-store --quiet
	@$(EXAMPLE)/OwnArrays --product own-arrays
	@.build/release/own-arrays

fuzz: SECONDS ?= 60
fuzz: setup ## run libFuzzer on every parser (SECONDS=60 each; the first build takes some minutes)
	@BAKEOFF_FUZZ=1 $(BUILD) --scratch-path .build-fuzz --sanitize fuzzer --product FuzzTargets
	@Fuzz/link.sh .build-fuzz/release
	@python3 Fuzz/fuzz.py --program .build-fuzz/release/fuzz --seconds $(SECONDS) $(ARGS)

readers: setup ## hold what is read of files against pandas, SciPy, liac-arff, scikit-learn, NumPy and Pillow, where they are installed
	@$(BUILD) --product ReaderListing
	@$(or $(PEERS_PYTHON),python3) Tests/Readers/readers.py --listing .build/release/ReaderListing $(ARGS)

check: lint bench-test test example recompute page-test readers ## everything CI runs
	@$(MAKE) --no-print-directory fuzz SECONDS=10

bench: PEERS ?= sklearn,torch
bench: build bench-test ## compare speed with scikit-learn and PyTorch (PEERS=sklearn, PEERS=none: without) into Benchmarks/RESULTS.md
	@python3 Benchmarks/Peers/bench.py --bakeoff $(BAKEOFF) --peers $(PEERS) $(if $(PEERS_PYTHON),--python $(PEERS_PYTHON)) $(ARGS)

bench-tables: build ## compare scores with scikit-learn on twelve tables into Benchmarks/TABLES.md
	@python3 Benchmarks/Tables/tables.py --bakeoff $(BAKEOFF) --output Benchmarks/TABLES.md $(if $(PEERS_PYTHON),--python $(PEERS_PYTHON)) $(ARGS)

bench-evidence: build ## measure how often verdicts are wrong, and how often they find what is there, into Benchmarks/EVIDENCE.md
	@python3 Benchmarks/Evidence/evidence.py --bakeoff $(BAKEOFF) --output Benchmarks/EVIDENCE.md $(ARGS)

bench-chance: build ## measure how often chance is taken for learning into Benchmarks/CHANCE.md (20 minutes)
	@python3 Benchmarks/Evidence/chance.py --bakeoff $(BAKEOFF) --output Benchmarks/CHANCE.md $(ARGS)

bench-tuning: build ## compare tuning with scikit-learn and Optuna into Benchmarks/TUNING.md (PEERS_PYTHON has both)
	@$(BUILD) --build-tests
	@$(TEST) --filter 'theBestIsWronglyStopped|theParzenEstimatorFinds' > .build/races.txt
	@python3 Benchmarks/Tuning/tuning.py --bakeoff $(BAKEOFF) --output Benchmarks/TUNING.md --simulations .build/races.txt $(if $(PEERS_PYTHON),--python $(PEERS_PYTHON)) $(ARGS)

bench-cluster: build ## measure what trials cost as tasks of Slurm, and simulate many, into Benchmarks/CLUSTER.md
	@$(BUILD) --build-tests
	@BAKEOFF_SIMULATED_TRIALS=100000 $(TEST) --filter manyTrials > .build/simulation.txt
	@python3 Benchmarks/Cluster/cluster.py --bakeoff $(BAKEOFF) --output Benchmarks/CLUSTER.md --simulation .build/simulation.txt $(ARGS)

bench-growth: build ## measure how cost and memory grow with the rows, up to 8 million, into Benchmarks/GROWTH.md (a quarter of an hour)
	@python3 Benchmarks/Growth/growth.py --bakeoff $(BAKEOFF) --output Benchmarks/GROWTH.md $(ARGS)

bench-recipe: build ## measure what the networks' recipes reach and cost into Benchmarks/RECIPE.md (an hour)
	@python3 Benchmarks/Recipe/recipe.py --bakeoff $(BAKEOFF) --output Benchmarks/RECIPE.md $(ARGS)

bench-test: # the benchmark's own arithmetic
	@python3 -m unittest discover -q -s Benchmarks/Peers
	@python3 -m unittest discover -q -s Benchmarks/Tables
	@python3 -m unittest discover -q -s Benchmarks/Recompute
	@python3 -m unittest discover -q -s Benchmarks/Evidence
	@python3 -m unittest discover -q -s Benchmarks/Tuning
	@python3 -m unittest discover -q -s Benchmarks/Growth

page-test: build ## drive the report in headless Chromium, where there is one
	@python3 Tests/Page/test_page.py $(BAKEOFF)

recompute: build ## compute every number of a run again with scikit-learn and SciPy, where they are installed
	@$(or $(PEERS_PYTHON),python3) Benchmarks/Recompute/recompute.py --bakeoff $(BAKEOFF) $(ARGS)

clean: ## remove what was built
	@rm -rf .build .build-* Benchmarks/.build
