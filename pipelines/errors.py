"""The errors that are told to a user in a sentence, without a traceback."""


class LedgerError(Exception):
    """Something that the user can mend; the message says what was wrong, where, and what to do."""
