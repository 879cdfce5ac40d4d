"""What a folder remembers from run to run: its master, its runs. Not how a run is done."""
