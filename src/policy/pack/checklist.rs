//! Checklists: levels of criteria that build on each other, and the plan of actions beside them.

use super::{Ordered, Origin};
use crate::read_object;
use serde::Serialize;

/// Ordered levels of criteria that a partnership checks itself against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checklist {
    /// The field that names who is assessed; rows with the same name belong together.
    pub group: String,
    /// The field that holds the criterion's id.
    pub criterion: String,
    /// The yes/no field that claims it.
    pub tick: String,
    /// The text field that shows it.
    pub evidence: String,
    /// The text field that says why it does not apply.
    pub not_applicable: String,
    /// The fields of the action plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<ActionPlan>,
    /// The date field that holds the next review of the whole assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    /// The choice setting that asks for one stage over all principles: `lowest` gives it, any other value does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<String>,
    /// Source rules that the checklist as a whole carries out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carries_out: Vec<CarriedOut>,
    /// The levels in order, lowest first, each with its letter in criterion ids.
    pub levels: Vec<Level>,
    /// The name of the state below the lowest level.
    pub below: String,
    /// The principles, each judged by itself.
    pub principles: Ordered<Principle>,
}

/// A source rule that a checklist as a whole carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedOut {
    /// Its id.
    pub id: String,
    /// Where the source says so.
    pub clause: String,
    /// Whether it is the source's or ours.
    #[serde(skip_serializing_if = "Origin::is_source")]
    pub origin: Origin,
    /// What it says, in our own words.
    pub says: String,
}

/// The fields that make up an action plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionPlan {
    /// The text field that says what is to be done.
    pub action: String,
    /// The fields an action needs, each with the word that says it is missing.
    pub needs: Ordered<String>,
    /// The date field of the day it is due.
    pub by_when: String,
    /// The yes/no field that says it is done.
    pub done: String,
    /// The text field that names who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// A level of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// The letter that stands for it in criterion ids.
    pub letter: char,
}

/// A principle of a checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Principle {
    /// The aim it serves.
    pub aim: String,
    /// What it asks, in our own words.
    pub title: String,
    /// Its criteria, lowest level first.
    pub criteria: Vec<Criterion>,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What it asks, in our own words.
    pub says: String,
    /// Who acts.
    pub who: String,
    /// Where the source says so.
    pub clause: String,
    /// Lower criteria it repeats: one answer fills both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<String>,
    /// Lower criteria it replaces: meeting it meets them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<String>,
    /// Sets of higher criteria that replace it together: meeting all of a set meets it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_met_by: Vec<Vec<String>>,
    /// The reading we chose where the source leaves more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// True when it is a suggestion that no level depends on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

read_object! {
    Checklist { group, criterion, tick, evidence, not_applicable, levels, below, principles; actions, next_review, overall, carries_out }
    CarriedOut { id, clause, says; origin }
    ActionPlan { action, needs, by_when, done; who }
    Level { name, letter ; }
    Principle { aim, title, criteria ; }
    Criterion { id, says, who, clause; repeats, supersedes, also_met_by, reading, optional }
}
