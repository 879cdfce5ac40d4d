"""Lists of addresses, plain or hashed: what is on them, and which cells. Not what follows of it."""
