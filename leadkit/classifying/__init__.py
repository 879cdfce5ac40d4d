"""How far a lead is, and who may contact it. No points."""
