"""What is in lists before anything is changed: counted, told, shown. No rule and no master."""
