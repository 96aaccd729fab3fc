"""The working folder: a folder for each campaign with fixed folders below it, and campaigns elsewhere, remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlgen.campaign.record_file import RECORD_NAME
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name, save

DEFAULT_FOLDER = Path("绩效自评")
"""In the home folder."""
MEMORY = "工作台.json"
OPENED, AUTHOR = "opened", "author"
"""What is remembered from one start to the next: campaigns elsewhere, and who entered something last."""
ISSUED, RECEIVED, CHECKED, LETTERS, SUMMARY, REVIEW, HANDED_OUT, PACKAGES, BASIS, REPAIRED, REMINDERS, DOCUMENTS = (
    "下发",
    "收到",
    "审核报告",
    "退回意见",
    "汇总",
    "复核",
    "分发",
    "报送包",
    "基础资料",
    "已转入新表",
    "催报",
    "文档",
)
"""The folders of a campaign: what was issued, what came (a folder for each day), what was found, letters, …"""
FOLDERS = (
    *(ISSUED, RECEIVED, CHECKED, LETTERS, SUMMARY, REVIEW),
    *(HANDED_OUT, PACKAGES, BASIS, REPAIRED, REMINDERS, DOCUMENTS),
)
KEY_DIGITS = 12


@dataclass(frozen=True)
class CampaignFolder:
    """The folder of a campaign; one that the command line issued into has its record at the top."""

    path: Path

    @property
    def name(self) -> str:
        """What the campaign is called."""
        return self.path.name

    @property
    def key(self) -> str:
        """What stands for the folder in addresses."""
        return hashlib.sha256(str(self.path).encode("utf-8", errors="surrogatepass")).hexdigest()[:KEY_DIGITS]

    @property
    def issued(self) -> Path:
        """Where the forms and the record are."""
        return self.path if (self.path / RECORD_NAME).is_file() else self.path / ISSUED

    @property
    def record(self) -> Path:
        """The file of the record, which may not be there yet."""
        return self.issued / RECORD_NAME

    @property
    def is_issued(self) -> bool:
        """Whether there is a record."""
        return self.record.is_file()

    def folder(self, name: str) -> Path:
        """One of the folders of a campaign, which may not be there yet."""
        assert name in FOLDERS, name
        return self.path / name

    def file(self, place: str) -> Path:
        """A file inside the campaign, by its place below it. Raises UsageError for anything outside or absent."""
        file = self.path if "\0" in place else (self.path / place).resolve()
        if not file.is_relative_to(self.path.resolve()) or not file.is_file():
            raise UsageError("没有这个文件，或它不在这次自评的文件夹里")
        return file

    def place_of(self, file: Path) -> str:
        """The place of a file below the campaign, for its address; empty for a file outside, or one that is gone."""
        try:
            return self.file(str(file)).relative_to(self.path.resolve()).as_posix()
        except UsageError:
            return ""


def is_campaign(folder: Path) -> bool:
    """Whether a folder is that of a campaign: its record is in it, or it is laid out as the desk does."""
    return (folder / RECORD_NAME).is_file() or (folder / ISSUED / RECORD_NAME).is_file() or (folder / BASIS).is_dir()


@dataclass(frozen=True)
class Workspace:
    """The working folder."""

    folder: Path

    def campaigns(self) -> list[CampaignFolder]:
        """Every campaign in the folder, the one that was changed last first, then those opened elsewhere."""
        own = [path for path in self.folder.iterdir() if path.is_dir() and is_campaign(path)]
        own.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        return [CampaignFolder(path) for path in dict.fromkeys([*own, *self._opened()])]

    def campaign(self, key: str) -> CampaignFolder:
        """The campaign of a key. Raises UsageError where it is gone."""
        found = next((campaign for campaign in self.campaigns() if campaign.key == key), None)
        if found is None:
            raise UsageError("没有这次自评：它的文件夹已移走或改名。请回首页重新打开")
        return found

    def create(self, name: str) -> CampaignFolder:
        """A folder for a new campaign. Raises UsageError where there is no name, or one that is taken; OSError."""
        if not name.strip():
            raise UsageError("没有写名称。请写这次自评叫什么，如 2026年部门整体支出", "name")
        path = self.folder / safe_file_name(name.strip())
        if path.exists():
            raise UsageError(f"已有“{path.name}”。请换一个名称，或在首页打开它", "name")
        (path / BASIS).mkdir(parents=True)
        return CampaignFolder(path)

    def open(self, folder: Path) -> CampaignFolder:
        """Open a campaign elsewhere and remember it. Raises UsageError where there is none."""
        if not is_campaign(folder):
            raise UsageError(f"{folder}：没有下发记录（{RECORD_NAME}）。请选下发评分表时的文件夹", "folder")
        opened = CampaignFolder(folder.parent if folder.name == ISSUED else folder)
        if opened not in self.campaigns():
            self.remember(OPENED, [*self.recall(OPENED), str(opened.path)])
        return opened

    def forget(self, campaign: CampaignFolder) -> None:
        """Do not list a campaign elsewhere any more; its files stay."""
        self.remember(OPENED, [path for path in self.recall(OPENED) if path != str(campaign.path)])

    def is_own(self, campaign: CampaignFolder) -> bool:
        """Whether a campaign is in the working folder."""
        return campaign.path.parent == self.folder

    def recall(self, what: str) -> list[str]:
        """What is remembered from one start to the next; nothing where the file is not ours."""
        try:
            plain = json.loads((self.folder / MEMORY).read_text(encoding="utf-8"))
            values = plain.get(what, [])
            return [value for value in values if isinstance(value, str)]
        except (OSError, ValueError, AttributeError, TypeError, RecursionError):
            return []

    def remember(self, what: str, values: list[str]) -> None:
        """Remember something for the next start. Raises OSError."""
        kept = {name: self.recall(name) for name in (OPENED, AUTHOR)} | {what: values}
        save(self.folder / MEMORY, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))

    def _opened(self) -> Iterator[Path]:
        for text in self.recall(OPENED):
            path = Path(text)
            if path.is_absolute() and is_campaign(path):
                yield path


def folders_in(folder: Path) -> list[Path]:
    """The folders in one, by name, without hidden ones. Raises OSError."""
    return sorted(each for each in folder.iterdir() if not each.name.startswith((".", "$")) and each.is_dir())


def existing_folder(text: str) -> Path | None:
    """The folder that is named; None where none is. Raises UsageError where it is none of this machine."""
    if not text:
        return None
    path = Path(text)
    if "\0" in text or not path.is_absolute() or not path.is_dir():
        raise UsageError(f"{text}：没有这个文件夹。请从列表里选")
    return path.resolve()
