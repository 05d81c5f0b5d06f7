"""Files that are written whole or not at all, and never over somebody's own."""

import contextlib
import os
import secrets
from pathlib import Path


def write_new(path, content):
    """Write a file that is not there yet; whatever happens meanwhile, it is whole or not there.

    Parameters
    ----------
    path : Path
        The file.
    content : bytes
        All of it.

    Raises
    ------
    FileExistsError
        If there is such a file; it stays as it is.
    OSError
        If the file cannot be written; nothing of it is left.
    """
    path = Path(path)
    if os.path.lexists(path):
        raise FileExistsError(f"{path} is there already")
    with _draft(path, content) as draft:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if os.path.lexists(path):
                raise FileExistsError(f"{path} is there already") from None
            draft.rename(path)


def write_over(path, content):
    """Write other content into a file of ours: it holds the old or the new, whatever happens meanwhile.

    Parameters
    ----------
    path : Path
        The file; a link stays a link, and the file that it names is written.
    content : bytes
        All of it.
    """
    path = Path(path).resolve()
    with _draft(path, content) as draft:
        with contextlib.suppress(OSError):
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)


def write_all_new(folder, files):
    """Write several files into a folder, unless one of them would take the place of another content.

    Parameters
    ----------
    folder : Path
        A folder that is there.
    files : dict of bytes
        The content by file name.

    Raises
    ------
    ValueError
        If the folder holds a file of such a name with other content; nothing is written then.
    """
    present = {name for name in files if os.path.lexists(Path(folder) / name)}
    for name in sorted(present):
        if not _holds(Path(folder) / name, files[name]):
            raise ValueError(
                f"folder {str(folder)!r} holds a file {name!r} with other content, which is not overwritten; "
                "give an empty folder, or move the file away"
            )
    for name in files.keys() - present:
        write_new(Path(folder) / name, files[name])


def _holds(path, content):
    return path.is_file() and path.read_bytes() == content


@contextlib.contextmanager
def _draft(path, content):
    """A whole file under a name that nobody has, in the same folder; gone afterwards."""
    draft = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
