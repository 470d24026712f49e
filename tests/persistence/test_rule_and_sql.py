"""The pure queue rule and the store's statement agree on generated queues: 100,000 with ``CLERK_SOAK``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import Waiting, next_visit, order_key
from clerk.domain.visit import VisitState
from clerk.persistence.arrivals import stored_id
from clerk.persistence.office_admin import Site
from clerk.persistence.tables import VisitRow
from clerk.ports import Called, Nobody
from tests.persistence.office import CLERK, MORNING, Office
from tests.persistence.race import AREAS

QUEUES = 100_000 if os.environ.get("CLERK_SOAK") else 200
AT_ONCE = 10
"""Queues of one example, each at a site of its own: one transaction for all of them."""
SKILLS = (AREAS[:1], AREAS[:2], AREAS[1:3], AREAS)

near = st.integers(-20, 20).map(lambda seconds: MORNING + timedelta(seconds=seconds))
"""Near the moment of the call, to the second, so that every limit is met often."""
keys = st.builds(
    Waiting,
    visit=st.just(0),
    site=st.just(0),
    area=st.sampled_from(AREAS),
    z=near,
    sequence=st.integers(1, 60),
    open_from=st.none() | near,
    blocked_until=st.none() | near,
)
queues = st.lists(keys, max_size=8, unique_by=lambda key: key.sequence)


@dataclass(frozen=True, slots=True)
class Place:
    """A site of its own with counters of different skills."""

    site: int
    counters: tuple[Workplace, ...]


@pytest.fixture(name="places")
def _places(office: Office) -> tuple[Office, list[Place]]:
    """An office with sites and counters, for all queues of one engine."""
    return office, [_place(office, number) for number in range(AT_ONCE)]


def _place(office: Office, number: int) -> Place:
    office.site = office.admin.add_site(Site(0, f"Standort {number}", "Landratsamt Musterkreis")).id
    return Place(
        office.site, tuple(office.counter(str(place), skills) for place, skills in enumerate(SKILLS))
    )


@pytest.mark.both_engines
@settings(
    max_examples=QUEUES // AT_ONCE,
    deadline=None,
    database=None,
    # the places are the same for all examples, and each begins with an empty queue
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(generated=st.lists(queues, min_size=AT_ONCE, max_size=AT_ONCE), number=st.integers(0, len(SKILLS) - 1))
def test_the_rule_and_the_statement_call_the_same_one(
    places: tuple[Office, list[Place]], generated: list[list[Waiting]], number: int
) -> None:
    office, sites = places
    stored = _let_wait(office, {place.site: queue for place, queue in zip(sites, generated, strict=True)})
    for place in sites:
        counter = place.counters[number]
        waiting = [key for key in stored if key.site == place.site]
        shown = [entry.visit for entry in office.queue.snapshot(counter).waiting]
        assert shown == [key.visit for key in sorted(waiting, key=lambda key: order_key(key, MORNING))]
        expected = next_visit(waiting, site=place.site, skills=counter.skills, at=MORNING)
        answer = office.queue.call_next(counter, CLERK, str(uuid4()))
        if expected is None:
            assert answer == Nobody()
        else:
            assert isinstance(answer, Called)
            assert answer.claim.visit == expected.visit


def _let_wait(office: Office, queues_by_site: Mapping[int, list[Waiting]]) -> list[Waiting]:
    """Let these queues wait in place of those before; return their keys as stored, in check-in order by site."""
    with office.store.write() as session:
        session.exec(delete(VisitRow))
        rows = [_row(site, key) for site, queue in queues_by_site.items() for key in queue]
        for n, row in enumerate(sorted(rows, key=lambda row: row.n or 0), 1):
            row.n = n
        session.add_all(rows)
        session.flush()
        return [
            Waiting(
                stored_id(row.id), row.site, row.area, row.z, row.n or 0, row.open_from, row.blocked_until
            )
            for row in rows
        ]


def _row(site: int, key: Waiting) -> VisitRow:
    return VisitRow(
        site=site,
        ticket="",
        state=VisitState.WAITING,
        area=key.area,
        z=key.z,
        n=key.sequence,
        open_from=key.open_from,
        blocked_until=key.blocked_until,
    )
