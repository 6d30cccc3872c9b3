from ntm.assessments.services.judge import Rebuilt, judge_period, judge_units, rebuild_standings

__all__ = ["Rebuilt", "judge_period", "judge_units", "rebuild_standings"]
