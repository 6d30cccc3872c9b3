from ntm.assessments.selectors.readings import Measures, measured_in, measures_of, readings_of
from ntm.assessments.selectors.standings import standings_in

__all__ = ["Measures", "measured_in", "measures_of", "readings_of", "standings_in"]
