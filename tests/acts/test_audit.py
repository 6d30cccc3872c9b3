import pytest
from django.db import IntegrityError, connection, transaction

from ntm.audit.guards import RULES, TABLE
from ntm.audit.heads import Head, NotAHead, head_in
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


@pytest.fixture
def unguarded(log):
    """The log as it lies before somebody who may drop its guards."""
    with connection.cursor() as cursor:
        for name, _ in RULES:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))
    return log


@pytest.mark.parametrize("act", [lambda log: log.update(by="ai-do"), lambda log: log.filter(number=3).delete()])
def test_the_database_refuses_to_change_or_delete_a_line(log, act):
    with pytest.raises(IntegrityError, match="a_line_of_the_log"), transaction.atomic():
        act(log)

    assert verify().lines == 3


def test_each_line_is_sealed_by_the_one_before(log):
    first, second, third = log

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (first.seal_before, second.seal_before, third.seal_before) == ("", first.seal, second.seal)


def test_a_whole_log_is_found_whole(log):
    assert verify() == Head(3, log.last().seal)


def test_an_empty_log_is_whole():
    assert verify() == Head(0, "")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_any_edited_column_of_any_line_is_found(unguarded, number, column):
    Entry.objects.filter(number=number).update(**{column: COLUMNS[column]})

    with pytest.raises(LogWasChanged) as found:
        verify()

    assert found.value.faults[0].place in {f"#{number}", f"#{number + 1}"}


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_that_was_taken_out_is_found(unguarded, number):
    Entry.objects.filter(number=number).delete()

    with pytest.raises(LogWasChanged):
        verify()


def test_a_line_that_was_taken_out_and_papered_over_is_found(unguarded):
    Entry.objects.filter(number=2).delete()
    Entry.objects.filter(number=3).update(number=2)

    with pytest.raises(LogWasChanged):
        verify()


def test_newest_lines_that_were_cut_off_are_found_by_a_head_kept_elsewhere(unguarded):
    kept = verify()
    Entry.objects.filter(number=3).delete()

    assert verify().lines == 2
    with pytest.raises(LogWasChanged) as found:
        verify(against=kept)
    assert found.value.faults[0].place == "#3"


def test_a_log_that_was_written_anew_is_found_by_a_head_kept_elsewhere(unguarded):
    kept = verify()
    Entry.objects.all().delete()
    for number in range(4):
        record("areas.loaded", subject=f"other {number}", by="admin", at=NOON)

    assert verify().lines == 4
    with pytest.raises(LogWasChanged, match="1 chỗ"):
        verify(against=kept)


def test_a_log_that_went_on_still_holds_the_older_head(log):
    kept = verify()
    record("areas.loaded", subject="later", by="admin", at=NOON)

    assert verify(against=kept).lines == 4


def test_a_head_is_written_as_lines_and_seal(log):
    end = verify()

    assert head_in(f"{end.lines}:{end.seal}") == end
    with pytest.raises(NotAHead):
        head_in("3")
