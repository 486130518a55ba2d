"""The styles, pages and fields of a Word report: GB/T 9704 in the fonts that Word brings along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from reports.content import Locale

INDENT = Pt(31.58)
LINE = Pt(28.99)


@dataclass(frozen=True, slots=True)
class Fonts:
    """``text`` for sentences, ``strong`` and ``second`` for headings, ``title``; ``plain`` in tables."""

    latin: str
    text: str
    strong: str
    second: str
    title: str
    plain: str


_FONTS = {
    Locale.ZH_HANS: Fonts("Times New Roman", "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"),
    Locale.ZH_HANT: Fonts("Times New Roman", "標楷體", "微軟正黑體", "標楷體", "新細明體", "新細明體"),
    Locale.EN: Fonts("Times New Roman", "宋体", "黑体", "宋体", "宋体", "宋体"),
}


def fonts_of(locale: Locale) -> Fonts:
    return _FONTS[locale]


def set_styles(word: WordDocument, locale: Locale) -> None:
    fonts, chinese = fonts_of(locale), locale.is_chinese
    size, line = (16.0, LINE) if chinese else (12.0, Pt(20))
    for name, font, points in (
        ("Normal", fonts.text, size),
        ("Title", fonts.title, 22.0),
        ("Subtitle", fonts.text, size),
        ("Heading 1", fonts.strong, size),
        ("Heading 2", fonts.second, size),
        ("Heading 3", fonts.text, size),
        ("Caption", fonts.strong, 12.0),
        ("Quote", fonts.plain, 9.0),
    ):
        _set_style(_style(word, name), fonts.latin, font, points, locale)
    _style(word, "Normal").paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    _style(word, "Normal").paragraph_format.line_spacing = line
    _style(word, "Normal").paragraph_format.space_after = Pt(0)
    _set_spacing(word, chinese=chinese)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a style of paragraphs")
    return style


def _set_style(style: ParagraphStyle, latin: str, east_asian: str, points: float, locale: Locale) -> None:
    style.font.name = latin
    style.font.size = Pt(points)
    style.font.bold = style.name in ("Title", "Heading 2")
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-TW" if locale is Locale.ZH_HANT else "zh-CN")
    properties.append(language)


def _set_spacing(word: WordDocument, *, chinese: bool) -> None:
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        layout = _style(word, name).paragraph_format
        layout.space_before = Pt(0 if chinese else 8)
        layout.first_line_indent = INDENT if chinese else None
        layout.line_spacing = LINE if chinese else Pt(22)
        layout.keep_with_next = True
    title = _style(word, "Title")
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    title.paragraph_format.line_spacing = Pt(34)
    for name, before, line in (("Caption", 10, 18), ("Quote", 2, 13), ("Subtitle", 6, 24)):
        layout = _style(word, name).paragraph_format
        layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(4), Pt(line)
    _style(word, "Caption").paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle", "Caption"):
        _style(word, name).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(word, "Quote").paragraph_format.left_indent = Pt(0)


def set_page(section: Section, *, is_wide: bool) -> None:
    """A4 with the margins of GB/T 9704; on its side the sheet is turned, and its margins with it."""
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    long, short = Mm(297), Mm(210)
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    top, right, bottom, left = (28, 37, 26, 35) if is_wide else (37, 26, 35, 28)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(18 if is_wide else 24)


def number_pages(word: WordDocument, line: str = "") -> None:
    """— 1 — at the outer edge: right on odd pages, left on even ones; ``line`` stands below."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        edge = Pt(14)
        paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = edge
        paragraph.add_run("— ").font.size = Pt(14)
        _add_field(paragraph, "PAGE")
        paragraph.add_run(" —").font.size = Pt(14)
        if line:
            below = footer.add_paragraph()
            below.alignment = WD_ALIGN_PARAGRAPH.CENTER
            below.add_run(line).font.size = Pt(7)


def _add_field(paragraph: WordParagraph, code: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind in ("begin", "separate", "end"):
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        run._r.append(sign)
        if kind == "begin":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            run._r.append(instruction)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)


def set_flag(parent: Any, name: str) -> None:
    """An empty element that switches something on, as ``w:tblHeader``."""
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    parent.append(flag)
