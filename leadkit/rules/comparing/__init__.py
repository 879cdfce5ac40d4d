"""What operators compare: texts, numbers, days, domains, countries. Not their names or examples."""
