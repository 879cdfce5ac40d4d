"""Who may be contacted, how, and who never again."""
