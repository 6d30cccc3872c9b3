"""What was measured in each unit for each indicator, and where each unit stands."""

from ntm.assessments.models.reading import Reading, Stage
from ntm.assessments.models.standing import Standing

__all__ = ["Reading", "Stage", "Standing"]
