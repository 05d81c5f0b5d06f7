"""Which data go into the package: files whose licence lets them stand beside code under MIT.

Hatchling runs this when it builds a wheel or an sdist (`pyproject.toml` names it). A resource of
`datasets/datapackage.json` under a licence of the GPL family stays in the repository, and the package
carries neither its file nor its description.
"""

import json
import re
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {"wheel": "crmlib/_data", "sdist": "datasets"}
GPL = re.compile("GPL|GNU", re.IGNORECASE)


def may_travel(resource):
    """Whether a resource may go into the package.

    Raises
    ------
    ValueError
        If its description names no licence.
    """
    licences = resource.get("licenses")
    if not licences:
        name = resource["name"]
        raise ValueError(f"The resource {name} names no licence: add `licenses` in datapackage.json")
    said = [str(value) for licence in licences for value in licence.values()]
    return not any(GPL.search(text) for text in said)


class PackageData(BuildHookInterface):
    """Puts the data that may travel, and a description of these alone, into the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        """Name the files to Hatchling; an editable installation reads those of the repository."""
        if version == "editable":
            return
        data, target = Path(self.root) / "datasets", FOLDERS[self.target_name]
        description = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        description["resources"] = [one for one in description["resources"] if may_travel(one)]
        self.scratch = tempfile.TemporaryDirectory()
        described = Path(self.scratch.name) / "datapackage.json"
        text = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
        described.write_text(text, encoding="utf-8", newline="\n")
        files = {data / one["path"]: one["path"] for one in description["resources"]}
        files |= {described: "datapackage.json", data / "README.md": "README.md"}
        build_data["force_include"] |= {str(file): f"{target}/{name}" for file, name in files.items()}

    def finalize(self, version, build_data, artifact_path):
        """Drop the description, which is in the package by now."""
        if version != "editable":
            self.scratch.cleanup()
