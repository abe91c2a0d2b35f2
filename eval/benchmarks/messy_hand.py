"""What a person saw who laid each file of ``messy`` beside what was read from it.

The original was looked at without our readers: pages rendered to pictures, the XML of office files, a web page
with its tags taken off. ``share`` is the part of the document's own text that came out; None where the count of
``messy_counts`` already says it.
"""

from __future__ import annotations

# Beginning of the file's name -> (share, what was seen).
HAND: dict[str, tuple[float | None, str]] = {
    "0、": (0.99, "网页打印成的图：正文一字不差，被打印截断的行尾原件就没有；站点菜单也读出来了"),
    "1、": (0.99, "扫描：第 1 页整页抄写核对，错字率见 typed_page；页眉菜单也读出来了"),
    "2、": (0.99, "扫描：第 1 页逐行对照，正文一字不差；信息栏的文号〔〕读成（），菜单也读出来了"),
    "3、": (0.99, "扫描：第 1 页逐行对照，正文一字不差；信息栏少一个“标”字，图标读成几个杂字"),
    "FewCLUE": (None, "两页 54 行逐行对照，一行不少；文字层里重影的 71 个部首（⽂文），清洗时合并了"),
    "Lab04": (None, "旧版 .doc：没有装 LibreOffice 时不读，提示另存为 DOCX"),
    "docx_01": (None, "正文、目录、脚注、公式都在；公式只有字符，没有上下标和分数线；图表里的数没有读"),
    "introduction": (
        None,
        "思维导图：文字框一个不少，但按框的先后，不按连线；图片里的化学式没有识别，有提示",
    ),
    "ocr_test.docx": (None, "正文、表格和图片里的 3 行字（含竖排）都在"),
    "ocr_test.pdf": (None, "文字层 1 行，图片 3 行（含竖排）都读出"),
    "ocr_test.pptx": (None, "正文、表格和图片里的 3 行字都在"),
    "ruc_admission": (1.0, "招生网页：标题和整张分数表都在，表头跟着每一行；菜单、页脚没有混入"),
    "school_12841": (1.0, "学校网页：标题和正文一字不差，菜单、页脚没有混入；发布日期一行没有保留"),
    "school_13737": (
        1.0,
        "学校章程：网页上的 49 条（编到五十一，原件缺两条）一条不少，菜单、页脚没有混入；发布日期一行没有保留",
    ),
    "school_20945": (1.0, "学校转载的制度：通知和二十三条一条不少；菜单、页脚没有混入；发布日期一行没有保留"),
    "small_ocr": (0.99, "旧书扫描：第 1 页约 850 字错 3 处，页眉页码去掉"),
    "textbox": (None, "文本框里的字都在，按文本框的先后"),
    "xlsx_01": (None, "单元格的字一个不少，两张图里的字也识别了；并排放的两张表读成了一张"),
    "教案": (None, "一张大表的教案：各格的段落都在，“教学目标”等栏目名成了路径"),
    "班会": (None, "幻灯片和备注的字都在，只少备注页上自动编的页码"),
    "立项要求": (None, "正文和表格都在，表头跟着每一行，所以读出的字比原件多"),
    "附件1": (0.995, "整页是一张表格的图：13 行都在，错 1 个字；两行高的格子，项目名与编号的先后有颠倒"),
}
