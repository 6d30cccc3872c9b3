import pytest

from ntm.audit.models import Entry
from ntm.audit.services import record
from ntm.audit.services.record import seal_of
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_each_line_is_sealed_by_the_one_before():
    first = record("areas.loaded", subject="reference", by="admin", at=NOON, detail={"units": 177})
    second = record("plans.loaded", subject="2024", by="admin", at=NOON)

    assert (first.number, second.number) == (1, 2)
    assert second.seal_before == first.seal


def test_an_edited_line_no_longer_fits_its_seal():
    entry = record("areas.loaded", subject="reference", by="admin", at=NOON, detail={"units": 177})
    assert seal_of(Entry.objects.get(pk=entry.pk)) == entry.seal

    Entry.objects.filter(pk=entry.pk).update(detail={"units": 178})

    assert seal_of(Entry.objects.get(pk=entry.pk)) != entry.seal
