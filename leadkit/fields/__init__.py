"""One cleaner per kind of field: columns in, columns out, each distinct cell looked at once."""
