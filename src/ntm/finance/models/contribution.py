from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.finance.models.work import Work


class Giver(models.TextChoices):
    """Who gives."""

    PEOPLE = "people", "Người dân, cộng đồng"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
    ORGANISATION = "organisation", "Tổ chức khác, nhà hảo tâm"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _GIVERS_IN_ENGLISH[self.value])


_GIVERS_IN_ENGLISH = {
    "people": "People, community",
    "enterprise": "Enterprise, cooperative",
    "organisation": "Other organisation, benefactor",
}


class GivenAs(models.TextChoices):
    """In what form it is given. Only cash is money of itself; the rest counts for what a decision says."""

    CASH = "cash", "Tiền mặt"
    LABOUR = "labour", "Ngày công"
    LAND = "land", "Hiến đất"
    KIND = "kind", "Hiện vật"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _FORMS_IN_ENGLISH[self.value])

    @property
    def measure(self) -> str:
        """The unit in which it is counted; what is given in kind names its own."""
        return {"cash": "đồng", "labour": "ngày công", "land": "m²", "kind": ""}[self.value]

    @property
    def is_used_at_once(self) -> bool:
        """Labour, land and materials go into the work as they are given; cash is still to be paid out."""
        return self is not GivenAs.CASH


_FORMS_IN_ENGLISH = {"cash": "Cash", "labour": "Days of labour", "land": "Land", "kind": "In kind"}


class Rate(models.Model):
    """What one day of labour or one square metre of land counts for, in a unit and all below, from a day on.

    It stands with the decision that sets it; where no decision is known there is no row, and nothing is converted.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rates")
    form = models.CharField(max_length=8, choices=[(one.value, one.label) for one in (GivenAs.LABOUR, GivenAs.LAND)])
    valid_from = models.DateField()
    dong_each = models.PositiveBigIntegerField()
    decision = models.CharField(max_length=200)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["form", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "valid_from"], name="one_rate_per_unit_form_and_day"),
            models.CheckConstraint(condition=Q(dong_each__gt=0), name="a_rate_counts_for_something"),
            models.CheckConstraint(condition=~Q(decision=""), name="a_rate_names_its_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.valid_from}: {self.dong_each}"


class Contribution(models.Model):
    """What people or an enterprise gave: cash, days of labour, square metres of land, or things.

    ``value_dong`` is None as long as no decision says what it counts for: then only the quantity is known. A value is
    set once, opens money in the ledger in ``source``, and no longer changes; a mistake is withdrawn.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contributions")
    hamlet = models.CharField(max_length=120, blank=True)
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="contributions")
    on = models.DateField()
    year = models.PositiveSmallIntegerField()  # whose tree of sources it is counted in: that of its day
    giver_kind = models.CharField(max_length=12, choices=Giver.choices)
    giver = models.CharField(max_length=200)
    form = models.CharField(max_length=8, choices=GivenAs.choices)
    quantity = models.DecimalField(max_digits=17, decimal_places=2)
    measure = models.CharField(max_length=30)  # "đồng", "ngày công", "m²", or what is counted in kind: "tấn xi măng"
    source = models.CharField(max_length=60)  # the leaf of the year's tree that it belongs to
    value_dong = models.PositiveBigIntegerField(null=True, blank=True)
    rate = models.ForeignKey(Rate, models.PROTECT, null=True, blank=True, related_name="contributions")
    basis = models.CharField(max_length=200, blank=True)  # the decision or record that sets the value
    document = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_contribution_gives_something"),
            models.CheckConstraint(
                condition=Q(value_dong=None, rate=None, basis="")
                | (Q(value_dong__isnull=False, value_dong__gt=0) & ~Q(basis="")),
                name="a_value_names_its_basis",
            ),
            models.CheckConstraint(
                condition=~Q(form="cash") | Q(value_dong__isnull=False, value_dong=F("quantity"), rate=None),
                name="cash_is_worth_itself",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="a_withdrawal_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="contributions_by_unit_and_day")]

    def __str__(self) -> str:
        return f"{self.giver}: {self.quantity} {self.measure}"
