//! The settings that answers rest on. Which of them a row of a rule names is the same for every learner, and the answers of
//! many learners rest on the same few.

use super::because::Fired;
use super::words;
use crate::decision::SettingUsed;
use crate::evaluate::program::Program;
use crate::order::InOrder;
use crate::policy::load::placeholders;
use crate::policy::pack::When;
use std::rc::Rc;

/// Settings by what names them, as they were first asked for. All are numbered by their place in the pack.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Those that a row names, by its rule's node and its number.
    rows: Vec<Vec<Option<Vec<usize>>>>,
    /// Those that answers rest on: there are few different ones.
    used: Vec<(Vec<usize>, Rc<[SettingUsed]>)>,
}

impl Named {
    /// The settings that the rules which held name, and any other that was changed.
    pub fn used(&mut self, program: &Program, fired: &[Fired]) -> Rc<[SettingUsed]> {
        let place = |name: &String| program.pack.settings.position(name);
        let mut all: Vec<usize> = program.settings.changed().iter().filter_map(place).collect();
        for fired in fired {
            all.extend(self.by_row(program, fired));
        }
        all.in_order();
        all.dedup();
        if let Some((_, known)) = self.used.iter().find(|(known, _)| *known == all) {
            return Rc::clone(known);
        }
        let used: Rc<[SettingUsed]> = all.iter().filter_map(|at| used(program, *at)).collect();
        self.used.push((all, Rc::clone(&used)));
        used
    }

    fn by_row(&mut self, program: &Program, fired: &Fired) -> &[usize] {
        if self.rows.len() <= fired.node {
            self.rows.resize(fired.node + 1, Vec::new());
        }
        let Some(rows) = self.rows.get_mut(fired.node) else { return &[] };
        if rows.len() <= fired.at {
            rows.resize(fired.at + 1, None);
        }
        let Some(row) = rows.get_mut(fired.at) else { return &[] };
        row.get_or_insert_with(|| named_by(program, fired))
    }
}

fn used(program: &Program, at: usize) -> Option<SettingUsed> {
    let (name, setting) = program.pack.settings.0.get(at)?;
    Some(SettingUsed {
        id: name.clone(),
        title: setting.title.clone(),
        value: words::setting_text(program, name).unwrap_or_default(),
        is_default: !program.settings.changed().iter().any(|changed| changed == name),
        other_reading: setting.other_reading.clone(),
    })
}

/// The settings among the names that a rule which held mentions.
fn named_by(program: &Program, fired: &Fired) -> Vec<usize> {
    let row = fired.row;
    let mut names: Vec<&str> = Vec::new();
    names.extend(placeholders(&row.says).into_iter().filter_map(|name| name.split(':').next()));
    names.extend(row.under.iter().map(|(name, _)| name));
    if let When::Cells(cells) = &row.when {
        for (fact, text) in cells.iter() {
            names.extend(text.split(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric()));
            if let Some(derived) = program.pack.derived.get(fact) {
                names.extend(derived.settings().map(String::as_str));
            }
        }
    }
    if let Some(table) = program.table(fired.node) {
        for column in table.columns.iter().filter(|column| column.tested.has(fired.at)) {
            let tested = program.nodes.get(column.node).and_then(|node| program.pack.derived.get(&node.name));
            names.extend(tested.into_iter().flat_map(|derived| derived.settings()).map(String::as_str));
        }
    }
    for due in row.due.iter().chain(row.checkpoint.iter().map(|checkpoint| &checkpoint.due)) {
        names.extend(due.settings().map(String::as_str));
    }
    names.into_iter().filter_map(|name| program.pack.settings.position(name)).collect()
}
