"""What we and the plan wrote, in the reader's script."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from crm.core.database import session
from crm.majors import labels as _words  # noqa: F401 - words of the plan
from crm.web.labels import own_lang, own_words, phrase
from models.enums import Role
from tests.factories.policies import make_policy


@pytest.mark.parametrize(
    ("locale", "shown", "lang", "kind"),
    [
        ("zh_Hans_CN", "研发费用税前加计扣除", "zh-Hans", "制造基地"),
        ("zh_Hant_TW", "研發費用稅前加計扣除", "zh-Hant", "製造基地"),
        ("en", "研发费用税前加计扣除", "zh-Hans", "Manufacturing base"),
    ],
)
def test_words_of_the_plan_are_in_the_script_of_the_reader(app, locale, shown, lang, kind) -> None:
    with app.test_request_context(), force_locale(locale):
        assert own_words("研发费用税前加计扣除") == shown
        assert own_lang() == lang
        assert phrase("制造基地") == kind


def test_policies_are_listed_in_the_script_of_the_reader(client_for) -> None:
    make_policy(name="测试扣除办法")
    coordinator = client_for(Role.COORDINATOR)
    coordinator.user.locale = "zh_Hant_TW"
    session.commit()

    page = coordinator.get("/policies").text

    assert "測試扣除辦法" in page
    assert "测试扣除办法" not in page
