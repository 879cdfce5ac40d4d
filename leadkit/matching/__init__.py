"""What dedupe stands on: evidence, the contact model, candidate pairs, clusters, merging."""
