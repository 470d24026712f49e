"""How a command ends when it cannot do what was asked."""


class Problem(Exception):  # noqa: N818 - what is shown is a sentence, not an error
    """A command ends with ``status``; ``str()`` is a sentence for the person and says how to correct it."""

    status = 2


class Refusal(Problem):
    """The answer is no: refused, declined, check failed (exit status 1)."""

    status = 1


class OutsideUnreachable(Problem):
    """An outside system could not be reached (exit status 3)."""

    status = 3
