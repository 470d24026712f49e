"""What the server does by itself, in one round trip: the audit trail's next entry, and *call next*.

Functions are made anew with every ``migrate.upgrade``; ``migrate.check`` compares them word for word.
"""

from sqlalchemy import Connection

APPEND_AUDIT = """
CREATE OR REPLACE FUNCTION append_audit(
    p_at bigint, p_account integer, p_counter integer, p_action text, p_visit integer, p_detail text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_chain integer := coalesce(p_counter, 0);
    v_number integer;
    v_previous text;
    v_hash text;
BEGIN
    LOOP
        SELECT number, hash INTO v_number, v_previous FROM audit_head WHERE chain = v_chain FOR UPDATE;
        EXIT WHEN FOUND;
        INSERT INTO audit_head (chain, number, hash) VALUES (v_chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    END LOOP;
    v_number := v_number + 1;
    v_hash := encode(sha256(convert_to(concat_ws('|',
        v_previous, p_at, p_account, coalesce(p_counter::text, 'None'), p_action, coalesce(p_visit::text, 'None'),
        p_detail), 'UTF8')), 'hex');
    INSERT INTO audit (at, account, counter, action, visit, detail, chain, number, previous, hash)
    VALUES (p_at, p_account, p_counter, p_action, p_visit, p_detail, v_chain, v_number, v_previous, v_hash);
    UPDATE audit_head SET number = v_number, hash = v_hash WHERE chain = v_chain;
END $$
"""
"""The head of the chain is locked to the end of the transaction: a counter's entries come one after the other."""

_ELIGIBLE = "state = 'waiting' AND (blocked_until IS NULL OR blocked_until <= p_at) AND {opening}"
_OPEN = _ELIGIBLE.format(opening="(open_from IS NULL OR open_from <= p_at)")
_NOT_YET_OPEN = _ELIGIBLE.format(opening="open_from > p_at")
_FIRST = 8
"""How many of those who come next are looked at; where others hold all of them, everybody is."""


def _claim_first(eligible: str) -> str:
    """Return the part that claims the first of those who are *eligible*, or remembers that others hold them."""
    return f"""
    v_first := ARRAY(
        SELECT heads.id
        FROM counter_skill CROSS JOIN LATERAL (
            SELECT id, z, n FROM visit
            WHERE site = v_site AND area = counter_skill.area AND {eligible}
            ORDER BY z, n LIMIT {_FIRST}
        ) AS heads
        WHERE counter_skill.counter = p_counter
        ORDER BY heads.z, heads.n LIMIT {_FIRST}
    );
    IF cardinality(v_first) > 0 THEN
        SELECT id INTO v_visit FROM visit WHERE id = ANY(v_first) AND {eligible}
        ORDER BY z, n LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF v_visit IS NULL AND cardinality(v_first) = {_FIRST} THEN
            SELECT id INTO v_visit FROM visit
            WHERE site = v_site AND {eligible}
                AND area IN (SELECT area FROM counter_skill WHERE counter_skill.counter = p_counter)
            ORDER BY z, n LIMIT 1 FOR UPDATE SKIP LOCKED;
        END IF;
        v_held_by_others := v_held_by_others OR v_visit IS NULL;
    END IF;
    """  # noqa: S608 - only constants of this module are put in


CALL_NEXT = f"""
CREATE OR REPLACE FUNCTION call_next(
    p_request text, p_counter integer, p_account integer, p_at bigint,
    OUT o_outcome text, OUT o_counter integer, OUT o_visit integer, OUT o_epoch integer, OUT o_ticket text,
    OUT o_transaction text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_site integer;
    v_first integer[];
    v_visit integer;
    v_held_by_others boolean := false;
BEGIN
    SELECT site INTO v_site FROM counter WHERE id = p_counter FOR NO KEY UPDATE;
    SELECT 'before_' || outcome, counter, visit, epoch INTO o_outcome, o_counter, o_visit, o_epoch
    FROM call_request WHERE id = p_request;
    IF FOUND THEN
        RETURN;
    END IF;
    o_counter := p_counter;
    SELECT 'already_serving', id, epoch, ticket INTO o_outcome, o_visit, o_epoch, o_ticket
    FROM visit WHERE counter = p_counter AND state IN ('called', 'serving');
    IF NOT FOUND THEN
        {_claim_first(_OPEN)}
        IF v_visit IS NULL THEN
            {_claim_first(_NOT_YET_OPEN)}
        END IF;
        IF v_visit IS NULL AND v_held_by_others THEN
            o_outcome := 'busy';
            RETURN;
        END IF;
        o_outcome := 'nobody';
        IF v_visit IS NOT NULL THEN
            UPDATE visit SET state = 'called', counter = p_counter, epoch = epoch + 1, calls = calls + 1,
                called_at = p_at
            WHERE id = v_visit
            RETURNING 'called', id, epoch, ticket INTO o_outcome, o_visit, o_epoch, o_ticket;
            PERFORM append_audit(p_at, p_account, p_counter, 'called', v_visit, '');
        END IF;
    END IF;
    INSERT INTO call_request (id, counter, outcome, visit, epoch, at)
    VALUES (p_request, p_counter, o_outcome, o_visit, o_epoch, p_at);
    o_transaction := pg_current_xact_id()::text;
END $$
"""  # noqa: S608 - as above
"""The queue rule on the server (``claiming`` is the same for the embedded store).

The row of the counter is locked first, so that two presses of one counter come one after the other, and the audit
trail's head last. A press that was answered before is told so and changes nothing. ``busy`` means that somebody
eligible waits whom others are claiming at this moment: it is asked again, and never taken for ``nobody``.
"""


def make_functions(connection: Connection) -> None:
    """Make the functions, or make them anew."""
    for function in (APPEND_AUDIT, CALL_NEXT):
        connection.exec_driver_sql(function.replace("%", "%%"))
