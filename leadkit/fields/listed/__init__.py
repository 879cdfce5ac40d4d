"""Lists of addresses, plain or hashed: what stands on them, and which cells are found there."""
