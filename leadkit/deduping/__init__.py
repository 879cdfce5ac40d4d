"""Who is one, and what the one keeps: rounds, decisions, a CRM beside the list. No files."""
