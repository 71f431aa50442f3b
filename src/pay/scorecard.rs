//! Scores and the part of an amount that they earn: what all pay for measured quality shares.
//!
//! # Formula
//! `h(q) = Σₖ wₖ × hₖ(qₖ)`, with `hₖ` the ladder of measure `k` from its threshold to its target and `wₖ` its
//! weight; one measure of weight 1 where no list is written. `qₖ` is the composite, or the roster's
//! `quality.<measure>`, which the simulated year moves by as many points as it moves the composite. With
//! `last_year`, thresholds and targets are multiples of one's own score of the year before; those for whom
//! none is known, as new hires, have the ladder's own.
//!
//! # Expectation
//! The luck of all measures is that of the composite: their own is not told apart (an assumption). That this
//! year's score moves next year's target is not in the incentive.

use super::{Needs, OutlookTile, Work, WorkTile};
use crate::entity::{Label, Labelled};
use crate::schema::{ReadTable, empty, keywords, optional, parameters, required};
use crate::terms::{ExpectedPart, Ladder, Rise, target_above};
use crate::tile::{Lanes, TILE};
use crate::units::{Ratio, Share, sum};

parameters! {
    /// A ladder by one's own score of the year before.
    pub struct LastYear {
        /// Multiple of it from which something is earned.
        threshold: Ratio = required().range(0.0, 10.0);
        /// Multiple of it from which everything is earned.
        target: Ratio = required().range(0.0, 10.0);
    }
    check LastYear::check
}

impl LastYear {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        target_above(self.threshold.0, self.target.0, table);
    }
}

parameters! {
    /// One of several measures.
    pub struct ScoredMeasure {
        ..ladder: Ladder;
        /// Its name in the roster's column `quality.<name>`; the composite when left out, and for a
        /// physician whose cell is empty.
        name: Option<Label> = optional();
        /// Part of the money that it decides.
        weight: Share = required();
        /// The ladder as multiples of one's own score of the year before, where that is known.
        last_year: Option<LastYear> = optional();
    }
}

parameters! {
    /// What is measured, and how much of an amount it earns.
    pub struct Scorecard {
        /// The measure, by its name in the roster's column `quality.<name>`; the composite when left out, and
        /// for a physician whose cell is empty.
        measure: Option<Label> = optional();
        /// How much a score earns.
        ladder: Ladder = empty();
        /// The ladder as multiples of one's own score of the year before, where that is known.
        last_year: Option<LastYear> = optional();
        /// Several measures with their weights, in place of one.
        measures: Vec<ScoredMeasure> = empty();
    }
    check Scorecard::check
}

impl Scorecard {
    /// The composite on a ladder.
    #[must_use]
    pub const fn composite(ladder: Ladder) -> Scorecard {
        Scorecard { measure: None, ladder, last_year: None, measures: Vec::new() }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let one = self.measure.is_some() || self.last_year.is_some() || self.ladder != Ladder::STANDARD;
        if one && !self.measures.is_empty() {
            table.problem(
                "measures",
                "found beside measure, ladder or last_year; write each measure of the list with its own, such as { name = \"diabetes\", weight = 0.5, threshold = 0.6, target = 0.8 }",
            );
        }
        let total: f64 = self.measures.iter().map(|measure| measure.weight.0).sum();
        if total > 1.0 + 1e-9 {
            table.problem(
                "measures",
                format!("the weights add up to {}; together they must not exceed 1", sum(total)),
            );
        }
    }

    /// Measures by name.
    pub(super) fn labels(&mut self) -> impl Iterator<Item = (Labelled, &mut Label)> {
        let list = self.measures.iter_mut().filter_map(|measure| measure.name.as_mut());
        self.measure.iter_mut().chain(list).map(|label| (Labelled::Quality, label))
    }

    /// Whether it asks for anything but the composite.
    pub(super) fn is_by_measure(&self) -> bool {
        self.measure.is_some() || self.measures.iter().any(|measure| measure.name.is_some())
    }

    /// Facts that must be worked out for it.
    pub(super) fn needs(&self) -> Needs {
        let recalls =
            self.last_year.is_some() || self.measures.iter().any(|measure| measure.last_year.is_some());
        if recalls { Needs::LAST_YEAR } else { Needs::NOTHING }
    }

    /// The one measure, where no list is written.
    #[inline(always)]
    fn single(&self) -> ReadyMeasure<'_> {
        ReadyMeasure::of(1.0, self.measure.as_ref(), &self.ladder, self.last_year.as_ref())
    }

    /// Its measures, ready to score.
    #[inline(always)]
    pub(super) fn ready(&self) -> impl Iterator<Item = ReadyMeasure<'_>> {
        let single = self.measures.is_empty().then(|| self.single());
        let list = self.measures.iter().map(|measure| {
            let ScoredMeasure { ladder, name, weight, last_year } = measure;
            ReadyMeasure::of(weight.0, name.as_ref(), ladder, last_year.as_ref())
        });
        single.into_iter().chain(list)
    }

    /// The part that one physician's year earns.
    pub(super) fn part(&self, whose: Whose, work: &Work) -> f64 {
        self.ready().map(|measure| measure.weight * measure.part(whose, work)).sum()
    }

    /// The same in expectation, with its slope in one's own composite.
    pub(super) fn expected(&self, whose: Whose, work: &Work, quality_sd: f64) -> ExpectedPart {
        let mut total = ExpectedPart::default();
        for measure in self.ready() {
            let one = measure.expected(whose, work, quality_sd);
            total.part += measure.weight * one.part;
            total.slope += measure.weight * one.slope;
        }
        total
    }
}

keywords! {
    /// Whose measured quality counts.
    pub enum Whose {
        /// One's own.
        Own = "own",
        /// The mean of everyone on the plan, by FTE.
        Group = "group",
    }
}

/// A measure without what differs between physicians.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadyMeasure<'a> {
    weight: f64,
    label: Option<&'a Label>,
    rise: Rise,
    /// The ladder in multiples of last year's score.
    last_year: Option<Rise>,
}

impl<'a> ReadyMeasure<'a> {
    #[inline(always)]
    fn of(weight: f64, label: Option<&'a Label>, ladder: &Ladder, last: Option<&LastYear>) -> Self {
        let last_year = last.map(|last| {
            let (threshold, target) = (Share(last.threshold.0), Share(last.target.0));
            Ladder { threshold, target, rungs: ladder.rungs, gate: None }.rise()
        });
        ReadyMeasure { weight, label, rise: ladder.rise(), last_year }
    }

    /// The score, and how much of it is one's own.
    #[inline(always)]
    fn score(&self, whose: Whose, work: &Work) -> (f64, f64) {
        match whose {
            Whose::Own => (work.score(self.label), 1.0),
            Whose::Group => (work.group_quality, work.group_part),
        }
    }

    /// The ladder that holds for a physician, and what it divides scores by.
    #[inline(always)]
    fn holds(&self, work: &Work) -> (Rise, f64) {
        let last = work.last_quality + work.above(self.label);
        match self.last_year {
            Some(own) if work.last_quality > 0.0 && last > 0.0 => (own, last),
            _ => (self.rise, 1.0),
        }
    }

    #[inline(always)]
    fn part(&self, whose: Whose, work: &Work) -> f64 {
        let (rise, scale) = self.holds(work);
        rise.part(self.score(whose, work).0 / scale)
    }

    #[inline(always)]
    fn expected(&self, whose: Whose, work: &Work, quality_sd: f64) -> ExpectedPart {
        let ((rise, scale), (mean, own)) = (self.holds(work), self.score(whose, work));
        // The luck of a mean of N is that of one over √N; own part is 1/N of it.
        let earned = rise.expected(mean / scale, quality_sd * own.sqrt() / scale);
        ExpectedPart { part: earned.part, slope: earned.slope * own / scale }
    }

    /// Scores of a tile, and how much of each is one's own, where one ladder holds for all.
    #[inline(always)]
    fn scores(&self, whose: Whose, work: &WorkTile<'_>) -> (Lanes, Lanes) {
        if whose == Whose::Group {
            return (work.group_quality, work.group_part);
        }
        let mut scores = work.quality;
        if let Some(label) = self.label {
            let above = work.said.of(label);
            for lane in work.lanes() {
                scores[lane] += above[lane];
            }
        }
        (scores, [1.0; TILE])
    }

    /// Adds the parts that a tile's year earns.
    #[inline(always)]
    pub(super) fn add_parts(&self, whose: Whose, work: &WorkTile<'_>, parts: &mut Lanes) {
        if self.last_year.is_some() {
            for lane in work.lanes() {
                parts[lane] += self.weight * self.part(whose, &work.lane(lane));
            }
            return;
        }
        let (scores, _) = self.scores(whose, work);
        for lane in work.lanes() {
            parts[lane] += self.weight * self.rise.part(scores[lane]);
        }
    }

    /// Adds the same in expectation, with slopes.
    #[inline(always)]
    pub(super) fn add_expected(
        &self,
        whose: Whose,
        outlook: &OutlookTile<'_>,
        parts: &mut Lanes,
        slopes: &mut Lanes,
    ) {
        if self.last_year.is_some() {
            for lane in outlook.work.lanes() {
                let earned = self.expected(whose, &outlook.work.lane(lane), outlook.quality_sd[lane]);
                parts[lane] += self.weight * earned.part;
                slopes[lane] += self.weight * earned.slope;
            }
            return;
        }
        let (scores, own) = self.scores(whose, &outlook.work);
        for lane in outlook.work.lanes() {
            let earned = self.rise.expected(scores[lane], outlook.quality_sd[lane] * own[lane].sqrt());
            parts[lane] += self.weight * earned.part;
            slopes[lane] += self.weight * (earned.slope * own[lane]);
        }
    }
}
