"""From law files to a rulebook: pages, entries, and one reader for each noun."""

from ntm.core.rulebook.reading.book import load

__all__ = ["load"]
