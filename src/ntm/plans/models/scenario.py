from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.core.problems import Text
from ntm.plans.models.plan import Plan


class ScenarioState(models.TextChoices):
    """How far a scenario has come."""

    DRAFT = "draft", "Đang xem xét"
    PROPOSED = "proposed", "Đã trình"
    APPROVED = "approved", "Đã duyệt"
    DROPPED = "dropped", "Đã bỏ"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STATES_IN_ENGLISH[self.value])


_STATES_IN_ENGLISH = {"draft": "Being looked at", "proposed": "Proposed", "approved": "Approved", "dropped": "Dropped"}


class Scenario(models.Model):
    """A choice of works for a plan, kept beside others: what was asked, on which day, of which figures.

    ``question`` is what a person filled in, ``asked`` the whole question that was put to the planner from the data of
    ``day``, with ``fingerprint``. Both stay as they are: to change something, a new scenario is made.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="scenarios")
    name = models.CharField(max_length=120)
    day = models.DateField()
    question = models.JSONField()
    asked = models.JSONField()
    fingerprint = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=ScenarioState.choices, default=ScenarioState.DRAFT)
    rests_on_sample = models.BooleanField()
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="a_scenario_has_a_name_of_its_own"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="approved"), name="one_approved_scenario_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_words(self) -> Text:
        return ScenarioState(self.state).words

    @property
    def shown_result(self) -> ScenarioResult | None:
        """Return the best result, proven before others, among those that were fetched."""
        found = list(self.results.all())
        return max(found, key=lambda one: (one.way == Way.BEST, one.value), default=None)

    @property
    def newest_search(self) -> Search | None:
        return next(iter(self.searches.all()), None)


class Way(models.TextChoices):
    """The ways to choose, shown beside each other."""

    CHEAP_FIRST = "cheap-first", "Rẻ trước (mục III.2.2.2 của kế hoạch)"
    BALANCED = "balanced", "Làm trọn từng xã"
    BEST = "best", "Tốt nhất, có chứng minh"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _WAYS_IN_ENGLISH[self.value])


_WAYS_IN_ENGLISH = {
    "cheap-first": "Cheap first (the plan's III.2.2.2)",
    "balanced": "One commune after the other",
    "best": "The best, with a proof",
}


class ScenarioResult(models.Model):
    """What one way of choosing came to in a scenario, checked against every rule before it was kept.

    ``choices`` are [work, year, {source: đồng}]; ``bound`` is empty where nothing was proven. ``told`` holds what one
    more billion brings and which targets are out of reach, where that was looked for.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="results")
    way = models.CharField(max_length=12, choices=Way.choices)
    choices = models.JSONField()
    value = models.FloatField()
    bound = models.FloatField(null=True, blank=True)
    finished = models.BooleanField()
    seconds = models.FloatField()
    units = models.PositiveIntegerField()
    works = models.PositiveIntegerField()
    cost_dong = models.PositiveBigIntegerField()
    told = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=16)  # of what was asked when it was worked out
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scenario", "way"], name="one_result_a_scenario_and_way")]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.way}"

    @property
    def way_words(self) -> Text:
        return Way(self.way).words


class Approval(models.Model):
    """A scenario, by one of its ways, was approved into its plan; it holds until another takes its place."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="approvals")
    result = models.ForeignKey(ScenarioResult, models.PROTECT, related_name="approvals")
    note = models.CharField(max_length=300, blank=True)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(ended_at=None), name="one_approval_holds_a_plan"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="an_approval_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.result_id}"


class SearchState(models.TextChoices):
    """How far a search has come."""

    QUEUED = "queued", "Chờ tính"
    RUNNING = "running", "Đang tính"
    DONE = "done", "Đã tính xong"
    STOPPED = "stopped", "Đã dừng"
    FAILED = "failed", "Bị hỏng"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _SEARCH_STATES_IN_ENGLISH[self.value])


_SEARCH_STATES_IN_ENGLISH = {
    "queued": "Waiting",
    "running": "Running",
    "done": "Done",
    "stopped": "Stopped",
    "failed": "Failed",
}


class SearchStage(models.TextChoices):
    """What a search is at."""

    BEST = "best", "Tìm phương án tốt nhất"
    MORE = "more", "Xem thêm một tỷ đồng thì được gì"
    TARGETS = "targets", "Tìm mục tiêu ngoài tầm với"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STAGES_IN_ENGLISH[self.value])


_STAGES_IN_ENGLISH = {
    "best": "Looking for the best",
    "more": "Seeing what one more billion brings",
    "targets": "Looking for targets out of reach",
}


class Search(models.Model):
    """A search for the best choice of a scenario, done in the background.

    Whoever works at it says so every second in ``beat_at``; who falls silent has lost it, and ``attempt`` makes sure
    that one who comes back late no longer writes. These moments are the machine's, whatever day the product stands on.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="searches")
    state = models.CharField(max_length=8, choices=SearchState.choices, default=SearchState.QUEUED)
    stage = models.CharField(max_length=8, choices=SearchStage.choices, default=SearchStage.BEST)
    attempt = models.PositiveSmallIntegerField(default=1)
    seconds_allowed = models.PositiveSmallIntegerField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stop_asked_by = models.CharField(max_length=150, blank=True)
    value = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    fault_vi = models.CharField(max_length=500, blank=True)
    fault_en = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"],
                condition=Q(state__in=["queued", "running"]),
                name="one_search_a_scenario_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, state__in=["queued", "running"])
                | Q(finished_at__isnull=False, state__in=["done", "stopped", "failed"]),
                name="a_search_is_over_when_it_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="searches_by_state")]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.state}"

    @property
    def stage_words(self) -> Text:
        return SearchStage(self.stage).words

    @property
    def fault(self) -> Text:
        return Text(self.fault_vi, self.fault_en)

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def gap(self) -> float | None:
        """How far the best so far may be below the best there is, as a share; None before anything is proven."""
        if self.value is None or not self.bound:
            return None
        return max(0.0, (self.bound - self.value) / self.bound)
