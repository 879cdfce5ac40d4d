"""Accounts: the leads of one company, counted and weighed together. Changes no lead."""
