"""What leads may cost: figures, channels, intervals, budgets. Changes no lead."""
