//! A generated pack: its fields, derived facts and tables, and rows of facts for it.

use super::cells::{Kind, Known, Test};
use bae_rules::record::Fact;

/// The operations of generated derived facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    ShareBehind,
    PointsBehind,
    Rate,
    Remainder,
    Sum,
    DaysSince,
    DaysBetween,
    Happened,
}

impl By {
    pub fn name(self) -> &'static str {
        match self {
            By::ShareBehind | By::PointsBehind => "share-behind",
            By::Rate => "rate",
            By::Remainder => "remainder",
            By::Sum => "sum",
            By::DaysSince => "days-since",
            By::DaysBetween => "days-between",
            By::Happened => "happened",
        }
    }

    /// The values its tests may name.
    pub fn kind(self) -> Kind {
        match self {
            By::ShareBehind | By::PointsBehind => Kind::Number { min: -50_000, max: 100_000, step: 1 },
            By::Rate | By::Remainder => Kind::Percent,
            By::Sum => Kind::Number { min: 0, max: 20_000, step: 1000 },
            By::DaysSince | By::DaysBetween => Kind::Number { min: -100_000, max: 300_000, step: 1000 },
            By::Happened => Kind::YesNo,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Derived {
    pub name: String,
    pub by: By,
    pub of: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
}

/// What a column of a generated table tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Field(usize),
    Derived(usize),
    Table(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub id: String,
    pub tests: Vec<Test>,
    /// The value, as a position among the table's; `None`: a person decides.
    pub then: Option<usize>,
    /// The further output.
    pub more: usize,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub id: String,
    pub hit: &'static str,
    pub values: Vec<String>,
    /// Values of a second output, where there is one.
    pub more: Vec<String>,
    pub columns: Vec<Of>,
    pub rows: Vec<Row>,
    pub otherwise: Option<Row>,
    pub monotone: bool,
}

#[derive(Debug, Clone)]
pub struct World {
    pub fields: Vec<Field>,
    pub derived: Vec<Derived>,
    pub tables: Vec<Table>,
}

impl World {
    pub fn name(&self, of: Of) -> &str {
        match of {
            Of::Field(at) => &self.fields[at].name,
            Of::Derived(at) => &self.derived[at].name,
            Of::Table(at) => &self.tables[at].id,
        }
    }

    pub fn kind(&self, of: Of) -> Kind {
        match of {
            Of::Field(at) => self.fields[at].kind,
            Of::Derived(at) => self.derived[at].by.kind(),
            Of::Table(at) => Kind::Choice(self.tables[at].values.len()),
        }
    }

    /// Values of a field that matter, and some between: the cuts of every test it is in, one step to each side, the ends.
    pub fn grid(&self, field: usize, dense: bool) -> Vec<i64> {
        let kind = self.fields[field].kind;
        let (low, high, step) = kind.range();
        if kind.is_named() {
            return (low..=high).collect();
        }
        let mut cuts: Vec<i64> = vec![low, high];
        for table in &self.tables {
            for (at, of) in table.columns.iter().enumerate() {
                if *of == Of::Field(field) {
                    cuts.extend(
                        table
                            .rows
                            .iter()
                            .flat_map(|row| row.tests[at].parts().to_vec())
                            .flat_map(|(low, high)| [low, high])
                            .flatten()
                            .map(|(at, _)| at),
                    );
                }
            }
        }
        if dense {
            let stride = ((high - low) / 40 / step).max(1) * step;
            cuts.extend((0..=40).map(|at| low + at * stride));
        }
        let mut values: Vec<i64> =
            cuts.iter().flat_map(|cut| [cut - step, *cut, cut + step]).filter(|at| (low..=high).contains(at)).collect();
        values.sort_unstable();
        values.dedup();
        let between: Vec<i64> = values.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2 / step * step).collect();
        values.extend(between);
        values.sort_unstable();
        values.dedup();
        values
    }

    /// The field of each name in the order of the file, which is that of the alphabet; `None` for the name of the row.
    pub fn order(&self) -> Vec<Option<usize>> {
        let mut names: Vec<(&str, Option<usize>)> =
            self.fields.iter().enumerate().map(|(at, field)| (field.name.as_str(), Some(at))).collect();
        names.push(("who", None));
        names.sort_unstable();
        names.into_iter().map(|(_, at)| at).collect()
    }

    /// The position of a field in the file.
    pub fn position(&self, field: usize) -> usize {
        self.order().iter().position(|at| *at == Some(field)).unwrap()
    }

    pub fn facts(&self, fields: &[Known]) -> Vec<Fact> {
        self.order()
            .into_iter()
            .map(|at| match at.map(|at| (fields[at], self.fields[at].kind)) {
                Some((Known::Number(value, _), kind)) => kind.fact(i64::try_from(value).unwrap()),
                Some((Known::Nothing, _)) | None => Fact::Nothing,
                Some((Known::NoColumn, _)) => Fact::NoColumn,
            })
            .collect()
    }
}
