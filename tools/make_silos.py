"""Make the files of datasets/silos/ again: part of the book's own firm as three raw exports.

    python tools/make_silos.py

Two runs give the same bytes. The firm is read from datasets/firm/. What the files mean is written by hand in
datasets/datapackage.json; afterwards `python tools/make_datasets.py --describe` renews sizes and hashes there.
"""

from pathlib import Path

from crmlib import datasets, silos

FOLDER = Path(__file__).parents[1] / "datasets" / "silos"
SEED, CUSTOMERS = 2026, 700


def main(folder=FOLDER):
    """Write the files into a folder; the truth."""
    folder.mkdir(exist_ok=True)
    return silos.export(datasets.load_firm(), folder, seed=SEED, customers=CUSTOMERS)


if __name__ == "__main__":
    main()
