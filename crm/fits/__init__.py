"""Who fits whom: firms for an offer or a missing link, offers for a firm, with reasons; who calls them."""
