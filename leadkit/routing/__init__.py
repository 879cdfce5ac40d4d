"""Who takes a lead on, and by when. Not how good a lead is, nor whom to contact."""
