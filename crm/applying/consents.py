"""The words to which a person agrees, one text for each purpose. A change of any word is a new version."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models.enums import TalentPurpose

VERSION = "2026-1"

_TEXTS: dict[TalentPurpose, LazyString] = {
    TalentPurpose.APPLICATION: _l(
        "The park, the provincial office and the employer I name may use what I write and hand in here to"
        " examine and decide my application, and to pay what is granted. Without this nobody may look at it."
    ),
    TalentPurpose.POOL: _l(
        "The zone may keep me in its talent pool: level, field and skills are seen by its staff, my name and"
        " how to reach me by the park that looks after me."
    ),
    TalentPurpose.MATCHING: _l("The zone may propose me to projects that look for somebody like me."),
    TalentPurpose.NOTICES: _l("The zone may write to me about new benefits and events."),
}


def consent_text(purpose: TalentPurpose) -> str:
    """In the reader's language: these are the words that are kept."""
    return str(_TEXTS[purpose])
