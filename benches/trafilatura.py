#!/usr/bin/env python3
"""trafilatura.py PAGES VENV -- prints how many pages of the folder PAGES trafilatura reads in a second, on one core.

The environment VENV is made if it is not there, with trafilatura from PyPI. Each page is read once: reading is all
that is timed, with metadata, as onrecord reads them too."""
import os
import subprocess
import sys
import venv


def main(pages, home):
    python = os.path.join(home, "bin", "python")
    if sys.prefix != os.path.abspath(home):
        if not os.path.exists(python):
            venv.create(home, with_pip=True)
        if subprocess.run([python, "-c", "import trafilatura"], cwd=home, capture_output=True).returncode != 0:
            # A part of lxml is a package of its own now, and not every release of trafilatura's parts asks for it.
            needed = ["trafilatura", "lxml_html_clean"]
            subprocess.run([python, "-m", "pip", "install", "--quiet", *needed], check=True, stdout=sys.stderr)
        sys.exit(subprocess.run([python, os.path.abspath(__file__), pages, os.path.abspath(home)]).returncode)

    # The folder of this file holds a module of the same name.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path = [path for path in sys.path if os.path.abspath(path or ".") != here]
    import logging
    import time

    import trafilatura

    logging.disable(logging.CRITICAL)
    names = sorted(os.listdir(pages))
    read = [open(os.path.join(pages, name), "rb").read() for name in names]
    start = time.process_time()
    for page in read:
        trafilatura.bare_extraction(page, with_metadata=True)
    print(len(read) / (time.process_time() - start))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
