"""Work of the plans that is done in the background by ``ntm worker``."""

from __future__ import annotations

from django_tasks import task

from ntm.plans.services.searching import run_search


@task()
def search_best(search_id: int, attempt: int) -> None:
    """Look for the best choice of a scenario."""
    run_search(search_id, attempt)
