"""SCORM 1.2 and SCORM 2004: data models, runs, prerequisites, sequencing, statements."""
