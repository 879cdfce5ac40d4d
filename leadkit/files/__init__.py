"""Disk to raw rows and back: encodings, layouts, CSV, workbooks. Not what a column means."""
