//! What the command line says of itself: its commands, the options of each, and what was wrong with a call.

use bae_rules::policy::nearest;

/// A command.
struct Command {
    name: &'static str,
    /// How it is called, line by line.
    usage: &'static [&'static str],
    /// What it does and what its options mean.
    help: &'static str,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "classify",
        usage: &[
            "bae-rules classify FILE [--policy ID]... [--as-of DATE] [--settings FILE] [--pack FILE]...",
            "                   [--format tsv|csv|json|counts] [--columns all|results|to-do]",
            "                   [--dates day-first|month-first] [--fractions HEADING]... [--percentages HEADING]...",
        ],
        help: "Answers every learner of a tracker: a text file with tabs or commas between its cells, with its headings. FILE may be -
for standard input.

  --policy ID            apply this policy, whatever columns are there; without it, every policy whose columns are there
                         (`bae-rules policies` lists them)
  --as-of DATE           the day of the answers, written as 2026-04-08; without it, today
  --settings FILE        the organisation's settings: the file that the page saves
  --pack FILE            a policy from a pack file, in place of the one that is built in under its name, or beside the others
                         where its name is new; it is applied as they are, where its columns are there or --policy names it
  --format tsv|csv       the tracker with its result columns (tsv without this option)
  --format json          every answer with its reasons, its cells and what would change it
  --format counts        the figures that a return asks for
  --columns all          the tracker's own columns and those of the results (without this option)
  --columns results      the results alone, a line for each row of the sheet from the headings on, to be pasted beside it;
                         the line of a row that is no learner is blank
  --columns to-do        what is to be done, for everybody: each next action, each other duty that is not done yet, and what
                         is advised, the most urgent first
  --dates ORDER          how all dates are written: day-first or month-first; without it the columns tell
  --fractions HEADING    in this column numbers without a % sign are fractions: 1 is 100 %
  --percentages HEADING  in this column numbers without a % sign are percentages: 1 is 1 %

A column that no policy uses and whose heading is nearly one that is looked for, and two columns for one thing, may hold what
an answer hangs on. They are named, and what they may change cannot be decided. Rename the heading to the one that is
meant, or, if it holds something else, to say what; a settings file may say which heading stands for what, by policy and
field: \"columns\": { \"learner-at-risk.planned_progress\": \"Target so far\" }.",
    },
    Command { name: "policies", usage: &["bae-rules policies"], help: "Lists the policies that are built in: name, version, title and what each is for." },
    Command {
        name: "explain",
        usage: &["bae-rules explain POLICY [RULE] [--format text|html]"],
        help: "Prints the rules of a policy in its own order, or one rule, with its clause and the reading that was chosen. POLICY is a
policy's name or a pack file.

  --format html  the whole policy as a page",
    },
    Command {
        name: "verify",
        usage: &["bae-rules verify PACK"],
        help: "Checks a policy: what its rules leave open, say twice, or say against themselves, each with a row that shows it; and runs its
examples. PACK is a policy's name or a pack file.",
    },
    Command {
        name: "diff",
        usage: &["bae-rules diff OLD NEW [--all] [--rows FILE] [--as-of DATE] [--settings FILE]"],
        help: "Says for which facts two versions of a policy answer differently: which answers become which others, in about a screenful,
those of most regions of facts first, with how much is left out. OLD and NEW are a policy's name or a pack file each.

  --all            every region, each with a row that shows it
  --rows FILE      also for which rows of a tracker an answer, who acts, by when, or a duty is not the same
  --as-of DATE     the day of those answers, written as 2026-04-08; without it, today
  --settings FILE  the organisation's settings: the file that the page saves",
    },
    Command {
        name: "working-days",
        usage: &["bae-rules working-days DATE N [--nation england-and-wales|scotland|northern-ireland]"],
        help: "Prints the day that is N working days after DATE, or before it where N is below 0.

  --nation NATION  whose bank holidays count; without it, those of England and Wales",
    },
    Command { name: "catalogue", usage: &["bae-rules catalogue"], help: "Prints the spreadsheet formulas as JSON." },
    Command {
        name: "formulas",
        usage: &["bae-rules formulas"],
        help: "Reads one call of a formula (JSON) a line from standard input and writes one answer a line.",
    },
];

const EXIT_CODE: &str = "Exit code: 0 when there are answers, though some may be that it cannot be decided (standard error says which cells could not be
read); 1 when a file could not be used or holds no learner; 2 when the command was not understood.";

fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn lines(command: &Command) -> impl Iterator<Item = String> {
    command.usage.iter().map(|line| format!("  {line}\n"))
}

/// The help for a command, or for all of them.
pub fn help(name: Option<&str>) -> String {
    match name.and_then(command) {
        Some(command) => {
            let usage: String = lines(command).collect();
            format!("usage:\n{usage}\n{}\n\n{EXIT_CODE}\n", command.help)
        }
        None => {
            let usage: String = COMMANDS.iter().flat_map(lines).collect();
            format!(
                "usage:\n{usage}  bae-rules --version\n\n`bae-rules COMMAND --help` says what a command does and what its options mean.\n\n{EXIT_CODE}\n"
            )
        }
    }
}

/// Says why a call was not understood, and how the command is called.
pub fn refused(name: Option<&str>, why: &str) -> String {
    let Some(known) = name.and_then(command) else {
        let near = name.and_then(|name| nearest(name, COMMANDS.iter().map(|command| command.name)));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return format!("bae-rules: {why}{near}\n`bae-rules --help` lists the commands.\n");
    };
    let usage: String = lines(known).collect();
    format!("bae-rules: {why}\nusage:\n{usage}`bae-rules {} --help` says what its options mean.\n", known.name)
}
