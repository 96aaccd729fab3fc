"""What olevba and olefile find in a file's VBA, as JSON; a process of its own, because olevba warns on import.

`modules`: each module's source. `compiled`: what each stream holds that is not source, in hexadecimal digits.
"""

from __future__ import annotations

import importlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any


def main() -> None:
    """Print what is in the file that is named on the command line."""
    file = Path(sys.argv[1])
    olevba: Any = importlib.import_module("oletools.olevba")
    olefile: Any = importlib.import_module("olefile")
    parser = olevba.VBA_Parser(file.name, data=file.read_bytes())
    modules = {module.rpartition(".")[0]: code for _, _, module, code in parser.extract_all_macros()}
    with zipfile.ZipFile(file) as package:
        project = olefile.OleFileIO(package.read("xl/vbaProject.bin"))
    streams = {path[1]: project.openstream(path).read() for path in project.listdir() if path[0] == "VBA"}
    parsed = olevba.VBA_Project(project, "", "PROJECT", "VBA/dir")
    parsed.parse_project_stream()
    list(parsed.parse_modules())
    streams |= {module.streamname: streams[module.streamname][: module.textoffset] for module in parsed.modules}
    del streams["dir"]
    told = {"modules": modules, "compiled": {name: content.hex() for name, content in streams.items()}}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
