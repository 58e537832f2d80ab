"""The grammar: JSON Schemas, the clause catalogue, value shapes and the table base.

Everything stands on this floor, and this floor knows nobody above it.
"""
