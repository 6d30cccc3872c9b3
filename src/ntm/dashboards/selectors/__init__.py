from ntm.dashboards.selectors.cartogram import Cartogram, cartogram_of
from ntm.dashboards.selectors.country import Country, country
from ntm.dashboards.selectors.formed import Formed, formed_of
from ntm.dashboards.selectors.money import Money, money_of
from ntm.dashboards.selectors.overview import Overview, overview
from ntm.dashboards.selectors.picking import chosen_rows
from ntm.dashboards.selectors.picture import Picture, picture_of
from ntm.dashboards.selectors.story import Story, story_of
from ntm.dashboards.selectors.unit import UnitPage, unit_page

__all__ = [
    "Cartogram",
    "Country",
    "Formed",
    "Money",
    "Overview",
    "Picture",
    "Story",
    "UnitPage",
    "cartogram_of",
    "chosen_rows",
    "country",
    "formed_of",
    "money_of",
    "overview",
    "picture_of",
    "story_of",
    "unit_page",
]
