"""The ledger: what an entry says, what may follow what, and how a stranger can check it."""
