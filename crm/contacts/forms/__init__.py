"""What people write on contacts, on what hangs on them, and on associations."""

from __future__ import annotations

from crm.contacts.forms.associations import AssociationFilterForm, AssociationForm, MembershipForm
from crm.contacts.forms.contacts import (
    MORE_CONTACT_FILTERS,
    ContactFilterForm,
    ContactForm,
    EditContactForm,
)
from crm.contacts.forms.relations import AcquaintanceForm, ConsentForm, IntroductionForm, RoleForm

__all__ = [
    "MORE_CONTACT_FILTERS",
    "AcquaintanceForm",
    "AssociationFilterForm",
    "AssociationForm",
    "ConsentForm",
    "ContactFilterForm",
    "ContactForm",
    "EditContactForm",
    "IntroductionForm",
    "MembershipForm",
    "RoleForm",
]
