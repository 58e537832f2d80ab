"""cmi5: sessions, the statements of an LMS, launch data, satisfaction."""
