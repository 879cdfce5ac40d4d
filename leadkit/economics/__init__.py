"""What leads are worth: figures, intervals, channels, verdicts, budgets. Pure functions."""
