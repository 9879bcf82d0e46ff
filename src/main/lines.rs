//! On which line of a pack file something stands: a rule, a row, a setting, by the words that name it in a message.

/// The line of what a message is about: of a place before its first colon, such as `rule indicator_c, row MTT-03` or `result
/// column Risk rating`, or else of the first name that it quotes.
pub fn of_message(text: &str, message: &str) -> Option<usize> {
    let place = message.split(": ").next().unwrap_or_default();
    let mut at = None;
    for part in place.split(", ") {
        // The name is what follows the words for the kind of thing it is.
        let names = part.split(' ').scan(0, |from, word| {
            let name = part.get(*from..);
            *from += word.len() + 1;
            name
        });
        at = names.filter_map(|name| found_from(text, at, name)).next().or(at);
    }
    let quoted = || message.split('`').nth(1).and_then(|name| named(text, name));
    line(text, at.or_else(quoted)?)
}

/// The line of the last of some names, each of which stands within or after the one before it; that of the one before where
/// a name stands nowhere.
pub fn of_names(text: &str, names: &[&str]) -> Option<usize> {
    let at = names.iter().fold(None, |at, name| found_from(text, at, name).or(at));
    line(text, at?)
}

fn line(text: &str, at: usize) -> Option<usize> {
    Some(text.get(..at)?.matches('\n').count() + 1)
}

fn found_from(text: &str, at: Option<usize>, name: &str) -> Option<usize> {
    let from = at.unwrap_or(0);
    named(text.get(from..)?, name).map(|found| from + found)
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
        assert_eq!(of_message(PACK, "rule one, row A"), Some(7));
        assert_eq!(of_message(PACK, "rule one, row B"), Some(8));
        assert_eq!(of_message(PACK, "rule two, row A"), Some(10));
        assert_eq!(of_message(PACK, "derived wait, count"), Some(4));
        // The rule, where the row cannot be found; nothing where nothing can.
        assert_eq!(of_message(PACK, "rule two, row C"), Some(9));
        assert_eq!(of_message(PACK, "no such thing"), None);
        assert_eq!(
            of_message("{\n\"heading\": \"Risk rating\" }", "result column Risk rating: `x` is not known"),
            Some(2)
        );
        assert_eq!(of_message("{\n\"subject\": \"x\" }", "`subject` is `x`"), Some(2));
    }
}
