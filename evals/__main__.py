"""`python -m evals`: the same as `jixiao eval`."""

import sys

from extractor.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["eval", *sys.argv[1:]]))
