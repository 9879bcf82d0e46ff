//! The shapes of calls and answers: plain data, without a word of how they come about.

use crate::decision::{Next, Status};
use crate::evaluate::duties::{Duty, Standing};
use crate::policy::field::Blank;
use crate::problem::Problem;
use crate::record::RowChoice;
use crate::record::date::Order;
use crate::render::json;
use crate::render::to_do::Kind;
use crate::{read_object, read_words};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row of a sheet that is not text: from clipboard HTML or a workbook.
#[derive(Debug, Clone)]
pub struct SheetRow {
    /// The row number in the sheet, from 1.
    pub n: u32,
    /// Its cells.
    pub c: Vec<CellIn>,
}

/// A cell: its text, or its text with what the source program knew of it.
#[derive(Debug, Clone)]
pub enum CellIn {
    /// Text alone.
    Text(String),
    /// Text with a kind and a value.
    Typed(TypedCell),
}

/// A cell with what the source program knew of it.
#[derive(Debug, Clone)]
pub struct TypedCell {
    /// The text it shows.
    pub t: String,
    /// What it is.
    pub k: CellKind,
    /// A number; a date as days since 1970-01-01; true as 1.
    pub v: Option<f64>,
}

/// What a cell is to the program it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text, even where it looks like a number.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// True or false.
    Bool,
    /// An error such as `#N/A`.
    Error,
}

impl CellKind {
    /// The kind that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "text" => CellKind::Text,
            "number" => CellKind::Number,
            "date" => CellKind::Date,
            "bool" => CellKind::Bool,
            "error" => CellKind::Error,
            _ => return None,
        })
    }
}

/// How a table is to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadCall {
    /// The policies to apply; none: every policy whose columns are there.
    pub policies: Vec<String>,
    /// The sheet's number of the heading row.
    pub heading_row: Option<u32>,
    /// Which column, from 0, holds a field, by `policy.field`; `null`: none does.
    pub chosen: BTreeMap<String, Option<usize>>,
    /// The order of day and month, by column from 0.
    pub date_order: BTreeMap<String, Option<Order>>,
    /// How percentages without a sign are written, by column from 0.
    pub percent: BTreeMap<String, Option<PercentWord>>,
    /// What a blank cell means, by `policy.field`.
    pub blank: BTreeMap<String, Option<Blank>>,
    /// What a value of a column stands for, by `policy.field`.
    pub value_meaning: BTreeMap<String, BTreeMap<String, String>>,
    /// What rows are, by the sheet's number, where it is not what they look like.
    pub rows: BTreeMap<String, Option<RowChoice>>,
}

/// How percentages without a sign are written, as a person chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentWord {
    /// `92` is 92 %.
    Percent,
    /// `0.92` is 92 %.
    Fraction,
}

/// For which day, and under which settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluateCall {
    /// The as-of date, as 2026-04-08.
    pub as_of: String,
    /// The text of an organisation's settings file.
    pub settings: Option<String>,
}

/// Which result columns, and how.
#[derive(Debug, Clone)]
pub struct ResultCall {
    /// `tsv` or `html`.
    pub format: String,
    /// Whether the headings are included.
    pub heading: bool,
    /// The headings of the columns wanted; none: all.
    pub columns: Option<Vec<String>>,
}

/// A policy made ready to be asked about values that a program already holds.
#[derive(Debug, Clone)]
pub struct ReadyCall {
    /// The as-of date, as 2026-04-08.
    pub as_of: String,
    /// The text of an organisation's settings file.
    pub settings: Option<String>,
    /// The fields that rows give, in the order in which they give them.
    pub fields: Vec<String>,
}

read_words! {
    PercentWord { Percent = "percent", Fraction = "fraction" }
    RowChoice { Learner = "learner", Section = "section" }
}

read_object! {
    ReadCall { ; policies, heading_row, chosen, date_order, percent, blank, value_meaning, rows }
    EvaluateCall { as_of ; settings }
    ResultCall { format, heading ; columns }
    ReadyCall { as_of, fields ; settings }
}

/// How a table was understood.
#[derive(Debug, Clone, Serialize)]
pub struct ReadAnswer {
    /// The sheet's number of the heading row.
    pub heading_row: Option<u32>,
    /// How many columns there are.
    pub width: usize,
    /// How many learners there are.
    pub learners: usize,
    /// The policies that apply.
    pub policies: Vec<String>,
    /// The columns of the table.
    pub columns: Vec<ColumnAnswer>,
    /// What the policies look for.
    pub needs: Vec<Need>,
    /// The column of first names, from 0, where the column of names holds last names.
    pub forename_column: Option<usize>,
    /// Rows that are not learners.
    pub skipped: Vec<SkippedRow>,
    /// Learners who may be no learners: nothing but a name is filled.
    pub lone_names: Vec<LoneName>,
    /// What is wrong with the table and its columns.
    pub problems: Vec<Problem>,
    /// The first rows, for choosing the heading row.
    pub preview: Vec<Vec<String>>,
}

/// A row that is not a learner.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedRow {
    /// The row number, what the row is, why, and what it is called.
    #[serde(flatten)]
    pub row: json::Skipped,
    /// Whether it looks like no learner by its label alone, and has cells of its own in columns that a policy uses.
    pub filled: bool,
}

/// A learner of whom nothing is known but a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoneName {
    /// The row number in the sheet.
    pub row: u32,
    /// The name.
    pub name: String,
}

/// Rows that seem to be about one learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Again {
    /// The name in the first of them.
    pub name: String,
    /// The row numbers in the sheet.
    pub rows: Vec<u32>,
}

/// How a column was understood.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnAnswer {
    /// The column, from 0.
    pub column: usize,
    /// Its letter.
    pub letter: String,
    /// Its heading.
    pub heading: String,
    /// Some of its cells.
    pub samples: Vec<String>,
    /// The fields it is used for.
    pub used_for: Vec<FieldRef>,
    /// `exact`, `chosen`, `likely` or `none`.
    pub confidence: &'static str,
    /// How sure, 0 to 100.
    pub score: u8,
    /// Why, in a sentence.
    pub why: String,
    /// What was decided about how it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A field of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldRef {
    /// The policy.
    pub policy: String,
    /// The field.
    pub field: String,
}

/// Something a policy looks for, and the column that holds it.
#[derive(Debug, Clone, Serialize)]
pub struct Need {
    /// The policy.
    pub policy: String,
    /// The field.
    pub field: String,
    /// Its usual heading.
    pub heading: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the policy cannot do without it in this tracker.
    pub required: bool,
    /// The column that holds it, from 0.
    pub column: Option<usize>,
    /// How sure that is.
    pub confidence: &'static str,
    /// Why.
    pub why: String,
    /// What a blank cell is taken to say, in words.
    pub blank: &'static str,
    /// Other columns that might hold it.
    pub candidates: Vec<Candidate>,
    /// Some of its cells.
    pub samples: Vec<String>,
    /// What it is, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A column that might hold a field.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// The column, from 0.
    pub column: usize,
    /// How alike, 0 to 100.
    pub score: u8,
    /// Why.
    pub why: String,
}

/// How a whole tracker was answered.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The as-of date.
    pub as_of: String,
    /// The engine's version.
    pub engine: String,
    /// The policies.
    pub policies: Vec<PolicySummary>,
    /// The decisions, with how many learners got each outcome.
    pub decisions: Vec<DecisionSummary>,
    /// The result columns.
    pub columns: Vec<ColumnTitle>,
    /// How many next actions are overdue.
    pub overdue: usize,
    /// How many next actions are due within 14 days of the as-of date.
    pub due_14_days: usize,
    /// What is wrong, everywhere.
    pub problems: Vec<Problem>,
}

/// A policy as it was used.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySummary {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// A word that is the same for the same settings.
    pub fingerprint: String,
    /// Settings that are not the default.
    pub settings_changed: Vec<String>,
    /// Sentences to show with every answer.
    pub notes: Vec<String>,
    /// Whether it asks for anything to be done.
    pub has_to_do: bool,
}

/// A decision over all learners.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionSummary {
    /// Its name.
    pub id: String,
    /// Its policy.
    pub policy: String,
    /// Its heading.
    pub title: String,
    /// Its outcomes, worst last.
    pub outcomes: Vec<String>,
    /// How many learners got each.
    pub counts: Vec<usize>,
    /// For how many it cannot be decided.
    pub cannot_decide: usize,
}

/// A result column.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnTitle {
    /// Its heading.
    pub heading: String,
    /// Its policy; none for those that belong to all.
    pub policy: Option<String>,
}

/// A row as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct RowAnswer {
    /// The row, from 0.
    pub index: usize,
    /// The row number in the sheet.
    pub row: u32,
    /// What names it.
    pub name: String,
    /// `learner` or `skipped`.
    pub kind: &'static str,
    /// The result columns.
    pub cells: Vec<String>,
    /// The decisions, by name.
    pub decisions: BTreeMap<String, RowDecision>,
    /// What to do next.
    pub next: Option<Next>,
    /// What to do besides.
    pub also: Vec<Next>,
    /// The duties that are due, overdue or done, or that hang on something that is missing.
    pub duties: Vec<Duty>,
    /// The reasons, in plain sentences.
    pub reasons: Vec<String>,
    /// What would settle the decisions that are open, each once.
    pub needs: Vec<String>,
    /// What is wrong with its cells.
    pub problems: Vec<Problem>,
}

/// What is to be done for all learners.
#[derive(Debug, Clone, Serialize)]
pub struct ToDoList {
    /// The headings of the cells.
    pub headings: [&'static str; 12],
    /// The most urgent first.
    pub lines: Vec<ToDoLine>,
}

/// Something that is to be done.
#[derive(Debug, Clone, Serialize)]
pub struct ToDoLine {
    /// Whether it comes next or is to be done besides.
    pub kind: Kind,
    /// How it stands.
    pub standing: Standing,
    /// Its cells.
    pub cells: [String; 12],
}

/// A decision of a row, in short.
#[derive(Debug, Clone, Serialize)]
pub struct RowDecision {
    /// How it ended.
    pub status: Status,
    /// The answer.
    pub outcome: Option<String>,
    /// The answers that are possible.
    pub possible: Vec<String>,
    /// The same in few words.
    pub open: String,
}

/// What the engine can do.
#[derive(Debug, Clone, Serialize)]
pub struct Description {
    /// Its version.
    pub engine: String,
    /// Its policies.
    pub policies: Vec<PolicyInfo>,
    /// The nations whose bank holidays it knows.
    pub nations: Vec<NationInfo>,
}

/// A nation.
#[derive(Debug, Clone, Serialize)]
pub struct NationInfo {
    /// Its code.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// A policy, to be chosen and set.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyInfo {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What it is about.
    pub about: String,
    /// Its source.
    pub source: String,
    /// Sentences to show with every answer.
    pub notes: Vec<String>,
    /// Its fields.
    pub fields: Vec<FieldInfo>,
    /// The sets of fields of which it needs one, the plainest first; empty where it needs none.
    pub needs: Vec<Vec<String>>,
    /// Its settings.
    pub settings: Vec<SettingInfo>,
    /// Its decisions.
    pub decisions: Vec<DecisionInfo>,
    /// What [`Session::counts`] counts for this policy; none where it counts for no return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// A made-up tracker, as TSV.
    pub sample: &'static str,
}

/// A field, to be matched or typed.
#[derive(Debug, Clone, Serialize)]
pub struct FieldInfo {
    /// Its name.
    pub name: String,
    /// Its usual heading.
    pub heading: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the policy cannot do without it.
    pub required: bool,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The values of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// A setting, to be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct SettingInfo {
    /// Its name.
    pub id: String,
    /// What it settles.
    pub title: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Highest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// The values of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Its default.
    pub default: Option<String>,
    /// The clause it reads.
    pub clause: String,
    /// `source` or `engine default`.
    pub origin: &'static str,
    /// The reading we did not choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_reading: Option<String>,
}

/// A decision, with its outcomes.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionInfo {
    /// Its name.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its outcomes, worst last.
    pub outcomes: Vec<String>,
}
