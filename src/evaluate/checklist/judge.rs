//! How far a group has come: what meets what, which criteria stand, and which stage that makes.

use super::{CriterionState, Mark, PrincipleStage, Stage, State, Sure, all};
use crate::policy::pack::{Checklist, Criterion, Principle};
use std::collections::HashMap;

/// One criterion as the group's rows leave it.
#[derive(Debug, Clone, Copy)]
struct Standing {
    met: Sure,
    left_out: Sure,
}

impl Standing {
    /// Whether it stands in no stage's way.
    fn holds(&self) -> Sure {
        self.met.max(self.left_out)
    }
}

/// The criteria of a checklist in order, and where each stands.
struct Criteria<'c> {
    checklist: &'c Checklist,
    all: Vec<&'c Criterion>,
    at: HashMap<&'c str, usize>,
}

impl Criteria<'_> {
    fn positions(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.at.get(id.as_str()).copied()).collect()
    }

    /// The criteria of a principle that a level depends on.
    fn needed<'p>(&self, principle: &'p Principle, letter: char) -> Vec<&'p Criterion> {
        principle
            .criteria
            .iter()
            .filter(|criterion| !criterion.optional && level_letter(&criterion.id) == Some(letter))
            .collect()
    }
}

/// What meets what, as evidence shows it or as ticks alone claim it.
struct View {
    standing: Vec<Standing>,
    /// What the rows say, before anything meets anything else.
    said: Vec<Standing>,
    /// For each, the sets of criteria each of which meets it in its place.
    alternatives: Vec<Vec<Vec<usize>>>,
    /// The round in which each was found to be met: 0 by itself, so that no two explain each other.
    round: Vec<Option<usize>>,
}

impl View {
    fn new(criteria: &Criteria, marks: &HashMap<&str, Mark>, of: fn(&Mark) -> Sure) -> Self {
        let standing = |criterion: &&Criterion| match marks.get(criterion.id.as_str()) {
            None => Standing { met: Sure::Maybe, left_out: Sure::Maybe },
            Some(mark) => match (of(mark), mark.not_applicable) {
                (met, Sure::No) => Standing { met, left_out: Sure::No },
                // What does not apply meets nothing, ticked or not.
                (_, Sure::Yes) => Standing { met: Sure::No, left_out: Sure::Yes },
                // Where it applies it is met, and where it does not it is left out.
                (Sure::Yes, Sure::Maybe) => Standing { met: Sure::Maybe, left_out: Sure::Yes },
                (met, Sure::Maybe) => Standing { met, left_out: Sure::Maybe },
            },
        };
        let standing = criteria.all.iter().map(standing).collect();
        let (said, alternatives, round) = Default::default();
        let mut view = View { standing, said, alternatives, round };
        view.leave_out_repeats(criteria);
        view.said.clone_from(&view.standing);
        view.alternatives = (0..criteria.all.len()).map(|at| view.sets_that_meet(criteria, at)).collect();
        view.spread();
        view
    }

    /// One answer fills the repeats: what says the same as something that does not apply does not apply either, unless it
    /// is met itself.
    fn leave_out_repeats(&mut self, criteria: &Criteria) {
        for (at, criterion) in criteria.all.iter().enumerate() {
            let repeats = criteria.positions(&criterion.repeats);
            let left_out =
                repeats.iter().filter_map(|other| self.standing.get(*other)).map(|other| other.left_out).min();
            if let (Some(left_out), Some(standing)) = (left_out, self.standing.get_mut(at))
                && standing.met != Sure::Yes
            {
                standing.left_out = standing.left_out.max(left_out);
            }
        }
    }

    /// The sets of criteria each of which meets a criterion in its place.
    fn sets_that_meet(&self, criteria: &Criteria, at: usize) -> Vec<Vec<usize>> {
        let Some(criterion) = criteria.all.get(at) else { return Vec::new() };
        let mut sets: Vec<Vec<usize>> = criteria
            .all
            .iter()
            .enumerate()
            .filter(|(_, other)| other.supersedes.contains(&criterion.id) || other.repeats.contains(&criterion.id))
            .map(|(other, _)| vec![other])
            .collect();
        sets.extend(criterion.also_met_by.iter().map(|ids| criteria.positions(ids)));
        let repeats = criteria.positions(&criterion.repeats);
        // What does not apply does not stand in the way of a repeat of several. Where nothing else is left it still hands on
        // what others that repeat it have met.
        let applying: Vec<usize> = repeats
            .iter()
            .copied()
            .filter(|other| self.standing.get(*other).is_none_or(|other| other.left_out != Sure::Yes))
            .collect();
        let counted = if applying.is_empty() { repeats } else { applying };
        if !counted.is_empty() {
            sets.push(counted);
        }
        sets
    }

    /// Lets what is met meet what it replaces or repeats, until nothing changes; notes in which round each was met.
    fn spread(&mut self) {
        self.round = vec![None; self.standing.len()];
        let mut round = 0;
        loop {
            let now: Vec<Sure> = self.standing.iter().map(|standing| standing.met).collect();
            for (met, _) in self.round.iter_mut().zip(&now).filter(|(_, sure)| **sure == Sure::Yes) {
                met.get_or_insert(round);
            }
            round += 1;
            let of = |at: &usize| now.get(*at).copied().unwrap_or(Sure::No);
            let mut changed = false;
            for (standing, sets) in self.standing.iter_mut().zip(&self.alternatives) {
                let best = sets.iter().filter_map(|set| set.iter().map(of).min()).max().unwrap_or(Sure::No);
                if best > standing.met {
                    standing.met = best;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn standing(&self, at: Option<usize>) -> Standing {
        let none = Standing { met: Sure::No, left_out: Sure::No };
        at.and_then(|at| self.standing.get(at)).copied().unwrap_or(none)
    }

    /// For each level, whether everything in it is met.
    fn levels(&self, criteria: &Criteria, principle: &Principle) -> Vec<Sure> {
        let met = |criterion: &&Criterion| self.standing(criteria.at.get(criterion.id.as_str()).copied()).holds();
        let levels = criteria.checklist.levels.iter();
        levels
            .map(|level| criteria.needed(principle, level.letter).iter().map(met).min().unwrap_or(Sure::Yes))
            .collect()
    }

    /// The stages that are possible: 0 is below the lowest.
    fn possible(&self, criteria: &Criteria, principle: &Principle) -> Vec<usize> {
        let levels = self.levels(criteria, principle);
        let mut possible: Vec<usize> = (0..=levels.len())
            .filter(|stage| {
                let below = levels.iter().take(*stage).all(|level| *level != Sure::No);
                below && levels.get(*stage).is_none_or(|level| *level != Sure::Yes)
            })
            .collect();
        // The lowest comes of the worst that the rows can mean, the highest of the best. One between them needs rows that
        // reach it and go no further, which what meets the one may not leave room for.
        if let (Some(first), Some(last)) = (possible.first().copied(), possible.last().copied()) {
            possible.retain(|stage| *stage == first || *stage == last || self.ends_at(criteria, principle, *stage));
        }
        possible
    }

    /// Whether the rows can mean that everything up to a stage is met and something of the next is not.
    fn ends_at(&self, criteria: &Criteria, principle: &Principle, stage: usize) -> bool {
        let levels = &criteria.checklist.levels;
        let Some(next) = levels.get(stage) else { return false };
        let below: Vec<usize> = levels
            .iter()
            .take(stage)
            .flat_map(|level| criteria.needed(principle, level.letter))
            .filter_map(|criterion| criteria.at.get(criterion.id.as_str()).copied())
            .collect();
        let next = criteria.needed(principle, next.letter).into_iter();
        next.filter_map(|criterion| criteria.at.get(criterion.id.as_str())).any(|unmet| {
            let left_out = |at: usize| self.said.get(at).is_some_and(|said| said.left_out != Sure::No);
            let Some(met) = self.best_without(*unmet) else { return false };
            below.iter().all(|at| left_out(*at) || met.get(*at) == Some(&true))
        })
    }

    /// What is met when the rows mean the best that they can without meeting one criterion; none where they surely meet it.
    fn best_without(&self, unmet: usize) -> Option<Vec<bool>> {
        let said = |at: usize| self.said.get(at).map_or(Sure::No, |said| said.met);
        if self.said.get(unmet).is_none_or(|said| said.left_out == Sure::Yes) {
            return None;
        }
        let mut met: Vec<bool> = (0..self.said.len()).map(|at| said(at) != Sure::No).collect();
        let mut kept_out = vec![unmet];
        while let Some(at) = kept_out.pop() {
            if said(at) == Sure::Yes {
                return None;
            }
            *met.get_mut(at)? = false;
            for set in self.alternatives.get(at).into_iter().flatten() {
                // Of several that meet it only together, one is enough to leave out.
                if set.iter().all(|other| met.get(*other) == Some(&true)) {
                    kept_out.extend(set.iter().find(|other| said(**other) != Sure::Yes).or(set.first()));
                }
            }
        }
        loop {
            let holds = |set: &Vec<usize>| set.iter().all(|other| met.get(*other) == Some(&true));
            let found: Vec<usize> = (0..met.len())
                .filter(|at| met.get(*at) == Some(&false))
                .filter(|at| self.alternatives.get(*at).is_some_and(|sets| sets.iter().any(holds)))
                .collect();
            if found.contains(&unmet) {
                return None;
            }
            if found.is_empty() {
                return Some(met);
            }
            found.iter().for_each(|at| met.iter_mut().skip(*at).take(1).for_each(|met| *met = true));
        }
    }
}

/// The criteria of a checklist as a group's rows leave them.
pub(super) struct Judged<'c> {
    criteria: Criteria<'c>,
    evidenced: View,
    claimed: View,
}

impl<'c> Judged<'c> {
    /// Judges what the rows of a group say.
    pub fn new(checklist: &'c Checklist, marks: &HashMap<&str, Mark>) -> Self {
        let all: Vec<&Criterion> = all(checklist).map(|(_, criterion)| criterion).collect();
        let at = all.iter().enumerate().map(|(at, criterion)| (criterion.id.as_str(), at)).collect();
        let criteria = Criteria { checklist, all, at };
        let evidenced = View::new(&criteria, marks, |mark| mark.tick.min(mark.evidence));
        let claimed = View::new(&criteria, marks, |mark| mark.tick);
        Judged { criteria, evidenced, claimed }
    }

    /// All criteria in order.
    pub fn criteria(&self) -> &[&'c Criterion] {
        &self.criteria.all
    }

    fn at(&self, id: &str) -> Option<usize> {
        self.criteria.at.get(id).copied()
    }

    fn stage_name(&self, stage: usize) -> String {
        match stage.checked_sub(1).and_then(|at| self.criteria.checklist.levels.get(at)) {
            Some(level) => level.name.clone(),
            None => self.criteria.checklist.below.clone(),
        }
    }

    fn stage(&self, possible: &[usize]) -> Stage {
        let names: Vec<String> = possible.iter().map(|stage| self.stage_name(*stage)).collect();
        Stage { decided: names.first().filter(|_| names.len() == 1).cloned(), possible: names }
    }

    /// How far a principle has come.
    pub fn principle(&self, id: &str, principle: &Principle) -> PrincipleStage {
        let possible = self.evidenced.possible(&self.criteria, principle);
        let claims = self.claimed.possible(&self.criteria, principle);
        let claimed = self.stage(&claims);
        // The ticks that would tell which of the stages that are possible is claimed.
        let (first, last) = (claims.first().copied().unwrap_or(0), claims.last().copied().unwrap_or(0));
        let open = self.criteria.checklist.levels.get(first..last).unwrap_or_default().iter();
        let is_open = |view: &[Standing], id: &str| {
            self.at(id).and_then(|at| view.get(at)).is_some_and(|of| of.holds() == Sure::Maybe)
        };
        let mut claims_unknown: Vec<String> = open
            .flat_map(|level| self.criteria.needed(principle, level.letter))
            .map(|criterion| criterion.id.clone())
            .filter(|id| is_open(&self.claimed.standing, id))
            .collect();
        // Rather those whose own row does not say, if there are any.
        if claims_unknown.iter().any(|id| is_open(&self.claimed.said, id)) {
            claims_unknown.retain(|id| is_open(&self.claimed.said, id));
        }
        let reached = possible.first().copied().unwrap_or(0);
        let evidenced = self.stage(&possible);
        let next = self.criteria.checklist.levels.get(reached);
        let (mut unmet, mut unknown) = (Vec::new(), Vec::new());
        for criterion in next.map(|next| self.criteria.needed(principle, next.letter)).unwrap_or_default() {
            match self.evidenced.standing(self.at(&criterion.id)).holds() {
                Sure::No => unmet.push(criterion.id.clone()),
                Sure::Maybe => unknown.push(criterion.id.clone()),
                Sure::Yes => {}
            }
        }
        let because = self.because(&evidenced, next.map(|level| level.name.as_str()), &unmet, &unknown);
        PrincipleStage {
            id: id.to_string(),
            aim: principle.aim.clone(),
            title: principle.title.clone(),
            evidenced,
            claimed,
            next_stage: next.map(|level| level.name.clone()),
            unmet,
            unknown,
            claims_unknown,
            because,
        }
    }

    fn because(&self, stage: &Stage, next: Option<&str>, unmet: &[String], unknown: &[String]) -> String {
        let said = |id: &String| self.claimed.said.get(self.at(id)?).map(|said| said.met);
        let told = |ids: &[String]| {
            let words = ids
                .iter()
                .map(|id| if said(id) == Some(Sure::Yes) { format!("{id} (ticked, no evidence)") } else { id.clone() });
            words.collect::<Vec<_>>().join(", ")
        };
        let mut text = match (&stage.decided, next) {
            (Some(stage), None) => format!(
                "{stage} because everything at every stage is evidenced, replaced by something evidenced, or does not apply."
            ),
            (Some(stage), Some(next)) if *stage == self.criteria.checklist.below => {
                format!("{stage} because {next} is not fully evidenced.")
            }
            (Some(stage), Some(next)) => {
                format!("{stage} because everything up to it is evidenced, and {next} is not.")
            }
            (None, _) => format!("{}: it hangs on what is not known.", stage.words()),
        };
        if !unmet.is_empty() {
            text.push_str(&format!(" Still without evidence: {}.", told(unmet)));
        }
        if !unknown.is_empty() {
            text.push_str(&format!(" Not known to be met: {}.", unknown.join(", ")));
        }
        text
    }

    /// How a criterion stands.
    pub fn criterion(&self, principle: &str, criterion: &Criterion, marks: &HashMap<&str, Mark>) -> CriterionState {
        let mark = marks.get(criterion.id.as_str());
        let standing = self.evidenced.standing(self.at(&criterion.id));
        let own = match mark {
            Some(mark) if mark.not_applicable == Sure::Yes => Some(State::NotApplicable),
            Some(mark) if mark.not_applicable == Sure::Maybe => None,
            Some(mark) if mark.tick == Sure::Yes && mark.evidence == Sure::Yes => Some(State::Evidenced),
            _ => None,
        };
        let met_by = if own.is_none() && standing.met == Sure::Yes { self.met_by(&criterion.id) } else { Vec::new() };
        let state = match (own, mark) {
            (Some(own), _) => own,
            _ if !met_by.is_empty() => State::MetByOther,
            (None, Some(mark)) if mark.not_applicable == Sure::Maybe => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Yes && mark.evidence == Sure::Maybe => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Yes => State::Claimed,
            _ if standing.left_out == Sure::Yes && !self.repeats_what_may_be_met(criterion) => State::NotApplicable,
            (None, None) => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Maybe => State::Unknown,
            // What would meet it in its place may be met, or is left out.
            (None, Some(_)) if standing.holds() != Sure::No => State::Unknown,
            (None, Some(_)) => State::NotMet,
        };
        let because = match (state, mark) {
            (State::Evidenced, _) => "It is ticked, and its evidence is named.".to_string(),
            (State::Claimed, _) => "It is ticked, but no evidence is named.".to_string(),
            (State::MetByOther, _) => {
                format!("It is met by {}, which replaces or repeats it.", met_by.join(" together with "))
            }
            (State::NotApplicable, Some(mark)) if mark.not_applicable == Sure::Yes => {
                "It is marked as not applicable.".to_string()
            }
            (State::NotApplicable, _) => {
                format!("It repeats {}, which is marked as not applicable.", criterion.repeats.join(" and "))
            }
            (State::NotMet, _) => {
                "It is not ticked, and nothing that is known to be ticked with evidence replaces it.".to_string()
            }
            (State::Unknown, None) => "It has no row.".to_string(),
            (State::Unknown, Some(mark)) if mark.differs => "It has several rows, which differ.".to_string(),
            (State::Unknown, Some(mark)) if mark.tick == Sure::No && mark.not_applicable == Sure::No => {
                let others = self.may_meet(&criterion.id);
                if others.is_empty() {
                    let repeated = criterion.repeats.join(" and ");
                    format!("It is not ticked, and it is not known whether {repeated}, which it repeats, applies.")
                } else {
                    let others = others.join(" together with ");
                    format!(
                        "It is not ticked, and it is not known whether it is met by {others}, which replaces or repeats it."
                    )
                }
            }
            (State::Unknown, Some(mark)) => {
                let what = if mark.tick == Sure::Maybe {
                    "the tick is missing or"
                } else if mark.not_applicable == Sure::Maybe {
                    "why it would not apply"
                } else {
                    "the evidence"
                };
                format!("Its row does not say whether it is met: {what} cannot be read.")
            }
        };
        let level = level_letter(&criterion.id)
            .and_then(|letter| self.criteria.checklist.levels.iter().find(|level| level.letter == letter));
        CriterionState {
            id: criterion.id.clone(),
            principle: principle.to_string(),
            level: level.map(|level| level.name.clone()).unwrap_or_default(),
            says: criterion.says.clone(),
            who: criterion.who.clone(),
            clause: criterion.clause.clone(),
            optional: criterion.optional,
            state,
            met_by,
            because,
            row: mark.map(|mark| mark.row),
            action: mark.and_then(|mark| mark.action.clone()),
        }
    }

    /// Whether what a criterion repeats may be met in its own row: then it is met by that or left out with it.
    fn repeats_what_may_be_met(&self, criterion: &Criterion) -> bool {
        let repeats = self.criteria.positions(&criterion.repeats);
        repeats.iter().filter_map(|at| self.evidenced.said.get(*at)).any(|said| said.met == Sure::Maybe)
    }

    /// The first set of criteria that surely meets one in its place.
    fn met_by(&self, id: &str) -> Vec<String> {
        let Some(at) = self.at(id) else { return Vec::new() };
        let round = |at: usize| self.evidenced.round.get(at).copied().flatten();
        let sure = |other: &usize| matches!((round(*other), round(at)), (Some(other), Some(own)) if other < own);
        let sets = self.evidenced.alternatives.get(at);
        let set = sets.and_then(|sets| sets.iter().find(|set| !set.is_empty() && set.iter().all(sure)));
        let mut met_by = Vec::new();
        for other in set.into_iter().flatten() {
            let Some(criterion) = self.criteria.all.get(*other) else { continue };
            // What does not apply hands on what met it, and meets nothing itself.
            let left_out = self.evidenced.said.get(*other).is_some_and(|said| said.left_out == Sure::Yes);
            let ids = if left_out { self.met_by(&criterion.id) } else { vec![criterion.id.clone()] };
            met_by.extend(ids.into_iter().filter(|id| !met_by.contains(id)).collect::<Vec<_>>());
        }
        met_by
    }

    /// The first set of criteria that may meet one in its place.
    fn may_meet(&self, id: &str) -> Vec<&str> {
        let of = |at: &usize| self.evidenced.standing(Some(*at)).met;
        let sets = self.at(id).and_then(|at| self.evidenced.alternatives.get(at)).into_iter().flatten();
        let set = sets.into_iter().find(|set| set.iter().map(of).min() == Some(Sure::Maybe));
        set.into_iter()
            .flatten()
            .filter_map(|at| self.criteria.all.get(*at))
            .map(|criterion| criterion.id.as_str())
            .collect()
    }

    /// The lowest stage of all principles.
    pub fn lowest(&self, principles: &[PrincipleStage]) -> Stage {
        let place = |name: &String| {
            self.criteria.checklist.levels.iter().position(|level| level.name == *name).map_or(0, |at| at + 1)
        };
        let ends = principles.iter().map(|principle| {
            let places: Vec<usize> = principle.evidenced.possible.iter().map(place).collect();
            (places.first().copied().unwrap_or(0), places.last().copied().unwrap_or(0))
        });
        let (low, high) = ends.fold(
            (self.criteria.checklist.levels.len(), self.criteria.checklist.levels.len()),
            |(low, high), (first, last)| (low.min(first), high.min(last)),
        );
        self.stage(&(low..=high).collect::<Vec<_>>())
    }
}

/// The letter of a criterion's level: the part before the last hyphen.
fn level_letter(id: &str) -> Option<char> {
    id.rsplit('-').nth(1)?.chars().next()
}
