from ntm.dashboards.selectors.overview import Overview, overview
from ntm.dashboards.selectors.unit import UnitPage, unit_page

__all__ = ["Overview", "UnitPage", "overview", "unit_page"]
