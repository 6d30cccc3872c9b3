"""Whatever is asked within the API's own description, it answers as described and never falls over."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ntm.api.services import make_token
from ntm.api.site import site
from ntm.config.wsgi import application
from tests.factories import NOON
from tests.small_round import INCOME, enter, small_round

EXAMPLES = 8  # for each address
OPERATIONS = [(path, verb) for path, verbs in site.get_openapi_schema()["paths"].items() for verb in verbs]
PATIENT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


@pytest.fixture
def described(db):
    """The API as a commune's own program sees it: it reads the commune, and may write its figures."""
    small = small_round()
    enter(small, INCOME, 44)
    last = NOON.date() + timedelta(days=30)
    _, key = make_token(small.reporter, "X", may_write=True, expires_on=last, by="reporter", at=NOON)
    # As Django's own test client does: a request's end must not close the connection of the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application), f"Bearer {key}"
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_every_answer_is_as_described(described, path, verb):
    schema, authorization = described

    @settings(max_examples=EXAMPLES, suppress_health_check=PATIENT)
    @given(case=schema[path][verb].as_strategy())
    def asked(case):
        # A day, a set or a round that does not exist is refused with a code: the description cannot know them.
        case.call_and_validate(
            excluded_checks=[positive_data_acceptance],
            headers={"Authorization": authorization, "Accept-Encoding": "identity"},
        )

    asked()
