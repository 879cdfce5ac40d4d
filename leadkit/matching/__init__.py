"""Who is one person: evidence, the contact model, candidate pairs, clusters."""
