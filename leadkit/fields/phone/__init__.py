"""Phone numbers: one, a column, the plans of countries. Not whom one may call."""
