"""The formulas of BAE rules in LibreOffice Calc: a UNO component, which Calc makes when a sheet first uses one.

The names, arguments and texts of the formulas are in CalcAddIns.xcu and BAE.idl, which are generated from the engine's
catalogue. Here every formula is the same: its cells become a call, the engine answers, the answer becomes cells.
"""

import functools

import unohelper
from com.sun.star.lang import XServiceInfo
from org.baerules import XFormulas

from bae_rules_cells import PARAMETERS, Unclear, call_text, failed, shown
from bae_rules_engine import Engine, EngineFailed

# Calc stores a formula as service and method, so the service has the name that people type before the dot.
SERVICE = "BAE"
IMPLEMENTATION = "org.baerules.Formulas"


class Formulas(unohelper.Base, XServiceInfo, XFormulas):
    """Has a method for each formula, whatever formulas the interface has."""

    # One engine for all documents of the office.
    engine = Engine()

    def __init__(self, _context):
        pass

    def __getattr__(self, name):
        if name not in PARAMETERS:
            raise AttributeError(name)
        return functools.partial(self.answer, name)

    def answer(self, name, document, *arguments):
        # An exception would show as a bare error number, its text lost; so whatever goes wrong becomes the cell's text.
        try:
            call, rows = call_text(name, document, arguments)
            return shown(self.engine.ask(call), rows)
        except (EngineFailed, Unclear) as error:
            return failed(str(error))
        except Exception as error:  # pylint: disable=broad-except
            return failed(f"the cells could not be handed to the engine: {error!r}")

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name == SERVICE

    def getSupportedServiceNames(self):
        return (SERVICE,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Formulas, IMPLEMENTATION, (SERVICE,))
