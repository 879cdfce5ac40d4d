"""E-mail addresses: one, a column, their domains. Not whom one may mail."""
