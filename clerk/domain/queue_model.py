"""From what an office knows to what the runs of a forecast play: times in seconds from now, chances drawn."""

from collections.abc import Collection
from datetime import datetime, timedelta
from math import log

from clerk.domain.chances import RUNS, Chances, normal_share_left, normals_after_now, rests, share_left
from clerk.domain.learned_minutes import SPREAD
from clerk.domain.office_now import Appointment, CounterNow, Matter, OfficeNow, Parked, Serving, WalkIns
from clerk.domain.queue_rule import LATE_TOLERANCE, OPENS_BEFORE_APPOINTMENT
from clerk.domain.queue_run import ALWAYS, NEVER, Coming, Contact, Desk, Entry, Model, Rule

_BREAKS = 512
_FORESEEN = 2700.0
"""For how many seconds walk-ins are expected: later ones hardly change anything."""
_APPOINTMENTS_BEHIND = timedelta(minutes=20)
_SURELY_LATER = 4
_NOBODY = Contact(0, ())
_BACK_SOON = 600.0
"""Within how many seconds somebody comes back who has been away longer than expected."""


def model_of(office: OfficeNow, watched: Collection[int], seed: int) -> Model:
    """Return the model of *office* in which the waiting visits, by their place, have these indices.

    Left out is what cannot change the waits of the *watched*: visits and counters of other areas, and appointments
    that come behind all of them.
    """
    return _Maker(office, watched, seed).model()


class _Maker:
    def __init__(self, office: OfficeNow, watched: Collection[int], seed: int) -> None:
        self._office = office
        self._chances = Chances(seed)
        self._day = [1 + office.minutes.day_spread * value for value in self._chances.normals()]
        self._areas = _connected(office, {office.waiting[index].matter.area for index in watched})
        self._bits = {area: 1 << place for place, area in enumerate(sorted(self._areas))}
        self._last = max((office.waiting[index].key.z for index in watched), default=office.at)
        self._offset = office.walk_in_offset.total_seconds()
        self._contacts: list[Contact] = []
        self._coming: list[Coming] = []

    def model(self) -> Model:
        office = self._office
        waiting = self._queue()
        desks = [self._desk(counter) for counter in office.counters if counter.skills & self._areas]
        for booked in office.booked:
            if booked.matter.area in self._areas and booked.at <= self._last + _APPOINTMENTS_BEHIND:
                self._expect(booked)
        for parked in office.parked:
            if parked.matter.area in self._areas:
                self._await(parked)
        for area, walk_ins in sorted(office.habits.walk_ins.items()):
            if area in self._areas:
                self._expect_walk_ins(area, walk_ins)
        return Model(
            rule=Rule(
                opens_before=OPENS_BEFORE_APPOINTMENT.total_seconds(),
                late_after=LATE_TOLERANCE.total_seconds(),
                late_offset=self._offset,
                lunch=office.habits.lunch.total_seconds(),
            ),
            waiting=waiting,
            coming=self._coming,
            desks=desks,
            contacts=self._contacts,
            breaks=self._breaks(),
        )

    def _queue(self) -> list[Entry]:
        queue = []
        for index, visit in enumerate(self._office.waiting):
            if visit.matter.area not in self._areas:
                self._contacts.append(_NOBODY)
                continue
            self._contacts.append(self._contact(visit.matter))
            key = visit.key
            open_from = ALWAYS if key.open_from is None else self._seconds(key.open_from)
            entry = (self._seconds(key.z), key.sequence, open_from, self._bits[visit.matter.area], index)
            blocked = 0.0 if key.blocked_until is None else self._seconds(key.blocked_until)
            if blocked > 0:
                self._coming.append(Coming([blocked] * RUNS, index, entry=entry))
            else:
                queue.append(entry)
        return sorted(queue)

    def _desk(self, counter: CounterNow) -> Desk:
        opens = max(self._seconds(self._office.opens_at), 0.0)
        lunch = NEVER if counter.lunch is None else self._seconds(counter.lunch)
        length = self._office.habits.lunch.total_seconds()
        if counter.serving is not None:
            free = self._in_service(counter.serving)
        elif counter.away:
            free = self._back(lunch, length)
        else:
            free = [opens] * RUNS
        over = counter.away if lunch <= 0 else False
        return Desk(
            mask=sum(self._bits[area] for area in counter.skills & self._areas),
            free_by_run=free,
            lunch=NEVER if over or lunch + length <= 0 else lunch,
            closes=NEVER if counter.closes_at is None else self._seconds(counter.closes_at),
        )

    def _back(self, lunch: float, length: float) -> list[float]:
        """Return when a counter is back whose status says it is away, without anybody having timed it."""
        usual = self._office.habits.short_break.total_seconds()
        left = lunch + length if lunch <= 0 < lunch + length else 0.0
        return [left + usual * chance for chance in self._chances.uniforms()]

    def _contact(self, matter: Matter) -> Contact:
        total = self._total(matter)
        bit = self._bits[matter.area]
        draws = self._chances.factors(SPREAD)
        whole = [total * factor * day for factor, day in zip(draws, self._day, strict=True)]
        share = self._parked_share(matter)
        if share <= 0:
            return Contact(bit, whole)
        first = self._office.habits.first_contact
        absences = self._absences(0.0, self._chances.uniforms())
        away = [
            absence if chance < share else 0.0
            for absence, chance in zip(absences, self._chances.uniforms(), strict=True)
        ]
        return Contact(
            bit,
            [seconds * first if gone > 0 else seconds for seconds, gone in zip(whole, away, strict=True)],
            away,
            [seconds * (1 - first) for seconds in whole],
        )

    def _in_service(self, serving: Serving) -> list[float]:
        """Return when a visit being served is done, and let it come back where it may be parked."""
        total, elapsed = self._total(serving.matter), serving.served.total_seconds()
        share, first = self._parked_share(serving.matter), self._office.habits.first_contact
        if share > 0:
            parked = share * share_left(total * first, SPREAD, elapsed)
            whole = (1 - share) * share_left(total, SPREAD, elapsed)
            share = parked / (parked + whole) if parked + whole > 0 else 0.0
        gone = [chance < share for chance in self._chances.uniforms()]
        totals = [total * day * (first if away else 1) for day, away in zip(self._day, gone, strict=True)]
        done = rests(totals, SPREAD, elapsed, self._chances.uniforms())
        if share > 0:
            self._come_back(serving.matter, done, gone)
        return done

    def _come_back(self, matter: Matter, done: list[float], gone: list[bool]) -> None:
        absences = self._absences(0.0, self._chances.uniforms())
        back = [
            end + absence if away else NEVER for end, away, absence in zip(done, gone, absences, strict=True)
        ]
        self._join(Matter(matter.area, matter.services, second_contact=True), back)

    def _expect(self, booked: Appointment) -> None:
        office = self._office
        mean, spread = (time.total_seconds() for time in office.habits.punctuality)
        at = self._seconds(booked.at)
        missing = office.habits.no_show
        late = (1 - missing) * normal_share_left(at + mean, spread)
        missing = missing / (missing + late) if missing + late > 0 else 1.0
        if at + mean > _SURELY_LATER * spread:
            comes = [at + mean + spread * normal for normal in self._chances.normals()]
        else:
            comes = normals_after_now(at + mean, spread, self._chances.uniforms())
        absent = [chance < missing for chance in self._chances.uniforms()]
        comes = [NEVER if stays else time for stays, time in zip(absent, comes, strict=True)]
        self._join(booked.matter, comes, appointment=at)

    def _expect_walk_ins(self, area: str, expected: WalkIns) -> None:
        """Let people come without an appointment: behind all others, but at counters that are free they are served."""
        if expected.per_hour <= 0 or not expected.services:
            return
        gap = 3600 / expected.per_hour
        at = [max(self._seconds(self._office.opens_at), 0.0)] * RUNS
        for _number in range(round(_FORESEEN / gap)):
            at = [
                before - gap * log(1 - chance)
                for before, chance in zip(at, self._chances.uniforms(), strict=True)
            ]
            self._join(Matter(area, (self._chances.one_of(expected.services),)), at, later=self._offset)

    def _await(self, parked: Parked) -> None:
        passed = -self._seconds(parked.since)
        back = [absence - passed for absence in self._absences(passed, self._chances.uniforms())]
        self._join(Matter(parked.matter.area, parked.matter.services, second_contact=True), back)

    def _join(
        self, matter: Matter, at: list[float], *, appointment: float | None = None, later: float = 0.0
    ) -> None:
        self._contacts.append(self._contact(matter))
        self._coming.append(Coming(at, len(self._contacts) - 1, appointment=appointment, later=later))

    def _absences(self, passed: float, chances: list[float]) -> list[float]:
        shortest, longest = (time.total_seconds() for time in self._office.habits.absence)
        if passed >= longest:
            return [passed + _BACK_SOON * chance for chance in chances]
        shortest = max(shortest, passed)
        return [shortest + (longest - shortest) * chance for chance in chances]

    def _total(self, matter: Matter) -> float:
        seconds = self._office.minutes.of(matter.services, self._office.hour) * 60
        return seconds * (1 - self._office.habits.first_contact) if matter.second_contact else seconds

    def _parked_share(self, matter: Matter) -> float:
        if matter.second_contact:
            return 0.0
        return max((self._office.habits.parked.get(service, 0.0) for service in matter.services), default=0.0)

    def _breaks(self) -> list[float]:
        habits = self._office.habits
        chances = [chance for _part in range(_BREAKS // RUNS) for chance in self._chances.uniforms()]
        return [
            habits.short_break.total_seconds() if chance < habits.break_share else 0.0 for chance in chances
        ]

    def _seconds(self, time: datetime) -> float:
        return (time - self._office.at) / timedelta(seconds=1)


def _connected(office: OfficeNow, areas: set[str]) -> frozenset[str]:
    """Return the areas whose visits compete, directly or by others, with visits of *areas* for a counter."""
    grown = set(areas)
    while True:
        more = {area for counter in office.counters if counter.skills & grown for area in counter.skills}
        if more <= grown:
            return frozenset(grown)
        grown |= more
