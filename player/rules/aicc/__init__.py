"""AICC: the HTTP-based communication protocol (HACP, CMI001 6.4) over the SCORM 1.2 data."""
