# One command each. The first use makes .venv and fills it; after that, make looks only at what has changed.
# Plain make (3.81 or newer) and /bin/sh.

VENV = .venv
BENCH = .venv-bench
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
SAY_WHY = { echo 'The packages could not be installed; the lines above say why. Is there a network?' >&2; exit 1; }
LAB_PINS = binder/requirements.txt
TEST_PINS = tests/requirements.txt
AT_ONCE = -n auto --maxprocesses 4

# The first Python >= 3.11 that there is. PYTHON=... names another one.
PYTHON = $(shell for python in python3.13 python3.12 python3.11 python3 python3.14 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	echo $$python; break; fi; done)

.PHONY: help lab build demo test lint bench screenshots pins clean

help:
	@echo 'make lab     open JupyterLab on the lessons'
	@echo 'make build   build the notebooks from their sources (solutions/NN_name/NN_name.py)'
	@echo 'make demo    release, grade and return lesson 02 for six made-up students'
	@echo 'make test    run every test'
	@echo 'make lint    ruff, its formatting, pyright'
	@echo 'make bench   compare speed with micrograd, PyTorch (installed beside; large), interact and nbgrader'
	@echo 'make screenshots   take pictures of every widget, into build/screenshots'
	@echo 'make pins    renew the exact versions in $(LAB_PINS) and $(TEST_PINS)'
	@echo 'make clean   remove .venv and what the tools left behind'

lab: $(VENV)/lab.ready
	@$(BIN)/microkit lab $(ARGS)

build: $(VENV)/teach.ready
	@$(BIN)/microkit build $(ARGS)

demo: $(VENV)/teach.ready
	@$(BIN)/microkit demo $(ARGS)

test: $(VENV)/dev.ready
	$(BIN)/python -m pytest $(AT_ONCE) --nbval --nbval-current-env tests microkit solutions/*/*.ipynb
	$(BIN)/microkit build --check

lint: $(VENV)/dev.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright

screenshots: $(VENV)/dev.ready
	@cd tests && ../$(BIN)/python -m support.screenshots $(ARGS)

# The peers live in an environment of their own: the kit never needs them. The lessons, the widgets and grading
# are measured where JupyterLab and nbgrader are. ARGS=scalar for a part; the parts are scalar, arrays, limits,
# checks, lessons, widgets, grading and curve. ARGS='lessons 05 --cells' for each cell of a lesson.
NOTEBOOKS = lessons widgets grading curve --cells 0% 1%
BESIDE_PEERS = $(if $(ARGS),$(filter-out $(NOTEBOOKS),$(ARGS)),scalar arrays limits checks)
WITH_NOTEBOOKS = $(if $(ARGS),$(filter $(NOTEBOOKS),$(ARGS)),lessons widgets grading curve)
bench: $(if $(BESIDE_PEERS),$(BENCH)/bench.ready) $(if $(WITH_NOTEBOOKS),$(VENV)/dev.ready)
	@$(if $(BESIDE_PEERS),cd tests && ../$(BENCH)/bin/python -m bench $(BESIDE_PEERS),:)
	@$(if $(WITH_NOTEBOOKS),cd tests && ../$(BIN)/python -m bench $(WITH_NOTEBOOKS),:)

# What is installed, and from which files that follows. What is larger holds what is smaller, which is then ready too.
$(VENV)/lab.ready: $(VENV)/python.ready pyproject.toml $(LAB_PINS)
	@echo 'Installing JupyterLab and the kit into $(VENV) (a minute or two, the first time) ...'
	@$(PIP) install -c $(LAB_PINS) -e '.[lab]' || $(SAY_WHY)
	@touch $@

$(VENV)/teach.ready: $(VENV)/python.ready pyproject.toml $(LAB_PINS)
	@echo 'Installing JupyterLab, nbgrader and what builds the lessons into $(VENV) (a minute or two, the first time) ...'
	@$(PIP) install -c $(LAB_PINS) -e '.[teach]' || $(SAY_WHY)
	@touch $(VENV)/lab.ready $@

$(VENV)/dev.ready: $(VENV)/python.ready pyproject.toml $(LAB_PINS) $(TEST_PINS)
	@echo 'Installing the kit, and the tools for tests, into $(VENV) (a minute or two, the first time) ...'
	@$(PIP) install -c $(LAB_PINS) -c $(TEST_PINS) -e '.[dev]' || $(SAY_WHY)
	@touch $(VENV)/lab.ready $(VENV)/teach.ready $@

$(VENV)/python.ready:
	@test -n "$(PYTHON)" || { \
	echo 'microkit needs Python 3.11 or newer, and none was found. Install one (python.org, or your'; \
	echo 'package manager), or name it: make PYTHON=/path/to/python3.12'; exit 1; } >&2
	@command -v $(PYTHON) >/dev/null || { \
	echo 'There is no program $(PYTHON). Leave PYTHON=... out, or name one that is there.'; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "microkit needs Python 3.11 or newer, and $(PYTHON) is" \
	"$$($(PYTHON) -c 'import platform; print(platform.python_version())')."; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make an environment: its venv module is missing. On Debian and Ubuntu:"; \
	echo "sudo apt install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
	exit 1; } >&2
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo 'The environment could not be made. The lines above say why.' >&2; exit 1; }
	@touch $@

$(BENCH)/bench.ready: $(VENV)/python.ready pyproject.toml
	@echo 'Installing the kit, micrograd and PyTorch into $(BENCH) ...'
	@test -d $(BENCH) || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --quiet install -c $(LAB_PINS) -e . \
	numpy micrograd==0.1.0 torch==2.13.0 || $(SAY_WHY)
	@touch $@

# A fresh environment shows what the newest versions are that pyproject.toml allows.
pins: $(VENV)/python.ready
	@echo 'Resolving the newest versions in a fresh environment (a few minutes) ...'
	@rm -rf build/pins && mkdir -p build
	@$(PYTHON) -m venv build/pins
	@build/pins/bin/python -m pip --disable-pip-version-check --quiet install '.[teach]'
	@build/pins/bin/python -m pip freeze --exclude microkit | LC_ALL=C sort -f > build/teach.txt
	@build/pins/bin/python -m pip --disable-pip-version-check --quiet install -c build/teach.txt '.[dev]'
	@build/pins/bin/python -m pip freeze --exclude microkit | LC_ALL=C sort -f > build/dev.txt
	@{ echo '# Exact versions of what JupyterLab, nbgrader and the kit need; also constraints for the Makefile.'; \
	echo '# Renewed by: make pins'; cat build/teach.txt; } > $(LAB_PINS)
	@{ echo '# Exact versions of what the tests and the linters need on top of $(LAB_PINS).'; \
	echo '# Renewed by: make pins'; grep -vxF -f build/teach.txt build/dev.txt; } > $(TEST_PINS)
	@rm -rf build/pins build/teach.txt build/dev.txt
	@echo 'Renewed $(LAB_PINS) and $(TEST_PINS).'

clean:
	@echo 'Removing .venv, .venv-bench, build, and the caches ...'
	@rm -rf $(VENV) $(BENCH) build dist .pytest_cache .ruff_cache .hypothesis
	@find microkit tests solutions lessons -name __pycache__ -type d -prune -exec rm -rf {} +
	@find solutions lessons -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
