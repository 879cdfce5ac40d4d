"""Names of people: their parts and letters. Not whether two are one person."""
