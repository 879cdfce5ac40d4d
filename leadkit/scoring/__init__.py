"""Points by rule, and why. Not how far a lead is."""
