// What is said when a file cannot be used.

export const fileWords = {
  many: { message: "Choose one file at a time", remedy: "Open the file that holds the learners." },
  empty: { message: "The selected file is empty", remedy: "Choose a file that holds a heading row and learners." },
  large: {
    message: "The selected file is larger than 50 MB",
    remedy: "Save only the sheet with the learners in a new file and open that.",
  },
  password: {
    message: "The selected file is password protected",
    remedy: "Open it in your spreadsheet and copy the rows, or save a copy without the password on a safe drive.",
  },
  "not-a-workbook": {
    message: "The selected file is not a spreadsheet this page can read",
    remedy: "Choose an .xlsx, .xls, .ods, .csv or .tsv file, or copy the rows and paste them.",
  },
  report: {
    message: "The selected file is a report in which no table can be read",
    remedy: "Open it in Excel, choose File, then Save As, then Excel Workbook (.xlsx), and open that file here. Or copy the rows there and paste them.",
  },
  damaged: {
    message: "The selected file is damaged, or is not really a workbook",
    remedy: "Open it in your spreadsheet and save it again as .xlsx, or copy the rows and paste them. If it does not open there either, ask for it to be sent or exported again.",
  },
  "too-large": {
    message: "The selected workbook unpacks to more than this page can hold",
    remedy: "Save only the sheet with the learners in a new file and open that, or copy the rows and paste them.",
  },
  "too-many-cells": {
    message: "A sheet of the selected workbook is wider or longer than any tracker: past 2,000 columns, 250,000 rows or 5 million cells",
    remedy: "Look for stray cells far from the learners (Ctrl + End goes to the last one) and delete their rows or columns, or copy the rows and paste them.",
  },
  "no-thread": {
    message: "This browser cannot open workbooks in this page",
    remedy: "Open the file in your spreadsheet, copy the rows, and paste them.",
  },
  settings: {
    message: "The selected settings file cannot be used",
    remedy: "Choose a settings file that this page saved.",
  },
} as const;
