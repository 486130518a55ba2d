"""Mails to one person each: written with the business, handed over by a job, shown in a demo."""
