"""Raw rows become leads: headers mapped, damage mended, ids given. Not cell cleaning."""
