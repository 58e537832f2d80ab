"""SCORM 2004 4th Ed. Sequencing and Navigation: one module for each group of processes.

The names of processes (NB.2.1, TB.2.3, SB.2.9, UP.5 …) and of exceptions are those of the
pseudo-code (SN 4th Ed., appendix C). State is an ``ActivityTree``, which is made from a course
and a document and becomes a document again.
"""
