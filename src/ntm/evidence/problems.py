"""Why a file is refused, and what its owner can do."""

from __future__ import annotations

from ntm.core.problems import Problem, Text


class FileRefused(Problem):
    """A file cannot be taken as evidence."""

    code = "evidence/refused"

    def __init__(self, name: str, why: Text, do: Text) -> None:
        super().__init__(Text(f"Không nhận tệp “{name}”: {why.vi}.", f"“{name}” is not taken: {why.en}."), do)


class Empty(FileRefused):
    """There is nothing in the file."""

    code = "evidence/empty"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            Text("tệp rỗng", "the file is empty"),
            Text("Hãy chọn lại tệp gốc.", "Choose the original file again."),
        )


class TooLarge(FileRefused):
    """The file, or what it unpacks to, is larger than may be kept."""

    code = "evidence/too-large"

    def __init__(self, name: str, most_mb: int) -> None:
        super().__init__(
            name,
            Text(f"quá {most_mb} MB hoặc bung ra quá lớn", f"larger than {most_mb} MB, or unpacks to far more"),
            Text("Hãy chụp hoặc quét ở độ phân giải vừa phải.", "Take the photo or scan at a moderate resolution."),
        )


class WrongContent(FileRefused):
    """The content is of no kind that is taken, or not what the name says."""

    code = "evidence/wrong-content"

    def __init__(self, name: str, found: Text) -> None:
        super().__init__(
            name,
            found,
            Text(
                "Hãy dùng ảnh JPG, PNG, WebP, tệp PDF, Word (docx) hoặc Excel (xlsx), lưu lại từ phần mềm gốc.",
                "Use a JPG, PNG or WebP photo, a PDF, Word (docx) or Excel (xlsx) file, saved anew by its program.",
            ),
        )


class Dangerous(FileRefused):
    """The file holds something that may run on a reader's machine."""

    code = "evidence/dangerous"

    def __init__(self, name: str, found: Text) -> None:
        super().__init__(
            name,
            found,
            Text(
                "Hãy lưu lại tệp không có macro, mã lệnh, mật khẩu hay tệp nhúng.",
                "Save the file without macros, scripts, passwords or embedded files.",
            ),
        )
