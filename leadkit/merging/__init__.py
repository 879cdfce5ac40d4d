"""What becomes of rows that are one person: which values stay, and the way back."""
