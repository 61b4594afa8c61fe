"""A PostgreSQL server for the tests that need one."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import psycopg
import pytest
from support.postgres import a_server, programs

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server without a database; one for the whole run."""
    bin_folder = programs()
    if bin_folder is None:
        why = "PostgreSQL's programs were not found (Debian and Ubuntu: apt install postgresql)."
        if os.environ.get("MICROKIT_REQUIRE_POSTGRES") == "1":
            pytest.fail(f"{why} MICROKIT_REQUIRE_POSTGRES=1 asks for them.")
        pytest.skip(why)
    with a_server(bin_folder) as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database."""
    name = f"course_{next(_NUMBERS)}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{postgres_server}/{name}"
