"""Searching for the best choice of a scenario in the background: begun, watched, stopped, found again.

Whoever works at a search writes its beat every second. A search whose beat fell silent is found by ``recover``:
once it is begun anew, the second time it is reported. ``attempt`` keeps one who comes back late from writing.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from time import monotonic

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ntm.accounts.models import User
from ntm.audit.services import record
from ntm.core.optimiser import Looked, Progress, Solution
from ntm.core.optimiser.aside import Aside, SearchEnded
from ntm.core.problems import Problem, Text
from ntm.notices.services import tell
from ntm.plans.models import Scenario, Search, SearchStage, SearchState
from ntm.plans.question import Question
from ntm.plans.scenario_data import question_from, solution_from
from ntm.plans.scenario_problems import SearchBroke, SearchGoesOn, SearchLost
from ntm.plans.services.scenarios import keep_result
from ntm.ui.clock import AHEAD, now

SECONDS = 60  # for the best; as much again for each of the two looks afterwards
GAP = 0.0005
LEASE = timedelta(seconds=30)  # of silence, after which a search is taken to be lost
ATTEMPTS = 2
_BEAT = 0.7  # seconds
_OPEN = (SearchState.QUEUED, SearchState.RUNNING)
log = logging.getLogger("ntm")


class Lost(Exception):
    """The search is somebody else's by now."""


@transaction.atomic
def start_search(scenario: Scenario, *, seconds: int = SECONDS, by: str) -> Search:
    """Ask for the best choice of a scenario. Raises SearchGoesOn."""
    recover()
    try:
        with transaction.atomic():
            search = Search.objects.create(
                scenario=scenario, seconds_allowed=seconds, asked_by=by, asked_at=timezone.now()
            )
    except IntegrityError as error:
        raise SearchGoesOn from error
    _enqueue(search)
    record("plans.search_asked", subject=_subject(scenario), by=by, at=now(), detail={"scenario": scenario.name})
    return search


@transaction.atomic
def stop_search(scenario: Scenario, *, by: str) -> None:
    """Ask the search of a scenario to stop; one that has not begun is over at once. What was found is kept."""
    moment = timezone.now()
    waiting = Search.objects.filter(scenario=scenario, state=SearchState.QUEUED)
    stopped = waiting.update(state=SearchState.STOPPED, finished_at=moment, stop_asked_by=by)
    stopped += Search.objects.filter(scenario=scenario, state=SearchState.RUNNING).update(stop_asked_by=by)
    if stopped:
        record("plans.search_stopped", subject=_subject(scenario), by=by, at=now(), detail={"scenario": scenario.name})


def run_search(search_id: int, attempt: int) -> None:
    """Work at a search until it is done, stopped or broken; one that is no longer ours is left alone."""
    moment = timezone.now()
    ours = Search.objects.filter(pk=search_id, attempt=attempt, state=SearchState.QUEUED)
    if not ours.update(state=SearchState.RUNNING, started_at=moment, beat_at=moment):
        return
    search = Search.objects.select_related("scenario__plan__unit").get(pk=search_id)
    beat = _Beat(search)
    try:
        with Aside() as aside:
            _work(search, beat, aside)
    except Lost:
        log.warning("search %s is somebody else's by now", search_id)
    except SearchEnded as error:
        _give_up(search, SearchBroke(str(error)))
    except Problem as problem:
        _give_up(search, problem)
    except (KeyboardInterrupt, SystemExit):
        release(search)
        raise
    except Exception as error:  # whatever it is, the person who waits must hear of it
        log.exception("search %s broke", search_id)
        _give_up(search, SearchBroke(f"{type(error).__name__}: {error}"[:200]))


def release(search: Search) -> None:
    """Put a search back among those that wait: the machine is being stopped, not the search."""
    if _mine(search).update(state=SearchState.QUEUED, started_at=None, beat_at=None):
        _enqueue(search)


def recover() -> int:
    """Find the searches whose beat fell silent; begin each anew once, then report it. Return how many there were."""
    running = Search.objects.filter(state=SearchState.RUNNING, beat_at__isnull=False)
    found = list(running.exclude(beat_at__range=_alive()).select_related("scenario__plan__unit"))
    for search in found:
        if search.attempt >= ATTEMPTS:
            _give_up(search, SearchLost())
            continue
        with transaction.atomic():
            again = search.attempt + 1
            if _mine(search).update(state=SearchState.QUEUED, attempt=again, started_at=None, beat_at=None):
                search.attempt = again
                _enqueue(search)
    return len(found)


def is_silent(search: Search) -> bool:
    """Say whether nobody has worked at a running search for longer than the lease."""
    if search.state != SearchState.RUNNING or search.beat_at is None:
        return False
    first, last = _alive()
    return not first <= search.beat_at <= last


def _alive() -> tuple[datetime, datetime]:
    """Return between which moments the last beat lies of a search that somebody works at.

    One that lies ahead was written before the clock went back; whoever still works there writes another at once.
    """
    return timezone.now() - LEASE, timezone.now() + AHEAD


def _work(search: Search, beat: _Beat, aside: Aside) -> None:
    """Find the best and keep it at once; then see what more money brings and which targets are out of reach."""
    scenario = search.scenario
    question = question_from(scenario.asked)
    known = max((solution_from(result) for result in scenario.results.all()), key=lambda one: one.value)
    seconds = search.seconds_allowed
    best = aside.solve(question.instance, gap=GAP, seconds=seconds, tell=beat.tell, start=known.choices)
    beat.check()
    _keep(search, question, best)
    more = beyond = None
    if not beat.stopped:
        beat.stage(SearchStage.MORE, best)
        more = aside.look_for_more(question.instance, best, seconds=seconds, tell=beat.keep)
    if not beat.stopped:
        beat.stage(SearchStage.TARGETS, best)
        beyond = aside.look_for_unreachable(question.instance, seconds=seconds, tell=beat.keep)
    beat.check()
    with transaction.atomic():
        _keep(search, question, best, told=_told(more, beyond))
        _finish(search, SearchState.STOPPED if beat.stopped else SearchState.DONE)
        units = scenario.results.get(way="best").units
        _tell(
            search,
            Text(
                f"Đã tính xong phương án “{scenario.name}”: {units} xã đạt mức"
                + (f", chênh lệch tối đa {_percent(best)}%." if best.bound != float("inf") else "."),
                f"The scenario “{scenario.name}” is computed: {units} communes reach their level"
                + (f", at most {_percent(best)} % below the best." if best.bound != float("inf") else "."),
            ),
        )


class _Beat:
    """Writes how far a search has come, and hears whether it is to go on."""

    def __init__(self, search: Search) -> None:
        self._search, self._last = search, 0.0
        self._said: dict[str, float] = {}
        self.stopped = False

    def tell(self, progress: Progress) -> bool:
        """Keep the best so far and what bounds it, as far as they are known; answer whether to go on."""
        if progress.value > float("-inf"):
            self._said["value"] = progress.value
        if progress.bound < float("inf"):
            self._said["bound"] = min(progress.bound, self._said.get("bound", progress.bound))
        return self.keep(progress)

    def keep(self, _: Progress) -> bool:
        """Write the beat; answer whether to go on."""
        if monotonic() - self._last >= _BEAT:
            self._last = monotonic()
            self.check()
            self.stopped = bool(Search.objects.values_list("stop_asked_by", flat=True).get(pk=self._search.pk))
        return not self.stopped

    def stage(self, stage: SearchStage, best: Solution) -> None:
        """Say what comes next."""
        self._said = {"value": best.value} | ({"bound": best.bound} if best.bound < float("inf") else {})
        if not _mine(self._search).update(stage=stage, beat_at=timezone.now(), **self._said):
            raise Lost

    def check(self) -> None:
        """Write the beat. Raises Lost when the search is somebody else's by now."""
        if not _mine(self._search).update(beat_at=timezone.now(), **self._said):
            raise Lost


def _mine(search: Search) -> QuerySet[Search]:
    return Search.objects.filter(pk=search.pk, attempt=search.attempt, state=SearchState.RUNNING)


def _keep(search: Search, question: Question, best: Solution, told: dict[str, object] | None = None) -> None:
    keep_result(search.scenario, question, best, told=told, by=search.asked_by, at=now())


def _told(more: Looked | None, beyond: Looked | None) -> dict[str, object]:
    """Return what was looked for as data; a look that was not taken is left out."""
    found: dict[str, object] = {}
    if more is not None:
        found["more"] = [asdict(one) for one in more.found]
        found["more_left_out"] = more.left_out
    if beyond is not None:
        found["beyond"] = [asdict(one) for one in beyond.found]
        found["beyond_left_out"] = beyond.left_out
    return found


@transaction.atomic
def _give_up(search: Search, problem: Problem) -> None:
    kept = {"fault_vi": problem.said_in("vi")[:500], "fault_en": problem.said_in("en")[:500]}
    if _mine(search).update(**kept):
        _finish(search, SearchState.FAILED)
        name = search.scenario.name
        _tell(
            search,
            Text(
                f"Chưa tính được phương án “{name}”: {problem.what.vi}",
                f"The scenario “{name}” could not be computed: {problem.what.en}",
            ),
        )


def _finish(search: Search, state: SearchState) -> None:
    if not _mine(search).update(state=state, finished_at=timezone.now()):
        raise Lost
    detail = {"scenario": search.scenario.name, "state": state.value}
    record("plans.search_finished", subject=_subject(search.scenario), by=search.asked_by, at=now(), detail=detail)


def _tell(search: Search, words: Text) -> None:
    people = User.objects.filter(username=search.asked_by)
    address = reverse("plans:scenario", args=[search.scenario_id])
    tell(people, about="planner.searched", words=words, address=address, at=now())


def _enqueue(search: Search) -> None:
    from ntm.plans.tasks import search_best  # the task knows this module

    search_best.enqueue(search.pk, search.attempt)


def _subject(scenario: Scenario) -> str:
    return f"{scenario.plan.unit.name} {scenario.plan.year}"


def _percent(best: Solution) -> str:
    return f"{100 * best.gap:.2f}".replace(".", ",")
