"""A notebook that is open in JupyterLab, as a test sees it: cells, runs, outputs."""

from __future__ import annotations

import json

TIMEOUT = 90_000
NOTEBOOK = "window.jupyterapp.shell.currentWidget"


class NotebookPage:
    """An open notebook.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A page of the browser.
    url : str
        The notebook's address in JupyterLab.
    """

    def __init__(self, page, url: str) -> None:
        self.page = page
        page.set_default_timeout(TIMEOUT)
        page.goto(url)
        self.wait()

    def wait(self) -> None:
        """Wait until the notebook is open and its kernel idle."""
        self.page.wait_for_function(
            f"""() => {{
              const session = window.jupyterapp && {NOTEBOOK} && {NOTEBOOK}.sessionContext;
              const kernel = session && session.isReady && session.session
                && session.session.kernel;
              return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
            }}""",
            timeout=TIMEOUT,
        )

    def run_all(self) -> None:
        """Run every cell, and wait until the last one has run."""
        self.execute("notebook:run-all-cells")

    def run(self, index: int) -> None:
        """Run one cell, and wait until it has run."""
        self.page.evaluate(f"i => {{ {NOTEBOOK}.content.activeCellIndex = i }}", index)
        self.execute("notebook:run-cell")

    def execute(self, command: str, **arguments) -> None:
        """Execute a command of the front end, and wait until it is done."""
        self.page.evaluate(
            """([command, given]) => {
              window.commandDone = false;
              window.jupyterapp.commands.execute(command, given)
                .then(() => { window.commandDone = true; });
            }""",
            [command, arguments],
        )
        self.page.wait_for_function("() => window.commandDone", timeout=TIMEOUT)

    def index(self, start: str) -> int:
        """Return the index of the first cell whose source contains this text."""
        sources = self.page.evaluate(
            f"() => [...{NOTEBOOK}.content.model.cells].map(c => c.sharedModel.getSource())"
        )
        return next(i for i, source in enumerate(sources) if start in source)

    def source(self, index: int) -> str:
        """Return a cell's source."""
        return self.page.evaluate(
            f"i => {NOTEBOOK}.content.model.cells.get(i).sharedModel.getSource()", index
        )

    def write(self, index: int, source: str) -> None:
        """Replace a cell's source."""
        self.page.evaluate(
            f"([i, s]) => {NOTEBOOK}.content.model.cells.get(i).sharedModel.setSource(s)",
            [index, source],
        )

    def output_text(self, index: int) -> str:
        """Return everything a cell has put out, as text."""
        return json.dumps(
            self.page.evaluate(
                f"i => {NOTEBOOK}.content.model.cells.get(i).outputs.toJSON()", index
            )
        )

    def cell(self, index: int):
        """Return the cell on the page."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)
