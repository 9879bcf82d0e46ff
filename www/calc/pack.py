"""Packs the extension: pack.py OXT PROGRAM VERSION PLATFORM RDB TERMS... The same files give the same bytes."""

import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
  <identifier value="org.baerules.formulas"/>
  <version value="{version}"/>
  <platform value="{platform}"/>
  <dependencies>
    <LibreOffice-minimal-version xmlns="http://libreoffice.org/extensions/description/2011" name="LibreOffice 7.4" value="7.4"/>
  </dependencies>
  <publisher><name lang="en">BAE rules</name></publisher>
  <display-name><name lang="en">BAE rules: formulas for Calc</name></display-name>
  <extension-description><src lang="en" xlink:href="about.txt"/></extension-description>
</description>
"""


def main(oxt, program, version, platform, rdb, *terms):
    extension = HERE / "extension"
    parts = {
        path.relative_to(extension).as_posix(): path.read_bytes()
        for path in extension.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for name in ("CalcAddIns.xcu", "arguments.json"):
        parts[name] = (HERE / "generated" / name).read_bytes()
    parts["description.xml"] = DESCRIPTION.format(version=version, platform=platform).encode()
    parts["formulas.rdb"] = pathlib.Path(rdb).read_bytes()
    parts["program/" + pathlib.Path(program).name] = pathlib.Path(program).read_bytes()
    for path in map(pathlib.Path, terms):
        parts[path.name] = path.read_bytes()
    with zipfile.ZipFile(oxt, "w") as package:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.startswith("program/") else 0o644) << 16
            package.writestr(entry, parts[name], compresslevel=9)


if __name__ == "__main__":
    main(*sys.argv[1:])
