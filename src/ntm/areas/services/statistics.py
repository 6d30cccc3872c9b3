"""What the database believes about the size of its tables, after very many rows came at once."""

from __future__ import annotations

from django.db import connections


def count_anew(using: str = "default") -> None:
    """Let PostgreSQL look at its tables now: its own look comes minutes later.

    Until then it may take the country's 14,000 units for a handful, and compare each with each where it should look
    one up. Inside a transaction it counts what that transaction wrote. SQLite looks things up without counting.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
