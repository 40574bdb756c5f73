"""The closed lists of workbooks."""

from enum import StrEnum


class BuildState(StrEnum):
    """Where the building of a workbook is."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
