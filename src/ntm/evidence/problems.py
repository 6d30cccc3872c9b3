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
    """The file is larger than may be kept."""

    code = "evidence/too-large"

    def __init__(self, name: str, most_mb: int) -> None:
        super().__init__(
            name,
            Text(f"tệp lớn hơn {most_mb} MB", f"the file is larger than {most_mb} MB"),
            Text("Hãy chụp hoặc quét ở độ phân giải vừa phải.", "Take the photo or scan at a moderate resolution."),
        )


class UnpacksTooLarge(FileRefused):
    """The file is small, but becomes far larger when it is opened."""

    code = "evidence/unpacks-too-large"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            Text("nội dung bung ra quá lớn", "it unpacks to far more than its size"),
            Text(
                "Hãy thu nhỏ ảnh hoặc chia tài liệu thành nhiều tệp rồi lưu lại.",
                "Make the picture smaller, or split the document into several files, and save it anew.",
            ),
        )


class WrongContent(FileRefused):
    """The content is of no kind that is taken, or not what the name says."""

    code = "evidence/wrong-content"

    def __init__(self, name: str, found: Text) -> None:
        super().__init__(
            name,
            found,
            Text(
                "Hãy dùng ảnh JPG, PNG, WebP, tệp PDF, Word (docx), Excel (xlsx), ODT, ODS, lưu lại từ phần mềm gốc.",
                "Use a JPG, PNG or WebP photo, or a PDF, Word (docx), Excel (xlsx), ODT or ODS file, saved anew"
                " by its program.",
            ),
        )


class OldOffice(FileRefused):
    """A Word or Excel file in the format before 2007, which is also how a file with a password is kept."""

    code = "evidence/old-office"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            Text(
                "đây là định dạng Office cũ (doc, xls) hoặc tệp có mật khẩu",
                "it is in the old Office format (doc, xls), or locked with a password",
            ),
            Text(
                "Hãy mở tệp, bỏ mật khẩu nếu có, rồi chọn Lưu thành .docx, .xlsx hoặc PDF.",
                "Open the file, take any password off, and save it as .docx, .xlsx or PDF.",
            ),
        )


class HeicPhoto(FileRefused):
    """A photo in the format of newer telephones, which most office computers cannot show."""

    code = "evidence/heic"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            Text(
                "ảnh HEIC không mở được trên nhiều máy tính cơ quan",
                "many office computers cannot open HEIC photos",
            ),
            Text(
                "Hãy gửi ảnh JPG: trên iPhone chọn Cài đặt › Camera › Định dạng › Tương thích nhất rồi chụp lại.",
                "Send a JPG: on an iPhone choose Settings › Camera › Formats › Most Compatible, then take it again.",
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


class AttachedAgain(Problem):
    """What was taken away cannot come back, as the same file was attached anew since."""

    code = "evidence/attached-again"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Tệp “{name}” đã được đính kèm lại.", f"“{name}” was attached again meanwhile."),
            Text("Không cần khôi phục; hãy dùng bản đang có.", "There is nothing to bring back; use the one there is."),
        )


class FileGone(Problem):
    """The row of a file is there, its bytes are not."""

    code = "evidence/file-gone"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Không tìm thấy nội dung của tệp “{name}” trong kho.", f"The bytes of “{name}” are not in the store."
            ),
            Text(
                "Hãy báo người quản trị chạy `ntm evidence verify` và khôi phục từ bản sao lưu.",
                "Ask the administrator to run `ntm evidence verify` and to restore the file from the backup.",
            ),
        )
