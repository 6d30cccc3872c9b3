"""What the acts of this app are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("recognition.statuses_loaded", Text("Nạp kết quả công nhận", "Loaded recognitions"))
acts.name("recognition.counts_loaded", Text("Nạp số liệu công bố", "Loaded reported counts"))
