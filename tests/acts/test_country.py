"""Several provinces side by side: who may, what is added up, and where each figure leads."""

from decimal import Decimal

import pytest
from django.urls import reverse

from demo.country import CENTRAL, country_is_loaded, make_central_person, store_country
from ntm.accounts.models import Assignment, Role
from ntm.areas.models import Kind, Unit
from ntm.areas.selectors import province_of_each
from ntm.assessments.models import Reading, Standing
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors import country
from tests.factories import BEGINNING, NOON, make_person, make_unit
from tests.small_province import DAY, NTM, Q3, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return small_province()


@pytest.fixture
def hanoi():
    province = make_unit("Hà Nội", Kind.CENTRAL_CITY, code="01")
    district = make_unit("Ba Vì", Kind.RURAL_DISTRICT, province, code="271")
    make_unit("Ba Trại", parent=district)
    return province


@pytest.fixture
def central(here, hanoi):
    person = make_person("central", Role.LEADER, here.province)
    Assignment.objects.create(user=person, role=Role.LEADER, unit=hanoi, valid_from=BEGINNING)
    return person


def test_a_commune_counts_in_the_province_above_its_district(here, hanoi):
    around = province_of_each(DAY)

    assert around[here.poor.pk] == here.province.pk
    assert around[hanoi.pk] == hanoi.pk
    assert {around[unit.pk] for unit in Unit.objects.filter(short_name="Ba Trại")} == {hanoi.pk}


def test_each_province_adds_up_its_own_communes(here, hanoi):
    page = country([here.province, hanoi], DAY)
    mine, other = page.rows

    assert (mine.communes, mine.judged, mine.recognised) == (4, 3, 2)
    assert (other.communes, other.judged, other.ready) == (1, 0, 0)
    assert (other.share_ready, other.criteria_met_on_average) == (None, None)
    assert (page.whole.communes, page.whole.judged) == (5, 3)
    assert sum(band.units for band in page.bands) == page.whole.judged


def test_the_average_is_of_those_judged(here, hanoi):
    [row] = country([here.province], DAY).rows
    met = list(
        Standing.objects.filter(criteria_set=NTM, unit__kind=Kind.COMMUNE).values_list("criteria_met", flat=True)
    )

    assert row.criteria_met_on_average == round(Decimal(sum(met)) / len(met), 1)


def test_who_reads_several_provinces_begins_at_the_country(client, here, central):
    client.force_login(central)

    assert client.get("/").headers["Location"] == reverse("dashboards:country")
    assert "Cả nước" in client.get("/country/").content.decode()
    assert client.get("/?province=01").context["page"].province.code == "01"
    assert client.get("/matrix/?province=01").context["page"].province.code == "01"


def test_links_keep_the_chosen_province(client, central):
    client.force_login(central)

    assert "/matrix/?province=01" in client.get("/?province=01").content.decode()


def test_a_province_reads_itself_alone(client, here, hanoi):
    client.force_login(make_person("leader", Role.LEADER, here.province))

    assert client.get("/country/").status_code == 404
    assert client.get("/?province=01").status_code == 404
    assert "Cả nước" not in client.get("/").content.decode()


def test_a_day_without_a_set_still_shows_the_provinces(client, central):
    client.force_login(central)
    page = client.get("/country/?day=2021-06-30")

    assert page.status_code == 200
    assert page.context["page"].criteria_set is None


def test_the_sample_of_the_country_fills_the_other_provinces_once(here, hanoi):
    made = store_country(rulebook(), quarters=1, by="test", at=NOON, say=str)
    again = store_country(rulebook(), quarters=1, by="test", at=NOON, say=str)

    assert (made.provinces, again.readings) == (1, 0)
    assert min(made.readings, made.standings) > 0
    assert country_is_loaded()
    assert all(Reading.objects.filter(pk__in=[pk for pk, *_ in _said(hanoi)]).values_list("is_sample", flat=True))
    assert country([hanoi], DAY).rows[0].judged == 1
    assert make_central_person().username == CENTRAL


def test_the_same_seed_gives_the_same_country(here, hanoi):
    store_country(rulebook(), quarters=1, by="test", at=NOON, say=str)
    first = [row[1:] for row in _said(hanoi)]
    Reading.objects.filter(pk__in=[pk for pk, *_ in _said(hanoi)]).delete()

    store_country(rulebook(), quarters=1, by="test", at=NOON, say=str)

    assert [row[1:] for row in _said(hanoi)] == first


def _said(province):
    units = [pk for pk, top in province_of_each(DAY).items() if top == province.pk]
    rows = Reading.objects.filter(unit__in=units, period=Q3.code).order_by("unit", "measure")
    return list(rows.values_list("pk", "unit", "measure", "amount", "passed"))
