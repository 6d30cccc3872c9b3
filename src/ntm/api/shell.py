"""What the acts on tokens are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("api.token_made", Text("Tạo khóa API", "Made an API token"))
acts.name("api.token_ended", Text("Kết thúc khóa API", "Ended an API token"))
