"""Conditions read the way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.catalogue.expression import ExpressionError, parse, write
from clerk.domain.condition import AllOf, AnyOf, Condition, Is, Op

PROXY = Is("proxy", Op.EQ, True)
KEEP = Is("plate_keep", Op.EQ, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proxy", PROXY),
        ("not plate_keep", KEEP),
        ("plate_keep == false", KEEP),
        ("age >= 16", Is("age", Op.GE, 16)),
        ("age<18", Is("age", Op.LT, 18)),
        ("joint_custody != sole", Is("joint_custody", Op.NE, "sole")),
        (
            "legal_status in [legal_entity, association]",
            Is("legal_status", Op.IN, ("legal_entity", "association")),
        ),
        ("proxy and not plate_keep", AllOf((PROXY, KEEP))),
        ("proxy or not plate_keep and proxy", AnyOf((PROXY, AllOf((KEEP, PROXY))))),
        ("(proxy or not plate_keep) and proxy", AllOf((AnyOf((PROXY, KEEP)), PROXY))),
    ],
)
def test_an_expression_reads_as_written(text: str, expected: Condition) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("proxy and", 10),
        ("proxy plate_keep", 7),
        ("(proxy", 7),
        ("proxy & age", 7),
        ("age >= ", 8),
        ("x in [a, ]", 10),
        ("x in a", 6),
        ("not not proxy", 5),
        ("not (proxy)", 5),
        ("and", 1),
        ("proxy)", 6),
        ("1 == proxy", 1),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert str(caught.value).startswith(("Hier wird", "Dieses Zeichen"))


def conditions() -> st.SearchStrategy[Condition]:
    fact = st.sampled_from(["proxy", "age", "plate_kind"])
    value = st.one_of(st.booleans(), st.integers(0, 200), st.sampled_from(["season", "historic"]))
    single = st.one_of(
        st.builds(Is, fact, st.sampled_from([Op.EQ, Op.NE]), value),
        st.builds(Is, fact, st.sampled_from([Op.LT, Op.GE]), st.integers(0, 200)),
        st.builds(Is, fact, st.just(Op.IN), st.lists(value, min_size=1, max_size=3).map(tuple)),
    )
    flat: st.SearchStrategy[Condition] = single
    anys = st.lists(flat, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    alls = st.lists(st.one_of(flat, anys), min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts)))
    return st.one_of(
        flat, anys, alls, st.lists(alls, min_size=2, max_size=2).map(lambda parts: AnyOf(tuple(parts)))
    )


@given(conditions())
def test_what_is_written_reads_back_the_same(condition: Condition) -> None:
    assert parse(write(condition)) == condition


@given(st.text(alphabet="abc12 ()[],=!<>andornoti\n\t", max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    column = 1
    try:
        parse(text)
    except ExpressionError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1
