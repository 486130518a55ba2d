"""The wording of official papers and public pages on Taiwan (涉台用语), checked before anything goes out.

Legal names stay as registered: what stands in quotation marks is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.core import names

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|‘[^’]*’|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Offence:
    """A wording that doesn't go out; ``instead`` is what to write, empty where it is left out."""

    found: str
    instead: str


_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(中华)?民国\s*([0-9]{1,3}|[〇零一二三四五六七八九十百元]{1,4})\s*年?"), "公元年份"),
    (re.compile(r"中华民国"), "台湾地区"),
    (re.compile(r"(?<!中华)民国(?!\s*[0-9〇零一二三四五六七八九十百元])"), "公元年份"),
    (re.compile(r"国立"), "“国立”（加引号）"),
    (re.compile(r"(台湾|台湾地区|台)的?(中央|行政院|立法院|总统)"), "台湾当局有关机构"),
    (re.compile(r"中央(研究院|大学|通讯社|气象署|银行)"), "“中央”（加引号）"),
    (re.compile(r"台湾(政府|总统|国)"), "台湾当局"),
    (re.compile(r"两岸(三|四)地"), "两岸及港澳"),
    (re.compile(r"(台湾(地区)?(和|与|、)中国(?!大陆)|中国(和|与|、)台湾)"), "大陆与台湾"),
    (re.compile(r"(台湾(地区)?(和|与|、)内地|内地(和|与|、)台湾)"), "大陆与台湾"),
    (re.compile(r"护照"), "旅行证件"),
    (re.compile(r"(文书|文件|公证书|证书)验证"), "文书查证"),
    (re.compile(r"国籍"), "居住地"),
)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bR\.\s?O\.\s?C\.?(?![A-Za-z])|\bROC\b"), "Taiwan, China"),
    (re.compile(r"(?<!People's )(?<!People’s )\bRepublic of China\b"), "Taiwan, China"),
    (re.compile(r"\bMinguo\b"), "the Western year"),
    (
        re.compile(r"\b[Mm]ainland China and Taiwan\b|\bTaiwan and (mainland )?China\b"),
        "both sides of the Strait",
    ),
    (
        # A capital after it begins a registered name: Taiwan Cement.
        re.compile(r"\bTaiwan\b(?!, China)(?! Strait)(?!-funded)(?! compatriot)(?! region)(?!\s+[A-Z])"),
        "Taiwan, China",
    ),
)


def offences(text: str | None) -> tuple[Offence, ...]:
    """Every wording in the text that doesn't go out, as it is written there, each once."""
    text = text or ""
    simplified = names.in_simplified(text)
    # Where the script alone differs, what is found is shown as it was written.
    written = text.strip() if len(simplified) == len(text.strip()) else simplified
    found = [*_in(simplified, written, _CHINESE), *_in(written, written, _ENGLISH)]
    return tuple(dict.fromkeys(found))


def _in(text: str, written: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> list[Offence]:
    plain = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    return [
        Offence(written[match.start() : match.end()].strip(), instead)
        for pattern, instead in rules
        for match in pattern.finditer(plain)
    ]
