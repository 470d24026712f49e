"""What is forgotten of an application as soon as its case is done."""

from collections.abc import Mapping

from clerk.domain.catalogue import Service

SECURITY_CODES = frozenset({"code_plakette", "code_zb1", "code_zb2"})
"""Validators of codes that prove possession of papers and plates; they are not stored on after use (FZV § 73)."""


def without_codes(service: Service, form: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of *form* without security codes."""
    codes = {field.id for field in service.fields if field.validator in SECURITY_CODES}
    return {field: entry for field, entry in form.items() if field not in codes}
