//! The page of each policy holds every rule of its source, and a checklist is a form to fill in.

#![allow(clippy::unwrap_used)]

use bae_rules::render::policy_page::html;
use bae_rules::tracker::all_built_in;

#[test]
fn every_rule_of_a_source_stands_on_the_page_of_its_policy() {
    let ids = include_str!("data/rule-ids.txt");
    let pages: Vec<String> = all_built_in().unwrap().iter().map(|pack| html(pack)).collect();
    let ids: Vec<&str> =
        ids.split_whitespace().filter(|word| word.contains('-') && word.chars().any(|c| c.is_ascii_digit())).collect();
    assert_eq!(ids.len(), 304);
    // A source rule stands by its own id, as one that a row carries out, or as the stem of a row's id.
    let stands = |id: &str| {
        pages.iter().any(|page| {
            [">", " ", ","]
                .iter()
                .any(|before| ["<", ",", "-"].iter().any(|after| page.contains(&format!("{before}{id}{after}"))))
                || page.contains(&format!(">{id}a<"))
        })
    };
    let missing: Vec<&&str> = ids.iter().filter(|id| !stands(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_checklist_is_printed_with_a_box_for_each_criterion() {
    for pack in all_built_in().unwrap() {
        let boxes = html(&pack).matches("&#9744;").count();
        assert_eq!(boxes, if pack.pack == "back-on-track" { 126 } else { 0 }, "{}", pack.pack);
    }
}

#[test]
fn what_is_ours_is_labelled_and_other_readings_stand_beside_it() {
    let pages: Vec<String> = all_built_in().unwrap().iter().map(|pack| html(pack)).collect();
    let all = pages.concat();
    assert!(all.contains("<td>engine default</td>"));
    assert!(all.contains("lets the attempts finish"), "the other reading of the wait before Stage 3");
}
