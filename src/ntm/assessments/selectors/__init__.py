from ntm.assessments.selectors.applicable import applies, sets_for
from ntm.assessments.selectors.readings import Measures, measured_in, measures_of, readings_of
from ntm.assessments.selectors.standings import standings_by_set, standings_in

__all__ = [
    "Measures",
    "applies",
    "measured_in",
    "measures_of",
    "readings_of",
    "sets_for",
    "standings_by_set",
    "standings_in",
]
