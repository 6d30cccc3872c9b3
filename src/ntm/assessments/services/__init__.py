from ntm.assessments.services.judge import judge_period, judge_units, rebuild_standings

__all__ = ["judge_period", "judge_units", "rebuild_standings"]
