"""The doctor's table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from microkit.course.doctor.finding import Finding

STYLES = {"works": "green", "missing": "bold red", "without": "yellow"}


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print the table, and one sentence on the whole."""
    table = Table("", "state", "found", "what to do", box=None, pad_edge=False)
    for finding in findings:
        table.add_row(
            Text(finding.what),
            Text(finding.state, STYLES[finding.state]),
            Text(finding.found, overflow="fold"),
            Text(finding.what_to_do, overflow="fold"),
        )
    console.print(table)
    missing = [finding.what for finding in findings if finding.state == "missing"]
    if missing:
        console.print(f"\nMissing: {', '.join(missing)}. The last column says what to do.")
    else:
        console.print("\nEverything that is needed works here.")
