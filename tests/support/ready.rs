//! Packs made ready to answer, on the day of all these tests.

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::compile::compile;
use bae_rules::evaluate::program::Program;
use bae_rules::policy::load;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::Settings;

pub const AS_OF: &str = "2026-04-08";

pub fn as_of() -> Day {
    Day::parse(AS_OF).unwrap()
}

pub fn calendar() -> Calendar {
    Calendar::of(Nation::parse("england-and-wales"))
}

pub fn loaded(text: &str) -> Pack {
    load::load(text).unwrap_or_else(|problems| {
        panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

pub fn compiled(pack: &Pack) -> Program {
    let settings = Settings::defaults(pack).unwrap();
    compile(pack, &settings, &calendar(), as_of()).unwrap_or_else(|problems| {
        panic!(
            "{}\n{}",
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
            serde_json::to_string(pack).unwrap()
        )
    })
}
