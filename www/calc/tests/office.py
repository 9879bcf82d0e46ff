"""A LibreOffice without a window, with the extension in a profile of its own."""

import datetime
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment

SECONDS_TO_START = 120
DATE_FORMAT, PERCENT_FORMAT, LOGICAL_FORMAT = 2, 128, 1024


class Yes(unohelper.Base, XCommandEnvironment, XInteractionHandler):
    """Says yes to what the Extension Manager asks."""

    def getInteractionHandler(self):
        return self

    def getProgressHandler(self):
        return None

    def handle(self, request):
        for answer in request.getContinuations():
            if answer.queryInterface(uno.getTypeByName("com.sun.star.task.XInteractionApprove")):
                answer.select()
                return


def value(name, content):
    pair = PropertyValue()
    pair.Name, pair.Value = name, content
    return pair


class Office:
    def __init__(self, soffice, oxt):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bae-rules-calc-"))
        pipe = f"bae-rules-{os.getpid()}"
        # `unopkg` refuses to work for root; the Extension Manager of the office does not.
        self.process = subprocess.Popen(
            [soffice, "--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;",
             f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.context = self.connect(pipe)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        manager = self.context.getByName("/singletons/com.sun.star.deployment.ExtensionManager")
        manager.addExtension(pathlib.Path(oxt).resolve().as_uri(), (), "user", manager.createAbortChannel(), Yes())

    def connect(self, pipe):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.process.kill()
                    raise
                time.sleep(0.1)

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def new(self):
        return self.load("private:factory/scalc")

    def load(self, url):
        return self.desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))

    def again(self, document, extension):
        """The document written to a file of that kind, closed, and opened again from there."""
        filters = {"ods": "calc8", "xlsx": "Calc MS Excel 2007 XML"}
        url = (self.folder / f"document.{extension}").as_uri()
        document.storeToURL(url, (value("FilterName", filters[extension]),))
        document.close(True)
        return self.load(url)

    def close(self):
        self.desktop.terminate()
        self.process.wait(60)
        shutil.rmtree(self.folder)


def put(document, cell, content):
    """Writes a cell of a call into a cell of a sheet."""
    if content is None:
        return
    if isinstance(content, bool):
        cell.Value = content
        set_format(document, cell, LOGICAL_FORMAT)
    elif isinstance(content, str):
        cell.String = content
    elif isinstance(content, dict) and "date" in content:
        null = document.NullDate
        first = datetime.date(null.Year, null.Month, null.Day)
        cell.Value = (datetime.date.fromisoformat(content["date"]) - first).days
        set_format(document, cell, DATE_FORMAT)
    elif isinstance(content, dict):
        cell.Formula = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}[content["error"]]
    else:
        cell.Value = content


def set_format(document, cell, kind):
    cell.NumberFormat = document.NumberFormats.getStandardFormat(kind, uno.createUnoStruct("com.sun.star.lang.Locale"))


def put_grid(document, sheet, across, down, grid):
    """Writes a grid at once: each call into the office takes a while."""
    width = max(map(len, grid), default=0)
    if not width:
        return
    plain = lambda cell: cell if isinstance(cell, (str, int, float)) and not isinstance(cell, bool) else ""
    rows = tuple(tuple(plain(cell) for cell in row) + ("",) * (width - len(row)) for row in grid)
    sheet.getCellRangeByPosition(across, down, across + width - 1, down + len(grid) - 1).setDataArray(rows)
    for y, row in enumerate(grid):
        for x, content in enumerate(row):
            if isinstance(content, (bool, dict)):
                put(document, sheet.getCellByPosition(across + x, down + y), content)


def name_of(cells):
    """The address of a cell or range, as a formula names it."""
    return cells.AbsoluteName.split(".", 1)[1]
