"""Runs the steps of the build: each a transaction, each harmless to run twice or to be killed in."""

import contextlib
import hashlib
import secrets
from pathlib import Path

from crmlib import quality
from crmlib._guard.checks import describe
from crmlib._guard.whole_files import write_new
from crmlib.database import forms, matching
from crmlib.database.silos.reading import PATTERNS, files_of, read_rows

#: Raise it when the tables of clean or of the customer database change: they are then made again.
SCHEMA_VERSION = 1
_SQL = Path(__file__).parent / "sql"


def build(folder, path, secret=None):
    """Build the customer database from the silos in a folder, or bring it up to date.

    Parameters
    ----------
    folder : str or Path
        The folder with the raw files: ``shop*.csv``, ``service_desk*.jsonl``, ``survey*.xlsx``. Other files
        are left alone. At the first build each silo needs at least one file; later only the new ones.
    path : str or Path
        The DuckDB file, whose name ends in ``.duckdb``. It is made if it is not there.
    secret : bytes or str, optional
        The key of the pseudonyms, at least 32 bytes. Without it, that in the file ``<path>.secret``, which is
        made at the first build. Keep it away from the data.

    Returns
    -------
    pandas.DataFrame
        The account of rows, a row per file: `source_file`, `silo`, `encoding`, `rows_in`, `rows_clean`,
        `rows_rejected`, `rows_superseded` (clean, but a later update counts).

    Raises
    ------
    TypeError, ValueError
        If the folder or a silo's file is missing, a file cannot be read at all, the database belongs to a
        newer version or to another program, its tables were changed, or the secret is too short.

    Notes
    -----
    Five steps: tables, load (a transaction a file), clean, match and publish (one transaction, so that
    nobody sees half of it). A file is known by its name and SHA-256: the same one is not loaded twice, a
    changed one replaces its former rows. Killed at any point, the build leaves what the last finished step
    left, and the next build goes on from there. A first build that is refused leaves no file.
    """
    files = files_of(folder)
    if secret is not None:  # one that is too short is refused before anything is done
        quality.pseudonym("anybody", secret, "exact")
    with _nothing_left_if_refused(_database_path(path)):
        return _built(files, folder, path, secret)


def _built(files, folder, path, secret):
    """The five steps, and the account of rows."""
    connection = _open(_database_path(path))
    import duckdb

    try:
        _prepare(connection, path)
        key = secret if secret is not None else _kept_secret(_database_path(path))
        quality.pseudonym("anybody", key, "exact")  # a damaged one is refused before anything is loaded
        _load(connection, files, folder)
        _clean(connection)
        _publish(connection, key)
        return connection.execute("FROM row_account").df()
    except (duckdb.BinderException, duckdb.CatalogException) as problem:
        raise ValueError(
            f"path: the tables in {str(path)!r} are no longer those that build makes; delete the file and "
            "build again"
        ) from problem
    finally:
        connection.close()


def connect(path):
    """Open a customer database for reading, to look at it with SQL.

    Parameters
    ----------
    path : str or Path
        A database that `build` made.

    Returns
    -------
    duckdb.DuckDBPyConnection
        The connection. Close it: while it is open, no build can write.

    Raises
    ------
    TypeError, ValueError
        If the file is not there, it is no DuckDB file, or another program has it open for writing.

    Examples
    --------
    ::

        with database.connect("customers.duckdb") as connection:
            best = connection.sql("FROM customer_view ORDER BY revenue DESC LIMIT 10").df()
    """
    if not _database_path(path).is_file():
        raise ValueError(f"path: there is no database {str(path)!r}; build it first")
    return _open(path, read_only=True)


def _database_path(path):
    """The path of a database; another kind of file must not be taken for one, or be overwritten."""
    if not isinstance(path, str | Path) or not str(path):
        raise TypeError(f"path must be the path of a database file; got {describe(path)}")
    if Path(path).suffix != ".duckdb":
        raise ValueError(f"path must end in .duckdb; got {describe(str(path))}")
    if not Path(path).parent.is_dir():
        raise ValueError(f"path lies in a folder that is not there: {str(Path(path).parent)!r}")
    return Path(path)


def _open(path, read_only=False):
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=read_only)
        # A bar would stand in notebooks and files.
        connection.execute("SET enable_progress_bar = false")
        return connection
    except duckdb.Error as problem:
        locked = "lock" in str(problem).lower() or "different configuration" in str(problem)
        what = "is open elsewhere; close it there" if locked else "is no database that DuckDB can open"
        raise ValueError(f"path: {str(path)!r} {what}") from None


@contextlib.contextmanager
def _nothing_left_if_refused(path):
    """A first build that is refused takes its own files away; whatever was there before stays."""
    begun = [path, path.with_name(f"{path.name}.wal"), _secret_path(path)]
    new = [] if path.exists() else [file for file in begun if not file.exists()]
    try:
        yield
    except Exception:
        for file in new:
            file.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _transaction(connection):
    """All of a step or nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _run(connection, name):
    connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))


# ----------------------------------------------------------------------------------------------------------
# Files and tables


def _secret_path(path):
    return path.with_name(f"{path.name}.secret")


def _kept_secret(path):
    """The secret beside the database, made once; never half a one, even if the machine stops."""
    kept = _secret_path(path)
    if not kept.exists():
        with contextlib.suppress(FileExistsError):  # another build was first
            write_new(kept, secrets.token_hex(32).encode())
            kept.chmod(0o600)
    return kept.read_text(encoding="utf-8")


def _prepare(connection, path):
    """Step 1: the tables. Those of another version are dropped, all but staging, from which they come."""
    with _transaction(connection):
        _refuse_what_is_not_ours(connection, path)
        _run(connection, "1_staging")
        found = connection.execute("SELECT max(version) FROM staging.version").fetchone()[0]
        if found is not None and found > SCHEMA_VERSION:
            known = f"and this crmlib knows {SCHEMA_VERSION}: update crmlib"
            raise ValueError(f"path: {str(path)!r} has schema version {found}, {known}")
        if found != SCHEMA_VERSION:
            _forget_what_is_derived(connection)
            connection.execute("DELETE FROM staging.version")
            connection.execute("INSERT INTO staging.version VALUES (?)", [SCHEMA_VERSION])
        _run(connection, "2_clean_tables")


def _refuse_what_is_not_ours(connection, path):
    """A database of somebody's own is left alone: our tables would take the place of hers."""
    names = (
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
    )
    present = {name for (name,) in connection.execute(names).fetchall()}
    if present and "staging.version" not in present:
        raise ValueError(
            f"path: {str(path)!r} holds tables that build did not make, {min(present)!r} among them, and is "
            "left as it is; give the path of a new file"
        )


def _forget_what_is_derived(connection):
    connection.execute("DROP SCHEMA IF EXISTS clean CASCADE")
    connection.execute("UPDATE staging.file SET cleaned = false")
    connection.execute("DELETE FROM staging.reject WHERE step = 'clean'")


def _load(connection, files, folder):
    """Step 2: what is new goes into staging, a transaction a file."""
    known = dict(connection.execute("SELECT source_file, sha256 FROM staging.file").fetchall())
    present = {silo for (silo,) in connection.execute("SELECT DISTINCT silo FROM staging.file").fetchall()}
    for silo, paths in files.items():
        if not paths and silo not in present:
            raise ValueError(f"folder {str(folder)!r} has no file of the {silo} ({PATTERNS[silo]})")
    for silo, paths in files.items():
        for path in paths:
            content = _content(path)
            checksum = hashlib.sha256(content).hexdigest()
            if known.get(path.name) != checksum:
                rows = read_rows(silo, path.name, content)
                with _transaction(connection):
                    _replace_file(connection, silo, path.name, checksum, rows)


def _content(path):
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ValueError(f"{path.name} cannot be read as a file ({problem.strerror})") from None


def _replace_file(connection, silo, name, checksum, rows):
    """A file's rows in place of those that it had before."""
    tables = [f"staging.{silo}", f"clean.{silo}", "staging.reject", "clean.set_aside", "staging.file"]
    for table in tables:
        connection.execute(f"DELETE FROM {table} WHERE source_file = ?", [name])
    _insert(connection, f"staging.{silo}", [(name, *row) for row in rows.read])
    _insert(
        connection, "staging.reject", [(name, row, "load", why, line) for row, why, line in rows.rejected]
    )
    entry = (name, silo, checksum, rows.encoding, len(rows.read) + len(rows.rejected), False)
    _insert(connection, "staging.file", [entry])


def _insert(connection, table, rows):
    """Many rows at once; an empty list is no work."""
    import pandas as pd

    if rows:
        incoming = pd.DataFrame(rows).rename(columns=str)
        connection.register("incoming", incoming)
        connection.execute(f"INSERT INTO {table} FROM incoming")
        connection.unregister("incoming")


# ----------------------------------------------------------------------------------------------------------
# Clean, match, publish

# The texts that want one form: the columns of the tables, and the place within a ticket.
_TEXTS = {
    "phone": (("shop.phone", "survey.phone"), "$.requester.contact.value"),
    "email": (("shop.email", "survey.email"), "$.requester.contact.value"),
    "name": (("shop.name", "survey.name"), "$.requester.name"),
    "sound": (("shop.name", "survey.name"), "$.requester.name"),
    "text": (("survey.comment",), "$.subject"),
}


def _clean(connection):
    """Step 3: the rows of new files get types, or a reason why not."""
    with _transaction(connection):
        _add_forms(connection)
        for name in ("3_clean_shop", "4_clean_service_desk", "5_clean_survey"):
            _run(connection, name)


def _add_forms(connection):
    """Every text in the files has a form, and no other text has one."""
    for kind, (columns, place) in _TEXTS.items():
        texts = [f"SELECT {name.split('.')[1]} AS text FROM staging.{name.split('.')[0]}" for name in columns]
        texts.append(f"SELECT try_cast(line AS JSON) ->> '{place}' FROM staging.service_desk")
        present = f"SELECT text FROM ({' UNION '.join(texts)}) WHERE text IS NOT NULL"
        # What no file holds any more is forgotten: a form is a name or a number of somebody.
        connection.execute(f"DELETE FROM clean.form WHERE kind = '{kind}' AND text NOT IN ({present})")
        known = f"SELECT text FROM clean.form WHERE kind = '{kind}'"
        new = f"{present} EXCEPT {known} ORDER BY text"
        rows = [(kind, text, *forms.form_of(kind, text)) for (text,) in connection.execute(new).fetchall()]
        _insert(connection, "clean.form", rows)


def _publish(connection, key):
    """Steps 4 and 5: who is one person, then the tables and views that people look at, all at once."""
    with _transaction(connection):
        _run(connection, "6_records")
        records = connection.execute("FROM record_block ORDER BY record").df()
        _with_table(connection, "candidate", matching.candidates(records), "7_pairs")
        links = connection.execute("SELECT first, second FROM pair WHERE because IS NOT NULL").df()
        members = matching.groups(records, links)
        codes = members[["customer_id"]].drop_duplicates()
        codes = codes.assign(pseudonym=quality.pseudonym(codes["customer_id"].tolist(), key, "exact"))
        connection.register("member", members)
        _with_table(connection, "code", codes, "8_customers")
        connection.unregister("member")
        _run(connection, "9_views")
        _run(connection, "10_star")


def _with_table(connection, name, table, script):
    """Run a script that reads a table of ours."""
    connection.register(name, table)
    _run(connection, script)
    connection.unregister(name)
