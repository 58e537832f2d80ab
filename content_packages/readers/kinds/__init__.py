"""The tables of findings: code → kind, one module for each source of requirements."""

from __future__ import annotations

from content_packages.readers.kinds.aicc import AICC
from content_packages.readers.kinds.archive import ARCHIVE
from content_packages.readers.kinds.cmi5 import CMI5
from content_packages.readers.kinds.ims_cp import IMS_CP
from content_packages.readers.kinds.kind import Kind
from content_packages.readers.kinds.media import MEDIA
from content_packages.readers.kinds.scorm import SCORM
from content_packages.readers.kinds.tincan import TINCAN
from content_packages.readers.kinds.xml import XML

KINDS: dict[str, Kind] = {
    **ARCHIVE,
    **XML,
    **IMS_CP,
    **SCORM,
    **CMI5,
    **TINCAN,
    **AICC,
    **MEDIA,
}
