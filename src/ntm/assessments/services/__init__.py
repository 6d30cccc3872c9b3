from ntm.assessments.services.confirm import Finding, confirm
from ntm.assessments.services.judge import Rebuilt, judge_period, judge_units, rebuild_standings
from ntm.assessments.services.rounds import Due, close_round, move_round, open_round
from ntm.assessments.services.send import send_report
from ntm.assessments.services.send_back import send_back, take_back
from ntm.assessments.services.write import Change, Written, write

__all__ = [
    "Change",
    "Due",
    "Finding",
    "Rebuilt",
    "Written",
    "close_round",
    "confirm",
    "judge_period",
    "judge_units",
    "move_round",
    "open_round",
    "rebuild_standings",
    "send_back",
    "send_report",
    "take_back",
    "write",
]
