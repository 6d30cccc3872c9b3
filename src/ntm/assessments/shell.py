"""What the acts of this app are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("assessments.standings_rebuilt", Text("Xét lại toàn bộ kết quả", "Judged every standing again"))
acts.name("assessments.round_opened", Text("Mở đợt rà soát", "Opened a review round"))
acts.name("assessments.round_moved", Text("Đổi ngày của đợt rà soát", "Moved the days of a review round"))
acts.name("assessments.round_closed", Text("Đóng đợt rà soát", "Closed a review round"))
acts.name("assessments.reported", Text("Gửi số liệu báo cáo", "Reported figures"))
acts.name("assessments.verified", Text("Thẩm tra số liệu", "Verified figures"))
acts.name("assessments.appraised", Text("Thẩm định số liệu", "Appraised figures"))
acts.name("assessments.returned", Text("Trả lại số liệu", "Returned figures"))
acts.name("assessments.taken_back", Text("Rút lại một bước", "Took back a step"))
