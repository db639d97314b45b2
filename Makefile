# The one door. `make run` and `make test` do everything on a bare Debian 12 with Python 3.11, git and make.

.PHONY: run test cover check bench faults evidence pictures letters setup system lock
.DEFAULT_GOAL := run

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# What is imported is compiled once, not at each start of one of some hundred processes; the rest of the packages never is.
unexport PYTHONDONTWRITEBYTECODE

# Many tests wait for processes they start: three beside each other keep two cores busy.
BESIDE := -n 3 --dist worksteal

# Debian packages: what Qt needs to start (first two lines), and what the tests drive a real window with (last).
PACKAGES := python3-venv libglib2.0-0 libfontconfig1 libegl1 libgl1 libxkbcommon0 libdbus-1-3 \
	libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 \
	xvfb xauth xdotool

# What the three-node database of `make faults` is made of.
FAULT_PACKAGES := patroni python3-etcd etcd-server haproxy postgresql-15

# What the set-up for Windows is made with.
INSTALLER_PACKAGES := nsis osslsigncode python3.11

# What the installers are tried in: a Debian of its own, and Wine with what it lacks of Windows.
INSTALLER_TEST_PACKAGES := debootstrap wine wine64 xvfb xauth gcc-mingw-w64-x86-64

# Tell which of the packages in $(1) are missing, or install them, being root.
define have
	if command -v dpkg-query >/dev/null; then \
	  missing=; for package in $(1); do \
	    dpkg-query -W -f='$${db:Status-Status}\n' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; \
	  elif [ -n "$$missing" ]; then \
	    echo "Some Debian packages are missing. Please run this once, then make again:"; \
	    echo "  sudo apt-get install -y --no-install-recommends$$missing"; exit 1; \
	  fi; \
	fi
endef

run: setup
	@$(BIN)/motcua run --training

test: check
	@$(BIN)/pytest $(BESIDE)

cover: setup
	@$(BIN)/pytest $(BESIDE) --cov --cov-report=term

# Mypy takes the longest of the checks: the others run beside it, and all are told.
check: setup
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . & ruff=$$!; \
	$(BIN)/lint-imports & imports=$$!; \
	$(BIN)/mypy; mypy=$$?; \
	wait $$ruff; ruff=$$?; wait $$imports && [ $$ruff = 0 ] && [ $$mypy = 0 ]

# Pictures of the guide and of the style page, taken anew from the program itself.
pictures: setup
	@$(BIN)/python -m ui.tools.guide docs/pictures

# The further type families: cut out of Noto Sans and Noto Serif in an environment of its own. The same releases give the same bytes.
letters:
	@$(PYTHON) -m venv .setup/letters
	@.setup/letters/bin/python -m pip install --quiet --disable-pip-version-check fonttools==4.68.0 uharfbuzz==0.57.0 \
	  fontpkg-noto-sans==2.15 fontpkg-noto-serif==2.15 fontpkg-be-vietnam-pro==1.2
	@.setup/letters/bin/python installer/letters.py printing/layout/letters

.PHONY: installer installer-test deb-test release-repository

# What offices install, into dist/. Wheels are kept outside of the tree between two builds. No root is needed.
installer: setup .setup/sbom/.done .setup/installer
	@$(BIN)/python -m installer --out dist

.setup/installer: Makefile
	@mkdir -p .setup
	@$(call have,$(INSTALLER_PACKAGES))
	@touch $@

.setup/installer-test: Makefile
	@mkdir -p .setup
	@$(call have,$(INSTALLER_TEST_PACKAGES))
	@touch $@

.setup/sbom/.done: installer/requirements-sbom.txt
	@$(PYTHON) -m venv --clear .setup/sbom
	@.setup/sbom/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The signed repository of updates: what of dist/ is a package of updates comes in. KEYS and REPOSITORY name folders
# outside of this tree; the first time: `python -m installer.release --repository … --keys … init`, see docs/cap-nhat.md.
release-repository: setup
	@$(BIN)/python -m installer.release --repository "$(REPOSITORY)" --keys "$(KEYS)" add dist/motcua-*-x64*.zip
	@$(BIN)/python -m installer.release --repository "$(REPOSITORY)" --keys "$(KEYS)" status

# Installs, uses, upgrades and removes what `make installer` built: in a Debian of its own, as root, and under Wine.
installer-test: setup .setup/installer-test
	@MOTCUA_BUILT=dist $(BIN)/pytest -q -n0 tests/installer/test_installed.py tests/installer/test_under_wine.py

.setup/debootstrap: Makefile
	@mkdir -p .setup
	@$(call have,debootstrap)
	@touch $@

# The packages for Debian alone, built and tried as above: minutes, so that CI does it too.
deb-test: setup .setup/sbom/.done .setup/debootstrap
	@$(BIN)/python -m installer desk hub --out dist
	@MOTCUA_BUILT=dist $(BIN)/pytest -q -n0 -rs tests/installer/test_installed.py

bench: setup
	@$(BIN)/python -m tests.benchmarks

# Half an hour: lost and altered messages, killed processes, a full disk, a restored hub, a dead primary; ends with an
# error when anything was lost, doubled or told differently, or when the hub's door met a bug.
faults: setup .setup/faults
	@MOTCUA_EXAMPLES=300 $(BIN)/pytest -q -n0 tests/sync/hub/web/test_openapi.py
	@$(BIN)/python -m tests.faults.flips
	@$(BIN)/python -m tests.faults.money
	@$(BIN)/python -m tests.faults

# The page docs/bang-chung.md, from what is run here: over an hour.
evidence: setup .setup/faults installer .setup/installer-test
	@$(BIN)/python -m tests.benchmarks --json .setup/figures.json
	@$(MAKE) -s faults >.setup/faults.txt
	@MOTCUA_BUILT=dist $(BIN)/pytest -q -n0 --junitxml=.setup/smoke.xml tests/installer/test_installed.py tests/installer/test_under_wine.py
	@$(BIN)/python -m tests.evidence --figures .setup/figures.json --faults .setup/faults.txt --smoke .setup/smoke.xml

setup: .setup/system $(VENV)/.done

# The Debian packages are looked up, so a machine that has them needs neither root nor network for this step.
.setup/system: Makefile
	@mkdir -p .setup
	@$(call have,$(PACKAGES))
	@touch $@

.setup/faults: Makefile
	@mkdir -p .setup
	@$(call have,$(FAULT_PACKAGES))
	@touch $@

$(VENV)/.done: installer/requirements-dev.txt pyproject.toml | .setup/system
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r installer/requirements-dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@SBK_EMBED=0 $(BIN)/python -c "import shiboken6"  # its own modules become files, as installer/ lays them
	@touch $@

# Lock the dependencies anew, with the hashes of every platform's wheels. The extras stay in the lines: without them pip
# before 24 looks for a package that another names with an extra anew, and finds its newest release. The shorter lists
# take their releases from the one that is tested. Needs uv, which nothing else here needs.
lock: LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--only-binary :all: --emit-build-options --no-annotate --no-header --quiet
lock: TESTED := --constraint installer/requirements-dev.txt
lock:
	$(LOCK) --upgrade --extra hub --extra camera --group dev --output-file installer/requirements-dev.txt
	$(LOCK) --upgrade $(TESTED) --extra hub --group build --output-file installer/requirements-hub.txt
	$(LOCK) --upgrade $(TESTED) --output-file installer/requirements.txt
	$(subst pyproject.toml,--group sbom,$(LOCK)) --upgrade --output-file installer/requirements-sbom.txt
