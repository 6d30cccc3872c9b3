from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.finance.models.contribution import Contribution
from ntm.finance.models.file import LedgerFile
from ntm.finance.models.work import Work


class BudgetKind(models.TextChoices):
    """Whether a document opens the year, adds to it, or takes from it."""

    OPENING = "opening", "Dự toán đầu năm"
    SUPPLEMENT = "supplement", "Bổ sung trong năm"
    REDUCTION = "reduction", "Điều chỉnh giảm"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _KINDS_IN_ENGLISH[self.value])


_KINDS_IN_ENGLISH = {"opening": "Opening of the year", "supplement": "Supplement", "reduction": "Reduction"}


class Budget(models.Model):
    """What a unit expects for the programme in a year, by source, as one document states it.

    The first document of a unit and year opens it; each later one adds (supplement) or takes away (reduction), its
    amounts positive in either case. ``total_dong`` is without credit. Once sealed, neither it nor its lines change,
    and the database has seen that the lines sum to it, to the đồng.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)  # its place among the documents of the unit and year
    kind = models.CharField(max_length=12, choices=BudgetKind.choices, default=BudgetKind.OPENING)
    total_dong = models.PositiveBigIntegerField()
    credit_dong = models.PositiveBigIntegerField(default=0)
    document = models.CharField(max_length=200)
    sealed = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_budget_per_unit_year_and_number"),
            models.CheckConstraint(
                condition=Q(number=1, kind="opening") | (Q(number__gt=1) & ~Q(kind="opening")),
                name="the_first_budget_opens_the_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} ({self.number})"


class BudgetLine(models.Model):
    """What a budget expects from one source, in whole đồng."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    source = models.CharField(max_length=60)  # a leaf of law/capital: "programme/central/investment"
    amount_dong = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["budget", "source"], name="one_budget_line_per_source")]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount_dong}"


class Stage(models.TextChoices):
    """How far a đồng has come: each is in one stage at a time."""

    EXPECTED = "1-expected", "Dự kiến"
    ALLOCATED = "2-allocated", "Đã phân bổ"
    ASSIGNED = "3-assigned", "Đã giao"
    DISBURSED = "4-disbursed", "Đã giải ngân"
    SETTLED = "5-settled", "Đã quyết toán"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STAGES_IN_ENGLISH[self.value])


_STAGES_IN_ENGLISH = {
    "1-expected": "Expected",
    "2-allocated": "Allocated",
    "3-assigned": "Assigned",
    "4-disbursed": "Disbursed",
    "5-settled": "Settled",
}


class Account(models.Model):
    """Money of one source and year that stands in one stage with one unit, or with one of its works.

    ``budget_year`` is the year whose budget it came from, ``year`` the one in which it may be used: they differ
    for capital carried over. The balance is kept by the database itself and never below zero.
    """

    year = models.PositiveSmallIntegerField()
    budget_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts")
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="accounts")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    balance_dong = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "budget_year", "source", "unit", "stage"],
                condition=Q(work=None),
                name="one_account_per_unit_source_and_stage",
            ),
            models.UniqueConstraint(
                fields=["year", "budget_year", "source", "unit", "work", "stage"],
                condition=Q(work__isnull=False),
                name="one_account_per_work_source_and_stage",
            ),
            models.CheckConstraint(condition=Q(balance_dong__gte=0), name="no_account_is_overdrawn"),
            models.CheckConstraint(
                condition=Q(budget_year__lte=F("year")), name="capital_is_not_used_before_its_budget"
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="accounts_by_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.source} {self.year} {self.stage}: {self.balance_dong}"


class Act(models.TextChoices):
    """What moved the money."""

    OPEN = "open", "Ghi nhận dự kiến"
    CONTRIBUTE = "contribute", "Ghi nhận đóng góp"
    ALLOCATE = "allocate", "Phân bổ"
    ASSIGN = "assign", "Giao vốn"
    DISBURSE = "disburse", "Giải ngân"
    SETTLE = "settle", "Quyết toán"
    GIVE_BACK = "give-back", "Thu hồi, hoàn trả"
    CARRY_OVER = "carry-over", "Kéo dài sang năm sau"
    REDUCE = "reduce", "Giảm dự kiến"
    WITHDRAW = "withdraw", "Rút đóng góp đã ghi"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _ACTS_IN_ENGLISH[self.value])


_ACTS_IN_ENGLISH = {
    "open": "Opened",
    "contribute": "Contributed",
    "allocate": "Allocated",
    "assign": "Assigned",
    "disburse": "Disbursed",
    "settle": "Settled",
    "give-back": "Given back",
    "carry-over": "Carried over",
    "reduce": "Reduced",
    "withdraw": "Contribution withdrawn",
}


def _inside() -> Q:
    both = Q(before__isnull=False, after__isnull=False, line=None, contribution=None)
    return both & ~Q(act__in=["open", "contribute", "reduce", "withdraw"])


def _opening() -> Q:
    by_line = Q(act="open", line__isnull=False, contribution=None)
    return Q(before=None, after__isnull=False) & (by_line | Q(act="contribute", line=None, contribution__isnull=False))


def _leaving() -> Q:
    by_line = Q(act="reduce", line__isnull=False, contribution=None)
    return Q(before__isnull=False, after=None) & (by_line | Q(act="withdraw", line=None, contribution__isnull=False))


class Transfer(models.Model):
    """Money went from one account to another: one amount, so that nothing is made and nothing lost.

    Never changed or deleted; what was wrong is transferred back. Money comes in from outside (no ``before``), and
    leaves to the outside (no ``after``), only by a line of a sealed budget or by a valued contribution.
    ``exceeds_by`` is the decision that lets a work have more than its approved total.
    """

    act = models.CharField(max_length=12, choices=Act.choices)
    on = models.DateField()
    before = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="out_of")
    after = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="into")
    line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="transfers")
    contribution = models.ForeignKey(Contribution, models.PROTECT, null=True, blank=True, related_name="transfers")
    amount_dong = models.PositiveBigIntegerField()
    document = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    exceeds_by = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(LedgerFile, models.PROTECT, null=True, blank=True, related_name="transfers")
    fingerprint = models.CharField(max_length=64, blank=True)  # of the row of the file it was read from
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_dong__gt=0), name="a_transfer_moves_something"),
            models.CheckConstraint(
                condition=Q(before=None) | Q(after=None) | ~Q(before=F("after")), name="a_transfer_has_two_ends"
            ),
            models.CheckConstraint(
                condition=_inside() | _opening() | _leaving(), name="money_has_a_paper_at_the_border"
            ),
            models.UniqueConstraint(fields=["line"], condition=Q(line__isnull=False), name="a_line_is_booked_once"),
            models.UniqueConstraint(
                fields=["contribution", "act"],
                condition=Q(contribution__isnull=False),
                name="a_contribution_is_booked_once",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~Q(fingerprint=""), name="a_row_of_a_file_is_booked_once"
            ),
            models.CheckConstraint(
                condition=Q(file=None, fingerprint="") | (Q(file__isnull=False) & ~Q(fingerprint="")),
                name="file_and_fingerprint_go_together",
            ),
        ]
        indexes = [models.Index(fields=["on"], name="transfers_by_day")]

    def __str__(self) -> str:
        return f"{self.act} {self.amount_dong}"

    @property
    def place(self) -> Account:
        """Where the money is after it, or was before it left."""
        account = self.after or self.before
        assert account is not None  # noqa: S101 - a constraint says so
        return account
