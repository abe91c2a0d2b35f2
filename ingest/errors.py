"""The one exception whose words a user reads."""


class StudioError(Exception):
    """Something a person can mend. Its text is plain Chinese: what happened to what, and what to do.

    Raise it where the cause is known; the command line and the pages show it once, at the edge.
    Everything else propagates to the log with its traceback.
    """
