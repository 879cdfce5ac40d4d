"""Lists of addresses, plain or hashed: what stands there, which cells are on them. Not what follows."""
