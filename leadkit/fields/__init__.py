"""Kinds of field: the headers that name them, and their cells. No file, rule or stage."""
