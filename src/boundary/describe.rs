//! What the engine can do, for whoever has not given it a table yet: its policies with their fields, settings and samples.

use super::shapes::{DecisionInfo, Description, FieldInfo, NationInfo, PolicyInfo, SettingInfo};
use crate::VERSION;
use crate::calendar::Nation;
use crate::policy::catalogue;
use crate::policy::field::Field;
use crate::policy::pack::{Pack, SettingKind};
use crate::problem::Problem;
use crate::tracker::all_built_in;

/// What the engine can do.
///
/// # Errors
/// The problems of a built-in pack that does not load.
pub fn describe() -> Result<Description, Vec<Problem>> {
    let nations = [Nation::EnglandAndWales, Nation::Scotland, Nation::NorthernIreland];
    Ok(Description {
        engine: VERSION.to_string(),
        policies: all_built_in()?.iter().map(|pack| policy_info(pack)).collect(),
        nations: nations
            .iter()
            .map(|nation| NationInfo { id: nation.code().to_string(), title: nation.name().to_string() })
            .collect(),
    })
}

fn policy_info(pack: &Pack) -> PolicyInfo {
    let outcomes =
        |id: &str| pack.rules.iter().find(|rule| rule.id == id).map(|rule| rule.values.clone()).unwrap_or_default();
    PolicyInfo {
        id: pack.pack.clone(),
        title: pack.title.clone(),
        version: pack.version.clone(),
        about: pack.about.clone(),
        source: pack
            .sources
            .iter()
            .map(|(_, source)| format!("{}, {}", source.title, source.publisher))
            .collect::<Vec<_>>()
            .join("; "),
        notes: pack.notes.clone(),
        fields: pack
            .fields
            .iter()
            .map(|(name, field)| FieldInfo {
                name: name.to_string(),
                heading: field.heading.clone(),
                kind: kind_word(field),
                required: is_required(pack, name),
                help: field.help.clone(),
                values: field.values.iter().map(|choice| choice.value.clone()).collect(),
            })
            .collect(),
        needs: pack.needs_columns.clone(),
        settings: pack
            .settings
            .iter()
            .map(|(name, setting)| SettingInfo {
                id: name.to_string(),
                title: setting.title.clone(),
                kind: match setting.kind {
                    SettingKind::Number | SettingKind::Count => "number",
                    SettingKind::Choice => "choice",
                    SettingKind::YesNo => "yes-no",
                    SettingKind::Text => "text",
                    SettingKind::Date => "date",
                },
                unit: setting.unit.clone(),
                min: setting.min.map(|min| min.to_string()),
                max: setting.max.map(|max| max.to_string()),
                values: setting.values.clone(),
                default: setting.default.clone(),
                clause: setting.clause.clone(),
                origin: setting.origin.words(),
                other_reading: setting.other_reading.clone(),
            })
            .collect(),
        decisions: pack
            .decisions
            .iter()
            .map(|answer| DecisionInfo {
                id: answer.id.clone(),
                title: answer.title.clone(),
                outcomes: outcomes(&answer.id),
            })
            .collect(),
        counts: pack.counts.as_ref().map(|counts| counts.title.clone()),
        sample: catalogue::sample(&pack.pack),
    }
}

pub(super) fn kind_word(field: &Field) -> String {
    field.kind.word().to_string()
}

/// Whether a policy cannot do without a field: it is in each of the sets of columns of which the policy needs one.
fn is_required(pack: &Pack, name: &str) -> bool {
    !pack.needs_columns.is_empty() && pack.needs_columns.iter().all(|set| set.iter().any(|field| field == name))
}
