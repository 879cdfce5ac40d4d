"""Leads as another program takes them: its columns, words and limits. Not who owns them."""
