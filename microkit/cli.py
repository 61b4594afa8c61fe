"""The command `microkit`: check that it can run here, then hand over to the commands.

This file has to be readable for an old Python and without the extras, so that it can say what is
missing.
"""

import errno
import os
import sys
from typing import NoReturn

OLDEST_PYTHON = (3, 11)
EXTRA_OF = {
    "typer": "lab",
    "rich": "lab",
    "matplotlib": "lab",
    "nbgrader": "teach",
    "jupytext": "teach",
    "nbclient": "teach",
    "nbconvert": "teach",
    "dask": "teach",
    "distributed": "teach",
    "psycopg": "postgres",
}
NOT_WRITTEN = (
    errno.EACCES,
    errno.EEXIST,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
)


def main() -> None:
    """Run the command line; an error of the kit becomes one sentence and exit code 1."""
    if sys.version_info < OLDEST_PYTHON:
        _stop(
            "microkit needs Python {}.{} or newer, and this is {}.{}. Install a newer Python, and "
            "make the environment again with it.".format(*OLDEST_PYTHON, *sys.version_info[:2])
        )
    from microkit.errors import MicrokitError

    try:
        from microkit.course.quick import leave_out_slow_imports

        leave_out_slow_imports()
        from microkit.course.commands import app

        app()
    except MicrokitError as error:
        _stop(str(error))
    except ModuleNotFoundError as error:
        package = str(error.name).split(".")[0]
        if package not in EXTRA_OF:
            raise
        _stop(
            f"This command needs the package {package}, which is not installed. "
            f'Try: pip install -e ".[{EXTRA_OF[package]}]"'
        )
    except OSError as error:
        if error.errno not in NOT_WRITTEN or error.filename is None:
            raise
        unread = os.path.isfile(error.filename) and not os.access(error.filename, os.R_OK)
        _stop(f"{error.filename} cannot be {'read' if unread else 'written to'}: {error.strerror}.")


def _stop(sentence: str) -> NoReturn:
    """Print a sentence and end with exit code 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
