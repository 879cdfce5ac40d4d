"""The line from a lead to a customer: what a lifecycle file says, and how leads move along it."""
