"""Leave out an import that takes long, and that nothing here needs."""

from __future__ import annotations

import sys

# jsonschema's check of web addresses, which no notebook has: importing it takes over a second.
SLOW = "rfc3987_syntax"


def leave_out_slow_imports() -> None:
    """Let jsonschema go without that check; called before anything imports it."""
    sys.modules.setdefault(SLOW, None)  # pyright: ignore[reportArgumentType]
