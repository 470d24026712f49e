"""The schema of a PostgreSQL database as comparable lines: conditions of indexes, triggers and functions included."""

from sqlalchemy import Connection, text

from clerk.persistence.postgres_functions import make_functions
from clerk.persistence.tables import METADATA

_EXPECTED = "clerk_expected"
_LINES = text("""
SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relname <> 'alembic_version'
UNION ALL
SELECT r.relname || ': ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.connamespace = CAST(:schema AS regnamespace) AND r.relname <> 'alembic_version' AND c.contype <> 'n'
UNION ALL
SELECT pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid
WHERE r.relnamespace = CAST(:schema AS regnamespace) AND r.relname <> 'alembic_version'
UNION ALL
SELECT pg_get_triggerdef(t.oid, true)
FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
WHERE r.relnamespace = CAST(:schema AS regnamespace) AND NOT t.tgisinternal
UNION ALL
SELECT p.proname || '(' || pg_get_function_arguments(p.oid) || ') ' || p.prosrc
FROM pg_proc p WHERE p.pronamespace = CAST(:schema AS regnamespace)
""")
"""One line for each column, key, constraint, index, trigger and function."""


def schema_lines(connection: Connection, schema: str = "public") -> frozenset[str]:
    """Return the lines of *schema*, which is the one that is searched."""
    rows = connection.execute(_LINES, {"schema": schema})
    return frozenset(str(line).replace(f"{schema}.", "") for (line,) in rows)


def expected_lines(connection: Connection) -> frozenset[str]:
    """Return the lines as the table classes and functions describe them; nothing stays of what is made for that."""
    with connection.begin_nested() as trial:
        connection.exec_driver_sql(f"CREATE SCHEMA {_EXPECTED}")
        connection.exec_driver_sql(f"SET LOCAL search_path = {_EXPECTED}")
        METADATA.create_all(connection)
        make_functions(connection)
        lines = schema_lines(connection, _EXPECTED)
        trial.rollback()
    return lines
