"""The complete catalogue of reasons why a submitted file cannot be read."""

from __future__ import annotations

from pathlib import Path

from xlgen.errors import EXIT_UNREADABLE, Catalogue, XlgenError

RESAVE = "请用 Excel 或 WPS 打开修复并另存为 .xlsx 后再试"


class Reason(Catalogue):
    """Each reason: its title, what is wrong and what to do, with {fields} to fill in."""

    # the file
    NOT_FOUND = ("没有文件", "没有这个文件", "请检查路径和文件名")
    FOLDER = ("是文件夹", "是文件夹，不是文件", "请给出一个 .xlsx 文件")
    NOT_A_FILE = ("不是文件", "是设备或管道，不是文件", "请给出一个 .xlsx 文件")
    NO_ACCESS = ("无权读取", "无权读取，或正被其他程序打开（{detail}）", "请关闭打开它的程序、检查权限后再试")
    LOCK_FILE = ("临时文件", "是表格打开期间的临时文件，不是工作簿", "请关闭表格，改用不带“~$”的文件")
    EMPTY = ("空文件", "是空文件（0 字节），不是 .xlsx 工作簿", "请重新复制或重新报送")
    FILE_TOO_LARGE = (
        "文件过大",
        "文件有 {size} MB，超过上限 {limit} MB，远超正常表格，未打开",
        "请删去图片、附件后另存再试",
    )
    # another kind of file
    ENCRYPTED = ("已加密", "工作簿设有打开密码，读不出", "请用 Excel 或 WPS 打开，取消打开密码，保存后再试")
    OTHER_FORMAT = ("格式不符", "实为“{kind}”，不是 .xlsx 工作簿", "请{remedy}")
    # the package
    BAD_ZIP = ("文件损坏", "文件不完整或已损坏（{detail}）", "请重新复制或重新报送；仍不行的，" + RESAVE)
    ENCRYPTED_MEMBER = (
        "已加密",
        "内容（{part}）被压缩软件加了密，当作已损坏处理",
        "请用 Excel 或 WPS 另存为 .xlsx 后再试",
    )
    STRANGE_MEMBERS = ("来源可疑", "压缩包结构异常：{detail}，未打开", "请检查文件来源，用 Excel 或 WPS 另存后再试")
    PART_TOO_LARGE = (
        "内容过大",
        "内容（{part}）展开后超过 {limit} MB，远超正常表格，未打开",
        "请检查文件来源，删去多余的工作表和内容后另存再试",
    )
    TOO_MANY_CELLS = (
        "单元格过多",
        "内容（{part}）的单元格或行数远超正常表格，未打开",
        "请删去多余的空行、空列（选中后“删除”，不只是清除内容）后另存再试",
    )
    MISSING_PART = ("缺少内容", "工作簿内容已损坏：缺少 {part}", RESAVE)
    BAD_XML = ("内容损坏", "工作簿内容已损坏：{part} 读不出（{detail}）", RESAVE)
    DOCTYPE = (
        "来源可疑",
        "工作簿内容已损坏：{part} 含有正常表格没有的声明（DOCTYPE），未打开",
        "请检查文件来源；" + RESAVE,
    )
    AMBIGUOUS = (
        "内容不一",
        "工作簿里{detail}，用不同的程序打开会显示不同的内容，未核对",
        "请用 Excel 或 WPS 打开，核对显示的内容后另存为 .xlsx 再试",
    )
    BAD_PART = ("内容损坏", "工作簿内容已损坏：{part} {detail}", RESAVE)
    BAD_CELL = ("单元格损坏", "工作簿内容已损坏：工作表“{sheet}”单元格 {cell} {detail}", RESAVE)
    # an archive of workbooks
    ARCHIVE_IN_ARCHIVE = ("压缩包套压缩包", "压缩包里又有压缩包，没有打开", "请解压到文件夹后再核对")
    LOCKED_ARCHIVE = ("已加密", "压缩包设有密码，读不出", "请解压后再核对，或由单位不设密码重新压缩")
    ARCHIVE_TOO_LARGE = ("压缩包过大", "压缩包{detail}，没有打开", "请解压到文件夹后再核对")
    # a workbook that cannot be checked
    NOT_OURS = ("不是评分表", "不是由 xlgen 生成的评分表", "请使用下发的模板填报")
    NO_SHEET = ("缺少工作表", "缺少工作表“{sheets}”", "请恢复工作表原来的名称，或用下发的模板重填")
    NOT_COMPUTED = ("没有计算结果", "文件里没有计算结果", "请用 Excel 或 WPS 打开、保存后再核对")
    WITHOUT_FUNCTIONS = (
        "计分函数没有加载",
        "保存时计分函数没有加载，表中没有得分，以下只看“按规则”一列",
        "请在装有函数加载项的 Excel 里打开、保存后再对照",
    )

    @property
    def title(self) -> str:
        """A short title, for lists."""
        return self.value[0]


class UnreadableError(XlgenError):
    """A file that cannot be read as a scoring workbook; the message names the file, the reason and the remedy."""

    exit_code = EXIT_UNREADABLE

    def __init__(self, path: Path, code: Reason, **fields: object) -> None:
        self.path, self.code = path, code
        self.detail = str(fields.get("detail", ""))
        self.message, self.remedy = code.filled(**fields)
        super().__init__(f"{path}：{self.message}。{self.remedy}")
