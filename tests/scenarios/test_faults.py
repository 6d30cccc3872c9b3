"""A full disk, a power cut, a clock that jumps, two servers at once: nothing is lost, and it is said in words."""

import os
import re

import pytest

RULES = [
    "two_servers_lose_no_update_and_give_no_number_twice",
    "a_full_database_keeps_nothing_and_says_so",
    "a_full_store_takes_no_file_and_says_so",
    "a_full_shelf_takes_no_backup_and_says_so",
    "a_full_drawer_takes_no_paper_and_says_so",
    "a_power_cut_loses_nothing_that_was_answered",
    "the_engine_is_asked_to_sync_each_commit",
    "the_log_stays_in_order_when_the_clock_jumps",
    "people_work_on_when_the_clock_jumps",
]
if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
    RULES += [
        "a_disk_that_is_full_under_the_data_of_postgresql_keeps_nothing_and_says_so",
        "a_disk_that_is_full_under_the_log_of_postgresql_loses_nothing_and_says_so",
    ]


@pytest.fixture(scope="module")
def proven(run_apart):
    return run_apart("faults_script")


@pytest.mark.parametrize("rule", RULES)
def test_of_faults(proven, rule):
    if why := re.search(rf"^skipped {rule}: (.+)$", proven.stdout, re.MULTILINE):
        pytest.skip(why[1])
    assert f"ok {rule}\n" in proven.stdout, proven.stdout + proven.stderr
