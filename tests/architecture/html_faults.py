"""What is wrong with a page, as a browser and a screen reader would find it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import html5lib

Element = Any
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
UNNAMED_INPUTS = {"hidden", "submit", "button", "reset"}


def faults(html: str) -> list[str]:
    """Everything that is wrong, in words; a piece of a page (no doctype) is looked at as far as it goes."""
    is_page = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parse(html) if is_page else parser.parseFragment(html)
    except html5lib.html5parser.ParseError as error:
        return [f"is no valid HTML: {error} near line {parser.errors[-1][0] if parser.errors else '?'}"]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    found = [*_ids(elements), *_names(elements), *_targets(elements)]
    if is_page:
        found += [*_frame(tree, elements), *_headings(elements), *_pointers(elements)]
    return found


def _frame(tree: Element, elements: list[Element]) -> Iterator[str]:
    titles = list(tree.find("head").iter("title"))
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield "has not one title with text"
    if not tree.get("lang"):
        yield "doesn't name its language"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "has not one main"


def _headings(elements: list[Element]) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in elements if element.tag in HEADINGS]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"begins not with its one h1: {levels[:8]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"skips a level of headings: h{before}, h{after}"
    for element in elements:
        if element.tag in HEADINGS and not text_of(element):
            yield f"has an empty {element.tag}"


def _ids(elements: list[Element]) -> Iterator[str]:
    counted = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for name, times in counted.items():
        if times > 1 or not name or " " in name:
            yield f"id “{name}” is there {times} times"


def _pointers(elements: list[Element]) -> Iterator[str]:
    ids = {element.get("id") for element in elements}
    for element in elements:
        for pointer in POINTERS:
            for target in (element.get(pointer) or "").split():
                if target not in ids:
                    yield f"<{element.tag} {pointer}> points to “{target}”, which isn't there"


def _names(elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label" and text_of(element)}
    inside = {
        id(field) for label in elements if label.tag == "label" and text_of(label) for field in label.iter()
    }
    for element in elements:
        if _has_name(element) or id(element) in inside:
            continue
        if element.tag in ("select", "textarea") or _is_field(element):
            if not element.get("id") or element.get("id") not in labelled:
                yield f"<{element.tag} name={element.get('name')}> has no label"
        elif element.tag in ("a", "button") and not text_of(element) and not _is_hidden(element):
            yield f"<{element.tag} class={element.get('class')}> says nothing"
        elif element.tag == "img" and element.get("alt") is None:
            yield f"<img src={element.get('src')}> has no alt"


def _is_field(element: Element) -> bool:
    return element.tag == "input" and element.get("type", "text") not in UNNAMED_INPUTS


def _is_hidden(element: Element) -> bool:
    """From a screen reader and from the tab key alike."""
    return element.get("aria-hidden") == "true" and element.get("tabindex") == "-1"


def _has_name(element: Element) -> bool:
    return any((element.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title"))


def _targets(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for name in ("href", "src"):
            target = element.get(name)
            if target is not None and (not target.strip() or target.strip() == "#" or "None" in target):
                yield f"<{element.tag} {name}> goes to “{target}”"
        if element.tag == "form" and element.get("action") == "":
            yield "a form's action is empty"


def text_of(element: Element) -> str:
    words = "".join(element.itertext())
    words += "".join(picture.get("alt") or "" for picture in element.iter("img"))
    words += "".join(part.get("aria-label") or "" for part in element.iter() if isinstance(part.tag, str))
    return words.strip()
