//! On which line of a pack file something stands: a rule, a row, a setting, by the words that name it in a message.

/// The line of a place such as `rule indicator_c, row MTT-03` or `derived stage1_wait, count`.
pub fn of_place(text: &str, place: &str) -> Option<usize> {
    let names: Vec<&str> = place.split(", ").filter_map(|part| part.split(' ').next_back()).collect();
    of_names(text, &names)
}

/// The line of the last of some names, each of which stands within or after the one before it; that of the one before where
/// a name stands nowhere.
pub fn of_names(text: &str, names: &[&str]) -> Option<usize> {
    let mut at = None;
    for name in names {
        let from = at.unwrap_or(0);
        at = text.get(from..).and_then(|rest| named(rest, name)).map(|found| from + found).or(at);
    }
    Some(text.get(..at?)?.matches('\n').count() + 1)
}

/// Where a name stands as a key, or as what a thing is called, and not as a mention of it.
fn named(text: &str, name: &str) -> Option<usize> {
    let quoted = format!("\"{name}\"");
    text.match_indices(&quoted).map(|(at, _)| at).find(|at| {
        let is_key = text.get(at + quoted.len()..).is_some_and(|after| after.trim_start().starts_with(':'));
        let before = text.get(..*at).and_then(|before| before.trim_end().strip_suffix(':')).map(str::trim_end);
        let is_name =
            |before: &str| ["\"id\"", "\"code\"", "\"heading\"", "\"claim\""].iter().any(|key| before.ends_with(key));
        is_key || before.is_some_and(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = "{\n\"derived\": {\n \"wait\": {\n  \"count\": \"x\" } },\n\"rules\": [\n{ \"id\": \"one\", \"rows\": [\n{ \"id\" : \"A\", \"with\": [\"B\"] },\n{ \"id\": \"B\" } ] },\n{ \"id\": \"two\", \"rows\": [\n{ \"id\": \"A\" } ] } ]\n}";

    #[test]
    fn a_row_is_found_within_its_rule_and_a_mention_is_no_row() {
        assert_eq!(of_place(PACK, "rule one, row A"), Some(7));
        assert_eq!(of_place(PACK, "rule one, row B"), Some(8));
        assert_eq!(of_place(PACK, "rule two, row A"), Some(10));
        assert_eq!(of_place(PACK, "derived wait, count"), Some(4));
        // The rule, where the row cannot be found; nothing where nothing can.
        assert_eq!(of_place(PACK, "rule two, row C"), Some(9));
        assert_eq!(of_place(PACK, "no such thing"), None);
    }
}
