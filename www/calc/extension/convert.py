"""The entry of Tools > Add-Ons that converts formulas of other programs: a UNO component, which the office makes when the entry
is chosen.
"""

import unohelper
from com.sun.star.awt.MessageBoxType import INFOBOX
from com.sun.star.task import XJobExecutor

from bae_rules_cells import PARAMETERS
from bae_rules_convert import convert

SERVICE = "org.baerules.Convert"
OK = 1


class Convert(unohelper.Base, XJobExecutor):
    def __init__(self, context):
        self.context = context

    def trigger(self, how):
        """Converts the document on show; `say` tells a person how many formulas there were."""
        desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        document = desktop.getCurrentComponent()
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            return
        count = convert(document, set(PARAMETERS))
        if how != "say":
            return
        words = {0: "No formula in this document needs converting.", 1: "1 formula converted."}.get(count, f"{count} formulas converted.")
        window = document.CurrentController.Frame.ContainerWindow
        window.Toolkit.createMessageBox(window, INFOBOX, OK, "BAE rules", words).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Convert, SERVICE, (SERVICE,))
