"""Everything that is known about a service management system, and how it is computed."""

__version__ = "0.1.0"

# Moves when a rule of contract section 4 or 6 gives other answers than before.
RULES_VERSION = "1"
