"""Signing in: only who is known, at the counter of this machine; a second person is somebody else."""

import pytest

from clerk.domain.people import Role
from clerk.persistence.account_admin import AccountAdmin
from clerk.services.sign_in import SignIn, SignInRefused
from tests.services.front_office import ALEX, COUNTER, INFO_DESK, KIM, ROBIN, SASCHA, SECRET, FrontOffice


def door(office: FrontOffice, counter: int = COUNTER) -> SignIn:
    return SignIn(office.accounts, lambda: counter)


def test_who_signs_in_sits_at_the_counter_of_this_machine(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    assert seat.identity == KIM
    assert (seat.workplace.counter, seat.workplace.label) == (COUNTER, "7")
    assert door(office, INFO_DESK).open(" Infotheke ", SECRET).identity == ROBIN


@pytest.mark.parametrize(
    ("login", "secret"), [("schalter", "falsch"), ("niemand", SECRET), ("", ""), ("schalter", "")]
)
def test_who_is_not_known_hears_one_and_the_same_sentence(
    office: FrontOffice, login: str, secret: str
) -> None:
    with pytest.raises(SignInRefused, match="Name oder Kennwort stimmt nicht"):
        door(office).open(login, secret)
    assert "sign_in_failed" in [action for _account, action, _detail in office.audit()]


def test_the_cash_supervisor_signs_in_without_a_desk(office: FrontOffice) -> None:
    assert door(office).open("leitung", SECRET).identity == ALEX


def test_who_only_administers_has_no_screen_to_sign_in_at(office: FrontOffice) -> None:
    AccountAdmin(office.store, office.clock).add("team", "Ute Exempel", SECRET, [Role.ADMIN])
    with pytest.raises(SignInRefused, match="kein Schalter und keine Infotheke"):
        door(office).open("team", SECRET)


def test_a_machine_whose_counter_does_not_exist_says_which_one_it_looks_for(office: FrontOffice) -> None:
    with pytest.raises(SignInRefused, match="Schalter 99"):
        door(office, 99).open("schalter", SECRET)


def test_only_who_locked_the_screen_unlocks_it(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    door(office).unlock(seat, SECRET)
    with pytest.raises(SignInRefused):
        door(office).unlock(seat, "kennwort-von-anderen")


def test_the_second_person_is_somebody_else_with_the_role_asked_for(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    assert door(office).confirm_by_second(seat, "leitung", SECRET, Role.CASH_SUPERVISOR) == ALEX


def test_nobody_confirms_for_themselves(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    with pytest.raises(SignInRefused, match="zweite Person mit eigener Anmeldung"):
        door(office).confirm_by_second(seat, "schalter", SECRET, Role.CLERK)


def test_a_second_person_without_the_role_is_refused(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    with pytest.raises(SignInRefused, match="darf das nicht bestätigen"):
        door(office).confirm_by_second(seat, SASCHA.login, SECRET, Role.CASH_SUPERVISOR)


def test_a_second_person_with_a_wrong_password_is_refused(office: FrontOffice) -> None:
    seat = door(office).open("schalter", SECRET)
    with pytest.raises(SignInRefused, match="stimmt nicht"):
        door(office).confirm_by_second(seat, "leitung", "falsch", Role.CASH_SUPERVISOR)
    with pytest.raises(SignInRefused, match="stimmt nicht"):
        door(office).second_person("leitung", "falsch")
    assert door(office).second_person("leitung", SECRET) == ALEX
