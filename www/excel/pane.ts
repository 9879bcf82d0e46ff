// Opens the pane inside Excel.

import { begin, cannot, openPane } from "../pane/pane";
import { excel } from "./workbook";

begin();
void Office.onReady().then(({ host }) => {
  if (host === "Excel") return openPane(excel);
  cannot("This pane works inside Excel", "Open it there with “Check a tracker” on the Home tab");
  return undefined;
});
