from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text


def paper_storage() -> Storage:
    """Return where signed papers are kept."""
    return storages["papers"]


class PaperKind(models.TextChoices):
    """The kinds of official paper, by their abbreviations in Decree 30/2020/NĐ-CP, appendix III."""

    PLAN = "KH", "Kế hoạch"
    REPORT = "BC", "Báo cáo"
    SUBMISSION = "TTr", "Tờ trình"
    DECISION = "QĐ", "Quyết định"
    MINUTES = "BB", "Biên bản"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _KINDS_IN_ENGLISH[self.value])


_KINDS_IN_ENGLISH = {
    "KH": "Plan",
    "BC": "Report",
    "TTr": "Submission",
    "QĐ": "Decision",
    "BB": "Minutes",
}


class PaperState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    WAITING = "waiting", "Chờ ký"
    ISSUED = "issued", "Đã ban hành"

    @property
    def words(self) -> Text:
        return Text(str(self.label), {"draft": "Draft", "waiting": "Waiting to be signed", "issued": "Issued"}[self])


class Effect(models.TextChoices):
    """What a paper does to an earlier one when it is issued."""

    AMENDS = "amends", "Sửa đổi, bổ sung"
    REPLACES = "replaces", "Thay thế"
    REPEALS = "repeals", "Bãi bỏ"

    @property
    def words(self) -> Text:
        return Text(str(self.label), {"amends": "Amends", "replaces": "Replaces", "repeals": "Repeals"}[self])

    @property
    def words_of_the_earlier(self) -> Text:
        """What the earlier paper suffers: “Được thay thế bởi”."""
        return {
            Effect.AMENDS: Text("Được sửa đổi, bổ sung bởi", "Amended by"),
            Effect.REPLACES: Text("Được thay thế bởi", "Replaced by"),
            Effect.REPEALS: Text("Bị bãi bỏ bởi", "Repealed by"),
        }[self]


class PaperQuerySet(models.QuerySet["Paper"]):
    def issued(self) -> PaperQuerySet:
        return self.filter(state=PaperState.ISSUED)


class Paper(models.Model):
    """An official paper: written as a draft, signed by a leader, then numbered, frozen and kept for good.

    ``frozen`` is everything that is printed; the same frozen paper always gives the same bytes. ``signed``
    is the PDF with its signature, ``code`` what the public page asks for.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=4, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()  # of the number register
    subject = models.CharField(max_length=500)  # the trích yếu
    parent_body = models.CharField(max_length=200, blank=True)
    issuing_body = models.CharField(max_length=200)
    symbol = models.CharField(max_length=30)  # "BC-UBND"
    place = models.CharField(max_length=100)
    authority = models.CharField(max_length=200, blank=True)  # of a decision: who decides
    addressees = models.JSONField(default=list)  # ["Ban Chỉ đạo …", …]
    bases = models.JSONField(default=list)  # the “Căn cứ …” lines
    body = models.TextField(blank=True)  # empty for a report, whose text stands in its sections
    capacity = models.CharField(max_length=120)  # "TM. ỦY BAN NHÂN DÂN"
    by_order = models.CharField(max_length=120, blank=True)  # "KT. CHỦ TỊCH"
    position = models.CharField(max_length=120)
    signer = models.CharField(max_length=120)
    recipients = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.DRAFT)
    returned_note = models.CharField(max_length=500, blank=True)  # why the leader gave the draft back
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_by = models.CharField(max_length=150, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    code = models.CharField(max_length=20, unique=True, null=True, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed = models.FileField(storage=paper_storage, max_length=120, blank=True)
    is_sample = models.BooleanField(default=False)
    changes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="changed_by")
    effect = models.CharField(max_length=8, choices=Effect.choices, blank=True)  # on the paper that it changes

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-issued_on", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number"], name="one_paper_per_number_of_a_unit_kind_and_year"
            ),
            models.CheckConstraint(
                name="an_issued_paper_has_a_number_a_day_and_is_frozen",
                condition=~Q(state="issued")
                | Q(number__isnull=False, issued_on__isnull=False, frozen__isnull=False, code__isnull=False),
            ),
            models.CheckConstraint(
                name="an_effect_and_the_paper_it_falls_on_go_together",
                condition=Q(changes=None, effect="") | (Q(changes__isnull=False) & ~Q(effect="")),
            ),
            models.CheckConstraint(
                name="only_an_issued_paper_has_a_number", condition=Q(state="issued") | Q(number=None, frozen=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    @property
    def reference(self) -> str:
        """The number as printed: ``05/BC-UBND``; without the number while there is none."""
        return f"{self.number:02d}/{self.symbol}" if self.number else f"…/{self.symbol}"

    @property
    def effect_words(self) -> Text | None:
        """What it does to the paper that it changes; None where it changes none."""
        return Effect(self.effect).words if self.effect else None

    @property
    def later(self) -> list[tuple[Text, Paper]]:
        """The issued papers that changed this one, each with what it did, in the order of their days."""
        rows = self.changed_by.issued().order_by("issued_on", "number")
        return [(Effect(row.effect).words_of_the_earlier, row) for row in rows]

    @property
    def kind_words(self) -> Text:
        return PaperKind(self.kind).words

    @property
    def state_words(self) -> Text:
        return PaperState(self.state).words
