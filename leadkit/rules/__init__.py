"""The language of rule files: lines, operators, conditions. Not what a kind of file says."""
