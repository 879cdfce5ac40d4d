"""Headers: what their words mean, the field one names. Not all of a list together."""
