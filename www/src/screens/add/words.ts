// What is said when something that was added cannot be used.

export const pasteWords = {
  empty: {
    message: "There is nothing in what you pasted",
    remedy: "Select the heading row and the rows below it in your sheet, copy them with Ctrl + C, then paste here with Ctrl + V.",
  },
  picture: {
    message: "What you pasted is a picture",
    remedy: "Copy the cells themselves: select them in your spreadsheet and press Ctrl + C. A screenshot cannot be read.",
  },
  markup: {
    message: "What you pasted is the code of a page in which no table can be read",
    remedy: "Open the report in Excel or in your browser, select its rows there, copy them with Ctrl + C, then paste here.",
  },
  "one-cell": {
    message: "We found one cell only",
    remedy: "Copy the heading row too, and every row below it that you want an answer for.",
  },
} as const;
