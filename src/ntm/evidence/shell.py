"""What the acts of this app are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text

acts.name("evidence.attached", Text("Đính kèm minh chứng", "Attached evidence"))
acts.name("evidence.removed", Text("Gỡ minh chứng", "Took evidence away"))
acts.name("evidence.restored", Text("Khôi phục minh chứng", "Brought evidence back"))
