"""Pages for people, made of the tables that a run left. No file is written here."""
