"""What the acts of the demo are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("demo.sample_loaded", Text("Nạp dữ liệu mẫu", "Loaded the sample"))
acts.name("demo.sample_wiped", Text("Xóa dữ liệu mẫu", "Deleted the sample"))
acts.name("country.sample_loaded", Text("Nạp dữ liệu mẫu cả nước", "Loaded the sample of the country"))
