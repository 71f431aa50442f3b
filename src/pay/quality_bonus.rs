//! Quality bonus.
//!
//! # What it pays
//! A bonus earned by a measured quality score.
//!
//! # Formula
//! `P = B × h(q)`, with `B` dollars per FTE, per person or per patient on the panel, or a share of one's own
//! base, and `h` the ladder from threshold to target, nothing below a gate; `q` is one's own score, or the
//! mean of everyone on the plan by FTE. Several measures: `h(q) = Σₖ wₖ hₖ(qₖ)`, each with its weight and its
//! ladder. After a year of poor margin, the part
//! of it that `allocation.circuit_breaker` lets pass, if that says `bonuses = true`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Measured quality on the ladder; nothing above the target, where everyone may already stand. By
//! the group's mean, own quality is paid diluted to 1/N and felt as N^(−η) (`behaviour.evidence.dilution`).
//!
//! # Revenue
//! Professional: funded from payers' incentives or operating margin. Technical: small.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! A panel that grows raises a bonus per patient. Weights below 1 leave the rest unearned. The group's mean is
//! of the composite only.
//! //! All physicians above the target: the bonus is paid in full and rewards nothing (at Veralon's
//! client all 120 physicians earned 100 %).
//!
//! # Law and market notes
//! Quality is in the plan of half of medical groups (MGMA 2024); quality and cost incentives are
//! 9.0 % of primary-care and 5.3 % of specialist pay where included. Must not reward withholding
//! necessary care.
//!
//! # Sources
//! Model 11 of the catalogue (reconstructed). Reid 2022 (JAMA Health Forum 3(1):e214634).
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! quality_bonus = { per_fte = 24000, ladder = { threshold = 0.7, target = 0.9 } }
//! # Five per cent of one's own base for three measures of the roster, the last against one's own last year.
//! [[plan.internal_medicine.pay]]
//! salary = { per_fte = 240000 }
//! [[plan.internal_medicine.pay]]
//! quality_bonus = { share_of_base = 0.05, measures = [
//!     { name = "diabetes", weight = 0.4, threshold = 0.6, target = 0.8 },
//!     { name = "screening", weight = 0.4, threshold = 0.7, target = 0.9 },
//!     { name = "experience", weight = 0.2, last_year = { threshold = 1.0, target = 1.05 } },
//! ] }
//! ```

use super::amount::ReadyAmount;
use super::{
    Expected, ExpectedTile, Formula, Margin, MarginTile, Moves, Needs, Outlook, OutlookTile, Part, PayAmount,
    PayClass, Record, Scorecard, Seen, Statement, StatementTile, Status, Whose, Work, WorkTile,
};
use crate::entity::{Label, Labelled};
use crate::schema::{ReadTable, optional, parameters, word};
use crate::terms::Ladder;
use crate::tile::{Lanes, TILE};
use crate::units::{Cents, PerPersonYear};

parameters! {
    /// A bonus earned by measured quality.
    pub struct QualityBonus {
        ..amount: PayAmount;
        ..score: Scorecard;
        /// Dollars a year for each patient on the panel.
        per_member: Option<PerPersonYear> = optional().range(0.0, 10000.0);
        /// Whose score.
        of: Whose = word("own");
    }
    check QualityBonus::check
}

impl QualityBonus {
    /// So much for one's own composite on a ladder, with nothing else said.
    #[must_use]
    pub const fn of(amount: PayAmount, ladder: Ladder) -> QualityBonus {
        QualityBonus { amount, score: Scorecard::composite(ladder), per_member: None, of: Whose::Own }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        match (self.per_member, self.amount.is_stated()) {
            (Some(_), true) => table.problem(
                "per_member",
                "found beside another amount; write one of them, or a second quality_bonus for the other",
            ),
            (None, _) => self
                .amount
                .ask(table, "quality_bonus = { per_fte = 24000 }, or dollars for each patient (per_member)"),
            (Some(_), false) => {}
        }
        if self.of == Whose::Group && self.score.is_by_measure() {
            table.problem(
                "of",
                "found of = \"group\" with measures by name; the mean of a group is known for the composite only, so write of = \"own\", or leave out the names",
            );
        }
    }

    /// The whole bonus, without what differs between physicians.
    #[inline(always)]
    fn ready(&self) -> WholeBonus {
        WholeBonus {
            amount: self.amount.ready(),
            per_member: self.per_member.map_or(0.0, |each| each.0),
            by_group: if self.of == Whose::Group { 1.0 } else { 0.0 },
        }
    }

    fn annual(&self, work: &Work) -> f64 {
        self.ready().annual(work) * self.score.part(self.of, work)
    }

    fn margin(&self, outlook: &Outlook) -> Margin {
        let earned = self.score.expected(self.of, &outlook.work, outlook.quality_sd);
        self.ready().margin(&outlook.work, earned.part, earned.slope)
    }
}

/// The whole bonus, without what differs between physicians.
#[derive(Clone, Copy)]
struct WholeBonus {
    amount: ReadyAmount,
    per_member: f64,
    /// 1 by the group's mean, 0 by one's own score.
    by_group: f64,
}

impl WholeBonus {
    /// Dollars of it that are not cut.
    #[inline(always)]
    fn annual(&self, work: &Work) -> f64 {
        (1.0 - work.bonus_cut) * (self.amount.annual(work) + self.per_member * work.panel)
    }

    /// What is expected of it, when such a part of it is.
    #[inline(always)]
    fn margin(&self, work: &Work, part: f64, slope: f64) -> Margin {
        let most = self.annual(work);
        let per_patient = (1.0 - work.bonus_cut) * self.per_member * part;
        let per_quality = most * slope;
        let per_quality_felt = self.by_group * work.group_felt * per_quality;
        Margin { pay: most * part, per_quality, per_quality_felt, per_patient, ..Margin::default() }
    }
}

impl Part for QualityBonus {
    const RECORD: Record = Record {
        model: 11,
        status: Status::Reconstructed,
        formula: "P = B x sum of w_k x h_k(q_k), h the ladder from threshold to target; B per FTE, person or member, or a share of base",
        rewards: "measured quality on the ladder",
        professional: "funded from payer incentives or operating margin",
        technical: "small",
        unit: None,
        law: "42 CFR 411.357(c), or value-based exceptions outside fair market value; gainsharing CMP if a metric limits care",
        sources: "Reid 2022: 9.0 % and 5.3 % of pay where included; MGMA 2024: half of groups",
    };
    const SEEN: Seen = Seen::BONUS;

    fn needs(&self) -> Needs {
        let group = if self.of == Whose::Group { Needs::GROUP } else { Needs::NOTHING };
        group.or(self.amount.needs()).or(self.score.needs())
    }

    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        self.score.labels().collect()
    }
}

/// Tiles go measure by measure, so that the inner loop has no loop of its own.
impl Formula for QualityBonus {
    fn pay(&self, work: &Work, statement: &mut Statement) {
        statement.earn(PayClass::Quality, work.portion, self.annual(work));
    }

    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        expected.earn(PayClass::Quality, outlook.work.portion, &self.margin(outlook));
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let mut parts = [0.0; TILE];
        for measure in self.score.ready() {
            measure.add_parts(self.of, work, &mut parts);
        }
        let whole = self.ready();
        let line = statement.line_mut(PayClass::Quality);
        for lane in work.lanes() {
            line[lane] += Cents::round(work.portion[lane] * (whole.annual(&work.lane(lane)) * parts[lane]));
        }
    }

    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let (mut parts, mut slopes) = ([0.0; TILE], [0.0; TILE]);
        for measure in self.score.ready() {
            measure.add_expected(self.of, outlook, &mut parts, &mut slopes);
        }
        let (whole, expected) = (self.ready(), expected.of(PayClass::Quality));
        if self.per_member.is_some() || self.of == Whose::Group {
            let moves = Moves { patient: true, felt: true, ..Moves::QUALITY };
            add(whole, outlook, (&parts, &slopes), expected, moves);
        } else {
            add(whole, outlook, (&parts, &slopes), expected, Moves::QUALITY);
        }
    }
}

/// Adds what is expected of a bonus, when such parts of it are, with their slopes.
#[inline(always)]
fn add(
    whole: WholeBonus,
    outlook: &OutlookTile<'_>,
    (parts, slopes): (&Lanes, &Lanes),
    expected: &mut MarginTile,
    moves: Moves,
) {
    for lane in outlook.work.lanes() {
        let margin = whole.margin(&outlook.work.lane(lane), parts[lane], slopes[lane]);
        expected.add(lane, outlook.work.portion[lane], &margin, moves);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Said;
    use crate::pay::{LastYear, ScoredMeasure, testing};
    use crate::terms::Rungs;
    use crate::units::{Ratio, Share};

    fn ladder(threshold: f64, target: f64) -> Ladder {
        Ladder { threshold: Share(threshold), target: Share(target), rungs: Rungs::Linear, gate: None }
    }

    fn bonus() -> QualityBonus {
        QualityBonus::of(PayAmount::per_fte(24_000.0), ladder(0.7, 0.9))
    }

    #[test]
    fn hand_worked() {
        let pay = |quality, fte| bonus().annual(&Work { fte, quality, ..Work::default() });
        assert!((pay(0.8, 1.0) - 12_000.0).abs() < 1e-9);
        assert!((pay(0.95, 0.5) - 12_000.0).abs() < 1e-9);
        assert_eq!(pay(0.69, 1.0), 0.0);
    }

    #[test]
    fn dollars_per_member_and_a_share_of_base() {
        // 2,000 patients at $6, half of the ladder: 6,000. One more patient: $3.
        let each = QualityBonus { amount: PayAmount::NONE, per_member: Some(PerPersonYear(6.0)), ..bonus() };
        let work = Work { fte: 0.5, quality: 0.8, panel: 2_000.0, base: 240_000.0, ..Work::default() };
        assert!((each.annual(&work) - 6_000.0).abs() < 1e-9);
        let margin = each.margin(&Outlook { work, ..Outlook::default() });
        assert!((margin.per_patient - 3.0).abs() < 1e-6 && (margin.pay - 6_000.0).abs() < 1e-3);
        // 5 % of 240,000, half of it.
        let share = QualityBonus { amount: PayAmount::share_of_base(0.05), ..bonus() };
        assert!((share.annual(&work) - 6_000.0).abs() < 1e-9);
    }

    /// Diabetes 50 %, screening 30 %, and the composite against last year's 20 %.
    fn three() -> QualityBonus {
        let measure = |name: Option<(&str, usize)>, weight, ladder| ScoredMeasure {
            ladder,
            name: name.map(|(name, place)| Label::at(name, place)),
            weight: Share(weight),
            last_year: None,
        };
        let last_year = Some(LastYear { threshold: Ratio(1.0), target: Ratio(1.05) });
        let measures = vec![
            measure(Some(("diabetes", 0)), 0.5, ladder(0.6, 0.8)),
            measure(Some(("screening", 1)), 0.3, ladder(0.7, 0.9)),
            ScoredMeasure { last_year, ..measure(None, 0.2, ladder(0.5, 1.0)) },
        ];
        QualityBonus { score: Scorecard { measures, ..Scorecard::composite(Ladder::STANDARD) }, ..bonus() }
    }

    /// A composite of 0.76, 6 points more on diabetes, 2 less on screening.
    fn scored(last_quality: f64) -> Work {
        let said =
            Said::default().with(&Label::at("diabetes", 0), 0.06).with(&Label::at("screening", 1), -0.02);
        Work { portion: 1.0, fte: 1.0, quality: 0.76, last_quality, said, ..Work::default() }
    }

    #[test]
    fn several_measures_each_with_target_and_weight() {
        // Diabetes at 0.82: all of 12,000. Screening at 0.74: a fifth of 7,200 = 1,440. The composite: at
        // 0.76 against 0.74 to 0.777 a part of 20/37 of 4,800 = 2,594.59; without last year's, 0.76 on 0.5 to
        // 1.0 is 0.52 of it = 2,496.
        assert!((testing::paid(&three(), &scored(0.74)) - 16_034.59).abs() < 0.011);
        assert!((testing::paid(&three(), &scored(0.0)) - 15_936.0).abs() < 0.011);
    }

    #[test]
    fn slopes_are_those_of_the_expectation_and_a_tile_pays_what_one_is_paid() {
        for (bonus, last) in [(bonus(), 0.0), (three(), 0.0), (three(), 0.74)] {
            let outlook = Outlook { work: scored(last), quality_sd: 0.03, ..Outlook::default() };
            testing::quality_slope_agrees(&bonus, &outlook);
            testing::tiles_agree(&bonus, &outlook);
        }
    }

    #[test]
    fn an_open_circuit_breaker_takes_its_part_of_pay_and_incentive() {
        // Half the ladder: 12,000; a quarter of it passes: 3,000. One point: 24,000 / 20 / 4 = 300.
        let work = Work { fte: 1.0, quality: 0.8, bonus_cut: 0.75, ..Work::default() };
        assert!((bonus().annual(&work) - 3_000.0).abs() < 1e-9);
        let margin = bonus().margin(&Outlook { work, ..Outlook::default() });
        assert!((margin.pay - 3_000.0).abs() < 1e-6 && (0.01 * margin.per_quality - 300.0).abs() < 1e-6);
    }

    #[test]
    fn by_the_groups_mean_own_quality_is_diluted() {
        let group = QualityBonus { of: Whose::Group, ..bonus() };
        let work = Work { fte: 1.0, quality: 0.6, group_quality: 0.8, group_part: 0.05, ..Work::default() };
        assert!((group.annual(&work) - 12_000.0).abs() < 1e-9);
        // 24,000 over 20 points, a twentieth of it: one point is worth 1,200 / 20 = 60.
        let margin = group.margin(&Outlook { work, ..Outlook::default() });
        assert!((0.01 * margin.per_quality - 60.0).abs() < 1e-6, "{}", margin.per_quality);
        // Felt with an exponent of one half: 20^(−1/2) of 1,200 = 268.33, or 208.33 more than it pays. What it
        // pays, and is expected to pay, stays.
        let work = Work { group_felt: 20.0_f64.sqrt() - 1.0, ..work };
        let felt = group.margin(&Outlook { work, ..Outlook::default() });
        assert!((0.01 * felt.per_quality_felt - 208.328_157).abs() < 1e-5, "{}", felt.per_quality_felt);
        assert_eq!((felt.pay, felt.per_quality), (margin.pay, margin.per_quality));
        testing::tiles_agree(&group, &Outlook { work: Work { portion: 1.0, ..work }, ..Outlook::default() });
        // One's own score is not diluted, and nothing is added.
        assert_eq!(bonus().margin(&Outlook { work, ..Outlook::default() }).per_quality_felt, 0.0);
    }

    #[test]
    fn saturation_rewards_nothing() {
        let work = Work { fte: 1.0, quality: 0.99, ..Work::default() };
        let margin = bonus().margin(&Outlook { work, quality_sd: 0.01, ..Outlook::default() });
        assert!((margin.pay - 24_000.0).abs() < 1e-6);
        assert!(margin.per_quality.abs() < 1e-6);
    }
}
