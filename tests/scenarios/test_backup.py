"""A backup holds everything and no key, a restore brings back all or nothing, a move proves that both are equal."""

import os

import pytest

OF_THE_DATABASE = [
    "a_restore_gives_byte_equal_exports",
    "a_restored_installation_is_guarded_and_goes_on",
    "a_restore_into_an_installation_with_data_is_refused",
    "an_older_backup_is_restored_and_brought_up_to_date",
    "a_backup_made_while_people_work_is_of_one_moment",
    "the_log_is_held_against_a_backup",
    "a_move_there_and_back_proves_that_all_is_equal",
    "a_move_while_somebody_writes_keeps_nothing",
]
OF_THE_FILE = [
    "a_restore_beside_files_of_others_is_refused",
    "a_newer_backup_is_refused_by_name",
    "what_was_cut_off_is_cleared_by_the_next_restore",
    "files_that_are_missing_or_changed_are_named",
    "no_key_and_no_session_is_in_a_plain_backup",
    "a_sealed_backup_opens_to_its_passphrase_alone",
    "a_bit_turned_over_anywhere_in_a_sealed_backup_is_found",
    "a_bit_turned_over_in_a_plain_backup_is_found_or_means_nothing",
    "a_move_onto_data_is_refused",
]
# What no database changes is proven once.
RULES = OF_THE_DATABASE if os.environ.get("NTM_TEST_DATABASE") == "postgresql" else OF_THE_DATABASE + OF_THE_FILE


@pytest.fixture(scope="module")
def proven(run_apart):
    return run_apart("backup_script", *RULES)


@pytest.mark.parametrize("rule", RULES)
def test_of_backups(proven, rule):
    assert f"ok {rule}\n" in proven.stdout, proven.stdout + proven.stderr
