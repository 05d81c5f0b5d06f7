"""Run the chapters, reference pages and solutions and store their outputs.

`make refresh` runs all, `make refresh NB=chapters/04-rfm.ipynb` one.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from nbclient import NotebookClient
from notebook_files import read, stored, write


def main(paths):
    """Run all that are named (all there are, if none is), two or more at a time."""
    os.environ.pop("CRMLIB_STUDENT", None)  # Stored outputs have the book's own numbers.
    todo = [Path(path).resolve() for path in paths] or stored()
    with ProcessPoolExecutor(min(len(todo), os.cpu_count() or 1) or 1) as pool:
        failures = [message for message in pool.map(refresh, todo) if message]
    if failures:
        sys.exit("\n".join(failures))


def refresh(path):
    """Run one notebook in its own folder and store it; on an error, leave it as it was and say why."""
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=900,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        coalesce_streams=True,  # A print may come in one piece or in several.
        store_widget_state=True,  # Without it nbclient fails on a lab; `write` drops the state.
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except Exception as error:
        return f"{path}: not refreshed.\n{error}"
    write(notebook, path)
    print(f"refreshed {path}")
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
