"""Arguments and words, one file a command. Not what a command does."""
