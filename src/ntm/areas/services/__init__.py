from ntm.areas.services.import_boundaries import Imported, import_boundaries
from ntm.areas.services.load_reference import load_reference
from ntm.areas.services.statistics import count_anew

__all__ = ["Imported", "count_anew", "import_boundaries", "load_reference"]
