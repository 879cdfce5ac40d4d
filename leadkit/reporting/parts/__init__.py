"""The parts of a report: figures in words, pictures and tables. No table is read here."""
