// Opens the pane inside the sidebar of Google Sheets.

import { begin, cannot, openPane } from "../../pane/pane";
import { sheets } from "./host";

begin();
sheets().then(openPane, (cause: unknown) => {
  const said = cause instanceof Error ? cause.message : String(cause);
  cannot(`Google Sheets would not open this document to the sidebar: ${said}`, "Close the sidebar, reload the page, and allow the add-on when you are asked.");
});
