"""What the acts on tokens are called in the log; tokens end with the other ways into an account."""

from ntm.accounts import ways_in
from ntm.api.services import end_tokens
from ntm.audit import acts
from ntm.core.problems import Text

acts.name("api.token_made", Text("Tạo khóa API", "Made an API token"))
acts.name("api.token_ended", Text("Kết thúc khóa API", "Ended an API token"))

ways_in.register(end_tokens)
