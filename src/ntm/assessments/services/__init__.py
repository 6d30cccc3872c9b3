from ntm.assessments.services.judge import judge_units, rebuild_standings

__all__ = ["judge_units", "rebuild_standings"]
