"""A database of its own for the product that the browser walks."""

from __future__ import annotations

import os
from urllib.parse import urlparse

import psycopg
from psycopg import sql


def fresh_database(name: str) -> str:
    """Create an empty database beside that of the tests and return its address."""
    address = os.environ["NTM_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlparse(address)._replace(path=f"/{name}").geturl()
