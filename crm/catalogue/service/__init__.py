"""Offers are written, published by a second person and taken back; what the public asks becomes a lead."""

from __future__ import annotations

from crm.catalogue.service.enquiries import (
    Asked,
    LeadFields,
    erase_enquiry,
    erase_old_enquiries,
    make_lead,
    receive_enquiry,
    refuse_enquiry,
    take_enquiry,
)
from crm.catalogue.service.offers import (
    CONTACT,
    FIGURES,
    ContactFields,
    OfferFields,
    archive_offer,
    confirm_text,
    draft_traditional,
    edit_offer,
    fields_of,
    restore_offer,
    write_offer,
)
from crm.catalogue.service.publishing import (
    expire_offers,
    list_gaps,
    list_offences,
    may_publish,
    publish_offer,
    return_offer,
    submit_offer,
    take_back_offer,
    withdraw_offer,
)

__all__ = [
    "CONTACT",
    "FIGURES",
    "Asked",
    "ContactFields",
    "LeadFields",
    "OfferFields",
    "archive_offer",
    "confirm_text",
    "draft_traditional",
    "edit_offer",
    "erase_enquiry",
    "erase_old_enquiries",
    "expire_offers",
    "fields_of",
    "list_gaps",
    "list_offences",
    "make_lead",
    "may_publish",
    "publish_offer",
    "receive_enquiry",
    "refuse_enquiry",
    "restore_offer",
    "return_offer",
    "submit_offer",
    "take_back_offer",
    "take_enquiry",
    "withdraw_offer",
    "write_offer",
]
