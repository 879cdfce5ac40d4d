"""What a merged lead keeps, its log, and the way back. Not who is one."""
