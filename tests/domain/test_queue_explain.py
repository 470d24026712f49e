"""The explanation of a place in the queue: the sentence, and that the reason it names is the one that decides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.counters import CounterNow, CounterStatus, open_for
from clerk.domain.queue_explain import Decides, Explained, Queued, explain, sentence
from clerk.domain.queue_rule import Entry, Waiting, is_eligible, next_visit, order_key

NOON = datetime(2026, 5, 11, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
AREAS = ("kfz", "pass", "melde")
ALL_ROUND = CounterNow(1, "1", frozenset(AREAS), CounterStatus.OPEN)
VEHICLES = CounterNow(2, "2", frozenset({"kfz"}), CounterStatus.OPEN)


def minutes(count: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def queued(
    number: int,
    *,
    z: int,
    arrived: int = -60,
    entry: Entry = Entry.WALK_IN,
    area: str = "kfz",
    appointment: int | None = None,
    blocked: int | None = None,
) -> Queued:
    """Return somebody who waits; times in minutes from noon UTC, 14:00 at the office."""
    appointment_at = None if appointment is None else NOON + minutes(appointment)
    key = Waiting(
        number,
        1,
        area,
        NOON + minutes(z),
        number,
        None if appointment_at is None else appointment_at - minutes(2),
        None if blocked is None else NOON + minutes(blocked),
    )
    return Queued(key, f"K{number:03d}", entry, NOON + minutes(arrived), appointment_at)


def told(visit: Queued, *others: Queued, counters: tuple[CounterNow, ...] = (ALL_ROUND, VEHICLES)) -> str:
    """Return the sentence for *visit* among *others* at noon UTC."""
    return sentence(explain(visit, [visit, *others], counters, NOON), BERLIN)


def test_the_sentence_names_row_key_who_is_before_and_who_could_serve() -> None:
    before = queued(41, z=-8, entry=Entry.APPOINTMENT, appointment=-8)
    assert told(queued(1, z=0), before) == (
        "Zielzeit 14:00 = Ankunft 13:00 + 60; vor Ihnen K041, Termin 13:52; 2 Schalter für Kfz-Zulassung offen."
    )


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (queued(1, z=0, entry=Entry.APPOINTMENT, appointment=0), "Zielzeit 14:00 = Termin;"),
        (
            queued(1, z=-5, arrived=-5, entry=Entry.SLIGHTLY_LATE, appointment=-12),
            "Zielzeit 13:55 = Ankunft, kurz nach dem Termin 13:48;",
        ),
        (
            queued(1, z=55, arrived=-5, entry=Entry.TOO_LATE, appointment=-30),
            "Zielzeit 14:55 = Ankunft 13:55 + 60, zu spät zum Termin 13:30;",
        ),
        (queued(1, z=-5, arrived=-5, entry=Entry.PRIORITY), "Zielzeit 13:55 = Ankunft, mit Vorrang;"),
        (queued(1, z=-485, arrived=-5, entry=Entry.EMERGENCY), "Notfall: vor allen anderen, Ankunft 13:55;"),
        (queued(1, z=-5, entry=Entry.RETURNED), "Zielzeit 13:55 = wieder da; niemand vor Ihnen;"),
        (queued(1, z=0, blocked=5), "nicht erschienen, wieder an der Reihe ab 14:05;"),
        (queued(1, z=0, area="gewerbe"), "kein Schalter an diesem Standort bearbeitet gewerbe."),
    ],
)
def test_every_row_of_the_table_has_its_words(visit: Queued, words: str) -> None:
    assert words in told(visit)


def test_an_early_appointment_is_told_from_when_it_counts() -> None:
    early = queued(1, z=20, entry=Entry.APPOINTMENT, appointment=20)
    assert "kommt ab 14:18 an die Reihe" in told(early, queued(2, z=40))
    assert "niemand vor Ihnen" in told(early)


def test_with_many_before_three_are_named_and_the_others_counted() -> None:
    others = [queued(number, z=-number) for number in range(2, 8)]
    sentence_told = told(queued(1, z=0), *others)
    assert "vor Ihnen 6: K007 (Ankunft 13:00), K006 (Ankunft 13:00), K005 (Ankunft 13:00) und 3 weitere;" in (
        sentence_told
    )
    assert "vor Ihnen 2: K003 (Ankunft 13:00), K002 (Ankunft 13:00);" in told(queued(1, z=0), *others[:2])


def test_why_somebody_else_has_priority_is_not_told() -> None:
    child = queued(2, z=-30, entry=Entry.PRIORITY)
    assert "vor Ihnen K002, Vorrang;" in told(queued(1, z=0), child)


def test_that_no_counter_is_open_is_said() -> None:
    closed = CounterNow(1, "1", frozenset({"kfz"}), CounterStatus.BREAK)
    assert "gerade ist kein Schalter für Kfz-Zulassung offen" in told(queued(1, z=0), counters=(closed,))


moments = st.integers(-90, 90)
people = st.lists(
    st.builds(
        queued,
        st.integers(1, 10_000),
        z=moments,
        area=st.sampled_from(AREAS),
        appointment=st.none() | moments,
        blocked=st.none() | moments,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda person: person.key.visit,
)
counters = st.lists(
    st.builds(
        CounterNow,
        st.integers(1, 99),
        st.just("1"),
        st.frozensets(st.sampled_from(AREAS)),
        st.sampled_from(CounterStatus),
    ),
    max_size=4,
)


def open_counters(explained: Explained) -> list[frozenset[str]]:
    """Return the skills of the open counters that serve the visit."""
    return [counter.skills for counter in explained.open]


@given(people, counters)
def test_the_reason_named_is_the_one_that_decides(queue: list[Queued], at_site: list[CounterNow]) -> None:
    """Without the reason, and only without it, a counter that is open for the visit calls it next."""
    explained = explain(queue[0], queue, at_site, NOON)
    visit, keys = explained.visit.key, [person.key for person in queue]
    before = {person.key.visit for person in explained.before}

    def first_for_all(rest: list[Waiting]) -> bool:
        return all(
            next_visit(rest, site=1, skills=skills, at=NOON) == visit for skills in open_counters(explained)
        )

    match explained.decides:
        case Decides.NO_COUNTER:
            assert not any(visit.area in counter.skills for counter in at_site)
        case Decides.BLOCKED:
            assert not is_eligible(visit, site=1, skills=frozenset(AREAS), at=NOON)
            assert visit.blocked_until is not None
            assert is_eligible(visit, site=1, skills=frozenset(AREAS), at=visit.blocked_until)
        case Decides.NONE_OPEN:
            assert open_for(at_site, visit.area) == ()
            assert explained.able
        case Decides.NEXT:
            assert first_for_all(keys)
            assert explained.open
        case Decides.EARLY:
            assert visit.open_from is not None
            assert visit.open_from > NOON
            assert any(person.key.z >= visit.z for person in explained.before)
        case Decides.BEHIND:
            assert all(
                (person.key.z, person.key.sequence) < (visit.z, visit.sequence) for person in explained.before
            )
    if explained.decides in {Decides.EARLY, Decides.BEHIND}:
        assert not first_for_all(keys)
        assert first_for_all([key for key in keys if key.visit not in before])


@given(people, counters)
def test_who_is_before_are_exactly_those_called_first(queue: list[Queued], at_site: list[CounterNow]) -> None:
    """Drained by one counter with all skills of those open for the visit, they come first, in this order."""
    explained = explain(queue[0], queue, at_site, NOON)
    if not explained.open or explained.decides is Decides.BLOCKED:
        return
    skills = frozenset[str]().union(*open_counters(explained))
    rest, called = {person.key for person in queue}, []
    while (following := next_visit(rest, site=1, skills=skills, at=NOON)) != explained.visit.key:
        assert following is not None
        called.append(following.visit)
        rest.remove(following)
    assert called == [person.key.visit for person in explained.before]


@given(people)
def test_the_order_is_total_and_time_only_lets_appointments_forward(queue: list[Queued]) -> None:
    keys = [person.key for person in queue]
    places = [order_key(key, NOON) for key in keys]
    assert len(set(places)) == len(keys)
    later = NOON + minutes(300)
    for key in keys:
        overtaken_by = [
            other
            for other in keys
            if order_key(key, NOON) < order_key(other, NOON)
            and order_key(other, later) < order_key(key, later)
        ]
        assert all(other.open_from is not None and other.open_from > NOON for other in overtaken_by)
