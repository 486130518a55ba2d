"""The weights by which fits are reckoned are set here."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.fits import queries
from crm.fits.queries.wants import KEY
from crm.fits.rules import MAX_WEIGHT, TIES, Signal, Weights
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Setting, User


def set_weights(weights: Weights, *, by: User | None, seen: Weights | None = None) -> None:
    """Weigh the signals from now on; the audit log keeps what they were.

    Raises:
        NotAllowedError: only the provincial office weighs.
        ConflictError: somebody else changed them since they were seen.
        RuleError: out of bounds, or nothing is left that ties a firm to a matter.
    """
    if by is not None and not may(by, Permission.EDIT_FIT_WEIGHTS):
        raise NotAllowedError(_("Your role does not include this."))
    if seen is not None and dict(seen) != dict(queries.get_weights()):
        raise ConflictError(_("Somebody else changed the weights in the meantime."))
    words = _("Between %(low)s and %(high)s.", low=0, high=MAX_WEIGHT)
    faults = {signal.value: words for signal in Signal if not 0 <= weights[signal] <= MAX_WEIGHT}
    if faults:
        raise RuleError(words, fields=faults)
    if not any(weights[signal] for signal in TIES):
        raise RuleError(
            _("Give weight to the gap, the industry or the interest: else nothing ties a firm to a matter.")
        )
    rows = {row.key: row for row in queries.list_weight_settings()}
    for signal in Signal:
        key, value = f"{KEY}{signal.value}", str(weights[signal])
        if key not in rows:
            session.add(Setting(key=key, value=value))
        elif rows[key].value != value:
            rows[key].value = value
