"""xAPI Profiles of this project's own, as JSON-LD; each installation serves a copy."""
