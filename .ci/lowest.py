"""Prints pyproject's floors as constraints for pip: the lowest versions that are declared.

python .ci/lowest.py > lowest.txt && pip install -c lowest.txt '.[dev]'
"""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
extras = project["optional-dependencies"].values()
for declared in [*project["dependencies"], *(one for extra in extras for one in extra)]:
    floor = re.fullmatch(r"([\w.-]+)>=([\w.]+)", declared.strip())
    assert floor, f"{declared}: every dependency names its floor, as name>=1.2"
    print(f"{floor[1]}=={floor[2]}")
