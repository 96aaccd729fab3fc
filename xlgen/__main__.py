"""python -m xlgen: the command line."""

from xlgen.cli.main import main

if __name__ == "__main__":
    main()
