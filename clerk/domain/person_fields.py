"""Under which names a person may ask for a visit."""

from clerk.domain.search import fold
from clerk.domain.visit import Visit

NAME_FIELDS = frozenset({"holder_name", "applicant_name", "name", "owner_name", "person_name"})
"""Fields for the name of the person the visit is about."""


def person_names(visit: Visit) -> tuple[str, ...]:
    """Return the name given at the arrival and those typed in the applications, each once, empty ones left out."""
    typed = (case.form[field] for case in visit.cases for field in sorted(NAME_FIELDS & case.form.keys()))
    return tuple(dict.fromkeys(name.strip() for name in (visit.name, *typed) if name.strip()))


def name_asked_for(visit: Visit, text: str) -> str:
    """Return the name of *visit* in which *text* stands, else its first one; empty if it has none."""
    names = person_names(visit)
    wanted = " ".join(fold(text).split())
    return next((name for name in names if wanted in fold(name)), names[0] if names else "")
