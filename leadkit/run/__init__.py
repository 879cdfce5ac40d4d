"""Stages over batches, every row accounted for; pipeline files. Not what a stage does."""
