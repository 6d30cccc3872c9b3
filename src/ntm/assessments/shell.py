"""What the acts of this app are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("assessments.standings_rebuilt", Text("Xét lại toàn bộ kết quả", "Judged every standing again"))
