"""Which rows are one person or firm: evidence, pairs, the model. Not what is kept."""
