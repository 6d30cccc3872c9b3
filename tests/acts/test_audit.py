import pytest

from ntm.audit.models import Entry
from ntm.audit.services import LogWasChanged, record, verify
from tests.factories import NOON

pytestmark = pytest.mark.django_db

COLUMNS = {
    "at": "2024-09-20T05:00:00.000001Z",
    "by": "ai-do",
    "act": "areas.removed",
    "subject": "khac",
    "detail": {"units": 178},
    "seal_before": "0" * 64,
    "seal": "0" * 64,
}


@pytest.fixture
def log():
    for number in (1, 2, 3):
        record("areas.loaded", subject=f"reference {number}", by="admin", at=NOON, detail={"units": 177})
    return Entry.objects.order_by("number")


def test_each_line_is_sealed_by_the_one_before(log):
    first, second, third = log

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (first.seal_before, second.seal_before, third.seal_before) == ("", first.seal, second.seal)


def test_a_whole_log_is_found_whole(log):
    assert verify() == 3


def test_an_empty_log_is_whole():
    assert verify() == 0


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_any_edited_column_of_any_line_is_found(log, number, column):
    Entry.objects.filter(number=number).update(**{column: COLUMNS[column]})

    with pytest.raises(LogWasChanged) as found:
        verify()

    assert found.value.faults[0].place in {f"#{number}", f"#{number + 1}"}


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_that_was_taken_out_is_found(log, number):
    Entry.objects.filter(number=number).delete()

    with pytest.raises(LogWasChanged):
        verify()


def test_a_line_that_was_taken_out_and_papered_over_is_found(log):
    Entry.objects.filter(number=2).delete()
    Entry.objects.filter(number=3).update(number=2)

    with pytest.raises(LogWasChanged):
        verify()
