//! Which formulas there are: the only place that says so. Every host's declarations, drop-downs, help and examples are
//! generated from [`catalogue`].
//!
//! Names and meanings only ever grow: spreadsheets that people have saved hold them. A new parameter comes last and is
//! optional.

use super::answer::Fault;
use super::{examples, measures};
use crate::calendar::Nation;
use crate::policy::pack::{Pack, ResultColumn};
use crate::problem::{Problem, nearest};
use crate::tracker::all_built_in;
use crate::{VERSION, render};
use serde::Serialize;
use std::rc::Rc;

/// A function as the engine knows it.
#[derive(Debug)]
pub struct Function {
    /// Its name, without a host's prefix. It is its id too, for ever.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it does.
    pub does: Does,
    /// The version of the engine in which it came.
    pub since: &'static str,
}

/// What a function does.
#[derive(Debug)]
pub enum Does {
    /// Gives result columns of a policy.
    Results {
        /// The policy.
        policy: &'static str,
        /// The answers whose columns are given; none: all columns of the policy.
        of: &'static [&'static str],
    },
    /// Gives the reasons for an answer.
    Why,
    /// Gives what is missing or wrong.
    Check,
    /// Gives what is to be done besides the next action.
    Duties,
    /// Gives the score of a single measure.
    Band,
    /// Counts working days.
    Deadline,
    /// Says which versions answer.
    Version,
    /// Says what the host has passed.
    Diagnose,
}

/// A parameter.
#[derive(Debug, Clone, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What to give, in a sentence.
    pub description: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// How many cells it may have.
    pub shape: Shape,
    /// Whether it may be left out.
    pub optional: bool,
    /// Where its values come from, when they are a closed list.
    #[serde(skip)]
    pub list: Option<List>,
}

/// What the cells of a parameter or result hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Anything, as it stands in the sheet.
    Any,
    /// Text.
    Text,
    /// Whole numbers.
    Number,
    /// Days.
    Date,
}

/// How many cells a parameter or result may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One.
    Cell,
    /// A range of any size; a single cell is one too.
    Range,
    /// A result with as many rows as the argument `rows`.
    Rows,
    /// A result as large as the argument that is a range.
    Same,
}

/// Where a closed list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The answers of all policies, and the policies.
    Decisions,
    /// The measures of the audit.
    Measures,
    /// The nations whose bank holidays are known.
    Nations,
}

const fn cells(name: &'static str, description: &'static str, kind: Kind, shape: Shape) -> Parameter {
    Parameter { name, description, kind, shape, optional: false, list: None }
}

const fn optional(parameter: Parameter) -> Parameter {
    Parameter { optional: true, ..parameter }
}

const fn one_of(parameter: Parameter, list: List) -> Parameter {
    Parameter { list: Some(list), ..parameter }
}

const HEADINGS: Parameter =
    cells("headings", "The cells with the headings of the tracker, such as $A$1:$Z$1.", Kind::Any, Shape::Range);
const ROWS: Parameter = cells(
    "rows",
    "The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.",
    Kind::Any,
    Shape::Range,
);
const AS_OF: Parameter = optional(cells(
    "as_of",
    "The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.",
    Kind::Date,
    Shape::Cell,
));
const DECISION: Parameter = one_of(
    cells(
        "decision",
        "Which answer to explain, by its heading, or a policy for all of its answers. Blank: every answer.",
        Kind::Text,
        Shape::Cell,
    ),
    List::Decisions,
);
const AREA: Parameter = one_of(
    cells(
        "area",
        "What the value measures, by its heading; the name of an area where it has one measure only.",
        Kind::Text,
        Shape::Cell,
    ),
    List::Measures,
);
const NATION: Parameter = one_of(
    optional(cells(
        "nation",
        "Whose bank holidays are kept. Blank or left out: what the settings say, else England and Wales.",
        Kind::Text,
        Shape::Cell,
    )),
    List::Nations,
);
const TRACKER: &[Parameter] = &[HEADINGS, ROWS, AS_OF];

/// Every function, in the order in which it is listed.
pub const FUNCTIONS: &[Function] = &[
    of("RISK", TRACKER, Does::Results { policy: "learner-at-risk", of: &["risk_rating"] }),
    of("STAGE", TRACKER, Does::Results { policy: "learner-at-risk", of: &["escalation_stage"] }),
    of("NEXT", TRACKER, Does::Results { policy: "learner-at-risk", of: &["next_action"] }),
    of("CATEGORY", TRACKER, Does::Results { policy: "learning-mentoring", of: &["bae_category"] }),
    of("SUPPORT", TRACKER, Does::Results { policy: "learning-mentoring", of: &["support_worker"] }),
    of(
        "BAND",
        &[
            AREA,
            cells("value", "The value or values of that measure, as the tracker holds them.", Kind::Any, Shape::Range),
        ],
        Does::Band,
    ),
    of("WHY", &[DECISION, HEADINGS, ROWS, AS_OF], Does::Why),
    of("CHECK", TRACKER, Does::Check),
    of("DUTIES", TRACKER, Does::Duties),
    of("AUDIT", TRACKER, Does::Results { policy: "back-on-track", of: &[] }),
    of("REVIEW", TRACKER, Does::Results { policy: "tutorial-review", of: &[] }),
    of("MIR", TRACKER, Does::Results { policy: "mir-recording", of: &["mir_line", "own_line", "missing"] }),
    of(
        "DEADLINE",
        &[
            cells("date", "The day, or days, to count from; it is not counted itself.", Kind::Date, Shape::Range),
            cells(
                "days",
                "How many working days later; before it where negative. One number for all dates, or one for each.",
                Kind::Number,
                Shape::Range,
            ),
            NATION,
        ],
        Does::Deadline,
    ),
    of("VERSION", &[], Does::Version),
    of(
        "DIAGNOSE",
        &[cells("cell", "A cell or range whose content is in doubt.", Kind::Any, Shape::Range)],
        Does::Diagnose,
    ),
];

const fn of(name: &'static str, parameters: &'static [Parameter], does: Does) -> Function {
    Function { name, parameters, does, since: "0.1.0" }
}

/// A function by its name, in any case.
///
/// # Errors
/// The names there are.
pub fn function(name: &str) -> Result<&'static Function, Fault> {
    let wanted = name.to_ascii_uppercase();
    FUNCTIONS.iter().find(|function| function.name == wanted).ok_or_else(|| {
        let names = || FUNCTIONS.iter().map(|function| function.name);
        let near = nearest(&wanted, names()).map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
        Fault::value(format!(
            "`{name}` is not a function; expected one of {}.{near}",
            names().collect::<Vec<_>>().join(", ")
        ))
    })
}

/// The catalogue, for generators and help pages.
#[derive(Debug, Clone, Serialize)]
pub struct Catalogue {
    /// The engine's version.
    pub engine: String,
    /// The functions.
    pub functions: Vec<FunctionInfo>,
}

/// A function, as a host declares it.
#[derive(Debug, Clone, Serialize)]
pub struct FunctionInfo {
    /// Its id, which never changes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it gives, in a sentence or two.
    pub description: String,
    /// Its parameters.
    pub parameters: Vec<ParameterInfo>,
    /// What it gives back.
    pub result: ResultInfo,
    /// Calls that run, with their answers.
    pub examples: Vec<examples::Example>,
    /// What it says of arguments that do not fit.
    pub errors: Vec<examples::Refusal>,
    /// The version of the engine in which it came.
    pub since: String,
}

/// A parameter, as a host declares it.
#[derive(Debug, Clone, Serialize)]
pub struct ParameterInfo {
    #[serde(flatten)]
    parameter: Parameter,
    /// The values that fit; none: it is no closed list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
}

/// What a function gives back.
#[derive(Debug, Clone, Serialize)]
pub struct ResultInfo {
    /// What its cells hold.
    pub kind: Kind,
    /// How many they are.
    pub shape: Shape,
    /// The headings of its columns, where it has several or they stand beside the tracker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// The catalogue, with the words of the packs.
///
/// # Errors
/// The problems of a built-in pack that does not load.
pub fn catalogue() -> Result<Catalogue, Vec<Problem>> {
    let packs = all_built_in()?;
    let functions = FUNCTIONS.iter().map(|function| info(function, &packs)).collect();
    Ok(Catalogue { engine: VERSION.to_string(), functions })
}

fn info(function: &Function, packs: &[Rc<Pack>]) -> FunctionInfo {
    let (description, result) = described(function, packs);
    let examples = examples::of(function, packs);
    FunctionInfo {
        id: function.name.to_string(),
        name: function.name.to_string(),
        description,
        parameters: function
            .parameters
            .iter()
            .map(|parameter| ParameterInfo {
                parameter: parameter.clone(),
                values: parameter.list.map(|list| values(list, packs)).unwrap_or_default(),
            })
            .collect(),
        result,
        errors: examples::refusals(function, packs, &examples),
        examples,
        since: function.since.to_string(),
    }
}

/// The result columns that a function gives, of the policy as a whole.
pub fn results<'p>(pack: &'p Pack, of: &'p [&str]) -> impl Iterator<Item = &'p ResultColumn> {
    pack.results.iter().filter(|column| of.is_empty() || of.contains(&column.of.as_str()))
}

fn described(function: &Function, packs: &[Rc<Pack>]) -> (String, ResultInfo) {
    let rows = |columns: Vec<String>| ResultInfo { kind: Kind::Text, shape: Shape::Rows, columns };
    let same = |kind: Kind| ResultInfo { kind, shape: Shape::Same, columns: Vec::new() };
    match &function.does {
        Does::Results { policy, of } => {
            let Some(pack) = packs.iter().find(|pack| pack.pack == *policy) else {
                return (String::new(), rows(Vec::new()));
            };
            let columns: Vec<String> = results(pack, of).map(|column| column.heading.clone()).collect();
            let outcomes = pack
                .rules
                .iter()
                .find(|rule| of.len() == 1 && of.contains(&rule.id.as_str()) && !rule.values.is_empty())
                .map(|rule| {
                    let named: Vec<&str> =
                        rule.values.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
                    format!(" ({})", named.join(", "))
                })
                .unwrap_or_default();
            let besides = pack.has_duties() && of.iter().any(|of| pack.is_action(of));
            let text = format!(
                "{}{outcomes} for each {}, by the policy {}. `{}` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.{}",
                columns.join(", "),
                pack.subject,
                pack.title,
                render::CANNOT_DECIDE,
                // “Nothing to do” is what comes next, not all that is to be done.
                if besides { " What is due besides is not in it: DUTIES says what." } else { "" }
            );
            (text, rows(columns))
        }
        Does::Why => (
            "Why each row has its answer: the rules that held, and the cells they looked at.".to_string(),
            rows(vec![render::WHY.to_string()]),
        ),
        Does::Check => (
            "What is missing or cannot be read in each row and what was expected, which answers are still possible, and which rows have the same name or number. Blank where all is well."
                .to_string(),
            rows(vec![render::CHECK.to_string()]),
        ),
        Does::Duties => (
            "What each row asks for besides its next action, and is not done: who does it, whether it is overdue, the day, the rule. Blank where there is nothing."
                .to_string(),
            rows(vec![render::DUTIES.to_string()]),
        ),
        Does::Band => {
            let areas: Vec<String> =
                packs.iter().flat_map(|pack| measures::areas(pack)).map(|area| area.name).collect();
            (format!("The score of one measure of an area ({}): 0 is best. `{}` with the reason where there is none.", areas.join(", "), render::CANNOT_DECIDE), same(Kind::Number))
        }
        Does::Deadline => (
            "The day that lies a number of working days after another: weekends, bank holidays and closures do not count."
                .to_string(),
            same(Kind::Date),
        ),
        Does::Version => (
            "The versions of the engine and the policies that answer in this workbook, and a word that is the same for the same settings."
                .to_string(),
            ResultInfo { kind: Kind::Text, shape: Shape::Cell, columns: Vec::new() },
        ),
        Does::Diagnose => (
            "What a cell holds as a formula receives it: use it to see whether blanks, dates and errors arrive as they should."
                .to_string(),
            same(Kind::Text),
        ),
    }
}

/// The values of a closed list.
pub fn values(list: List, packs: &[Rc<Pack>]) -> Vec<String> {
    match list {
        List::Decisions => packs
            .iter()
            .flat_map(|pack| {
                std::iter::once(pack.title.clone())
                    .chain(pack.decisions.iter().filter(|answer| !answer.beside).map(|answer| answer.title.clone()))
            })
            .collect(),
        List::Measures => packs
            .iter()
            .flat_map(|pack| measures::areas(pack))
            .flat_map(|area| area.measures.into_iter().map(|measure| measure.heading))
            .collect(),
        List::Nations => [Nation::EnglandAndWales, Nation::Scotland, Nation::NorthernIreland]
            .iter()
            .map(|nation| nation.code().to_string())
            .collect(),
    }
}
