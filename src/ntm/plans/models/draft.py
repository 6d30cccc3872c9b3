from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.evidence.models import File
from ntm.plans.models.plan import Plan


class PlanDraft(models.Model):
    """A plan document that is being read: its lines, what was understood of them, and what a person made of it.

    It becomes a plan when it is accepted, and stays as the story of where the plan's figures come from.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang đọc"
        ACCEPTED = "accepted", "Đã nhận thành kế hoạch"
        DROPPED = "dropped", "Đã bỏ"

        @property
        def words(self) -> Text:
            return Text(
                str(self.label), {"open": "Being read", "accepted": "Accepted", "dropped": "Dropped"}[self.value]
            )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_drafts")
    year = models.PositiveSmallIntegerField()
    file = models.ForeignKey(File, models.PROTECT, related_name="plan_drafts")
    name = models.CharField(max_length=160)
    lines = models.JSONField()  # [[12, "the text of line 12", [13]], …]: the last are lines joined to it
    structure = models.JSONField(default=list)  # numbers of lines that only divide or dress the text
    new_bodies = models.JSONField(default=dict)  # code → name of bodies that this document adds
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="drafts")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "file"], condition=Q(state="open"), name="one_open_draft_per_unit_year_and_file"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_by="", closed_at=None)
                | (~Q(state="open") & ~Q(closed_by="") & Q(closed_at__isnull=False)),
                name="a_closed_draft_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", plan__isnull=False) | (~Q(state="accepted") & Q(plan=None)),
                name="an_accepted_draft_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_words(self) -> Text:
        return self.State(self.state).words

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class DraftPart(models.TextChoices):
    """Which part of a plan an item belongs to; ``ask`` are questions about the document as a whole."""

    ASK = "ask", "Câu hỏi về văn bản"
    HEAD = "head", "Phần đầu, người ký"
    BASIS = "basis", "Căn cứ"
    TARGET = "target", "Mục tiêu"
    CLAUSE = "clause", "Nội dung, nhiệm vụ"
    CAPITAL = "capital", "Nguồn vốn"
    RECIPIENT = "recipient", "Nơi nhận"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _PARTS_IN_ENGLISH[self.value])


_PARTS_IN_ENGLISH = {
    "ask": "Questions about the document",
    "head": "Head and signer",
    "basis": "Legal bases",
    "target": "Targets",
    "clause": "Clauses and tasks",
    "capital": "Capital",
    "recipient": "Recipients",
}


class DraftItem(models.Model):
    """One thing understood of a line: what the machine read, what holds now, and what is still asked about it.

    ``read`` is empty for an item that a person added. ``questions`` are the reader's doubts, and ``answered`` the
    places of those that a person has answered. An item taken out stays, so that it can be put back.
    """

    draft = models.ForeignKey(PlanDraft, models.PROTECT, related_name="items")
    part = models.CharField(max_length=10, choices=DraftPart.choices)
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True, blank=True)
    read = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    answered = models.JSONField(default=list)
    taken_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["draft", "position", "pk"]
        indexes = [models.Index(fields=["draft", "part"], name="draft_items_by_part")]

    def __str__(self) -> str:
        return f"{self.part} {self.line}"

    @property
    def part_words(self) -> Text:
        return DraftPart(self.part).words

    @property
    def open_questions(self) -> list[tuple[int, dict[str, Any]]]:
        """Return (place, question) of what nobody has answered; nothing is asked of an item taken out."""
        if self.taken_out:
            return []
        return [(place, one) for place, one in enumerate(self.questions) if place not in self.answered]

    @property
    def version(self) -> int:
        """The newest correction by its id, 0 while there is none: what a person saw when they began to type."""
        return self.corrections.aggregate(newest=models.Max("pk"))["newest"] or 0


class Correction(models.Model):
    """What a person made of an item: as it was before, as it is since, who, when."""

    item = models.ForeignKey(DraftItem, models.PROTECT, related_name="corrections")
    act = models.CharField(max_length=12)  # one of _ACTS
    before = models.JSONField()
    after = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.item_id}"

    @property
    def words(self) -> Text:
        return _ACTS[self.act]


_ACTS = {
    "corrected": Text("Đã sửa", "Corrected"),
    "answered": Text("Đã trả lời", "Answered"),
    "added": Text("Người dùng thêm", "Added by a person"),
    "taken-out": Text("Đã bỏ", "Taken out"),
    "put-back": Text("Đã đưa lại", "Put back"),
}
