"""The folder of a run: made apart, and put in its place when all is in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadkit.base.undisturbed import undisturbed
from leadkit.files.disk import explain_os_error, sync_folder
from leadkit.workspace.manifest import Manifest
from leadkit.workspace.paths import Workspace
from leadkit.workspace.standing import put_in_force


@contextmanager
def new_run_folder(workspace: Workspace, run: str) -> Iterator[Path]:
    """Give an empty folder in which a run is made; what fails leaves nothing of it behind.

    ``into_place`` makes it the run's own. The caller holds the workspace's lock.
    """
    folder = workspace.making(run)
    try:
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # which is not there once it is in place
            raise
    except OSError as error:
        raise explain_os_error(error, str(folder)) from None


def into_place(workspace: Workspace, manifest: Manifest, sha256: str, how: str) -> str:
    """Put a run into its place that is made, whole and on disk, and make it the one in force.

    One that a gate holds back does not come into force. ``sha256`` is the hash of its manifest,
    ``how`` it comes into force "run" or "restore". Returns its name if it is in force, else "".
    """
    with undisturbed():
        os.rename(workspace.making(manifest.run), workspace.run(manifest.run))
        sync_folder(workspace.runs)
        return "" if manifest.broken else put_in_force(workspace, manifest, sha256, how).run
