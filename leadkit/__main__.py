"""python -m leadkit"""

from leadkit.cli import main

if __name__ == "__main__":
    main()
