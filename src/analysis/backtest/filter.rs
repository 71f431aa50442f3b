//! What is known of every ACO's level from the years that have passed.
//!
//! A Kalman filter with two states an ACO, its level and its luck, and steps weighted by Student's t so that one
//! wild year moves a level less (West, "Robust sequential approximate Bayesian estimation", J. R. Stat. Soc.
//! B 43 (1981) 157). The common level of a year, and how loud the year was, are found from all ACOs that were
//! there before.

use super::law::{LuckLaw, carry};
use super::panel::{RecordPanel, Sighting};
use super::student::StudentT;

/// Fewest ACOs that a common level, or a loudness, is found from.
const FEW: usize = 30;
/// Rounds of weighing until a robust mean stands.
const ROUNDS: usize = 8;

/// What is known of one ACO: means of level and luck, their variances and covariance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Known {
    year: u16,
    start: Option<u16>,
    lives: f64,
    level: f64,
    luck: f64,
    level_variance: f64,
    covariance: f64,
    luck_variance: f64,
}

/// A row as it was foreseen.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    state: Known,
    /// Years since the ACO was seen; nothing for a new one.
    gap: Option<u16>,
    rebased: bool,
}

impl Awaited {
    fn mean(&self) -> f64 {
        self.state.level + self.state.luck
    }

    fn variance(&self) -> f64 {
        let Known { level_variance, covariance, luck_variance, .. } = self.state;
        level_variance + 2.0 * covariance + luck_variance
    }
}

/// A shift of the common level between two years of the record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CommonShift {
    /// The later year.
    pub year: u16,
    /// By how much.
    pub by: f64,
    /// Over how many years.
    pub over: f64,
}

/// What was foreseen of an ACO's rate before the shift of the common level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Foreseen {
    /// Where the distribution has its middle, the common level being what it was.
    pub middle: f64,
    /// Its squared scale.
    pub variance: f64,
    /// Whether a new agreement began.
    pub rebased: bool,
}

/// The filter at work.
#[derive(Clone, Debug)]
pub(super) struct Filter<'a> {
    law: &'a LuckLaw,
    tails: StudentT,
    carry: f64,
    known: Vec<Option<Known>>,
    common: Option<(u16, f64)>,
    /// Squared scale of a year over what the law says, as foreseen.
    pub loudness: f64,
    /// Shifts of the common level so far.
    pub shifts: Vec<CommonShift>,
    /// Logarithm of the likelihood so far.
    pub likelihood: f64,
}

impl<'a> Filter<'a> {
    /// Through every year before `end`.
    pub(super) fn through(panel: &RecordPanel, law: &'a LuckLaw, end: u16) -> Filter<'a> {
        let mut filter = Filter {
            law,
            tails: StudentT::new(law.degrees),
            carry: carry(),
            known: vec![None; panel.acos],
            common: None,
            loudness: 1.0,
            shifts: Vec::new(),
            likelihood: 0.0,
        };
        for (year, rows) in panel.years.range(..end) {
            filter.pass(*year, rows);
        }
        filter
    }

    /// What is foreseen of a row of `year` from the years passed; nothing before any has.
    pub(super) fn foresee(&self, year: u16, row: &Sighting) -> Option<Foreseen> {
        let (_, common) = self.common?;
        let ahead = self.ahead(year, row);
        let variance = ahead.variance() * self.loudness;
        Some(Foreseen { middle: common + ahead.mean(), variance, rebased: ahead.rebased })
    }

    /// The degrees of freedom of what is foreseen.
    pub(super) fn tails(&self) -> StudentT {
        self.tails
    }

    fn ahead(&self, year: u16, row: &Sighting) -> Awaited {
        if let Some(known) = self.known[row.aco] {
            return self.moved_on(known, year, row);
        }
        let law = self.law;
        let state = Known {
            year,
            start: row.start,
            lives: row.lives,
            level: 0.0,
            luck: 0.0,
            level_variance: law.level_sd * law.level_sd,
            covariance: 0.0,
            luck_variance: law.yearly_noise * law.yearly_noise / row.lives,
        };
        Awaited { state, gap: None, rebased: false }
    }

    /// What was known of an ACO, moved on to `year` at the size it had.
    fn moved_on(&self, known: Known, year: u16, row: &Sighting) -> Awaited {
        let (law, wander) = (self.law, self.law.wander());
        let gap = year - known.year;
        let mut state = known;
        for _ in 0..gap {
            state.level *= wander.kept();
            state.level_variance =
                wander.kept() * wander.kept() * state.level_variance + wander.variance(known.lives);
            state.luck *= self.carry;
            state.covariance *= wander.kept() * self.carry;
            let new = law.yearly_noise * law.yearly_noise / known.lives;
            state.luck_variance = self.carry * self.carry * (state.luck_variance - new) + new;
        }
        let rebased = known.start.zip(row.start).is_some_and(|(before, now)| before != now);
        if rebased {
            let kept = law.kept_at_renewal;
            state.level = kept * state.level + law.renewal_shift;
            state.level_variance = kept * kept * state.level_variance + law.renewal_sd * law.renewal_sd;
            state.covariance *= kept;
        }
        Awaited { state, gap: Some(gap), rebased }
    }

    /// A year has come out.
    fn pass(&mut self, year: u16, rows: &[Sighting]) {
        let mut ahead: Vec<Awaited> = rows.iter().map(|row| self.ahead(year, row)).collect();
        let common = self.common_level(year, rows, &ahead);
        self.place_new(rows, &mut ahead, common);
        let mut squares = Vec::with_capacity(rows.len());
        for (row, ahead) in rows.iter().zip(&ahead) {
            let scale = (ahead.variance() * self.loudness).sqrt();
            let z = (row.rate - common - ahead.mean()) / scale;
            self.likelihood += self.tails.ln_density(z) - crate::math::ln(scale);
            if ahead.gap.is_some() {
                squares.push(z * z);
            }
            self.known[row.aco] = Some(self.learned(ahead, z * scale, z, row, year));
        }
        if squares.len() > FEW {
            let loud = self.squared_scale(&mut squares);
            self.loudness *= crate::math::powf(loud, self.law.loudness_kept);
        }
        self.common = Some((year, common));
    }

    /// The common level of a year, by the ACOs that were there the year before, or at all.
    fn common_level(&mut self, year: u16, rows: &[Sighting], ahead: &[Awaited]) -> f64 {
        let Some((last, common)) = self.common else {
            let all: Vec<(f64, f64)> =
                rows.iter().zip(ahead).map(|(row, a)| (row.rate, a.variance())).collect();
            return self.robust_mean(&all);
        };
        let of = |most: u16| -> Vec<(f64, f64)> {
            let both = rows.iter().zip(ahead).filter(|(_, a)| a.gap.is_some_and(|gap| gap <= most));
            both.map(|(row, a)| (row.rate - common - a.mean(), a.variance())).collect()
        };
        let mut errors = of(1);
        if errors.len() <= FEW {
            errors = of(u16::MAX);
        }
        if errors.is_empty() {
            return common;
        }
        let by = self.robust_mean(&errors);
        self.shifts.push(CommonShift { year, by, over: f64::from(year - last) });
        common + by
    }

    /// New ACOs begin where the new ones of their year are, together.
    fn place_new(&self, rows: &[Sighting], ahead: &mut [Awaited], common: f64) {
        let is_first = self.common.is_none();
        let both = rows.iter().zip(ahead.iter()).filter(|(_, a)| a.gap.is_none());
        let errors: Vec<(f64, f64)> = both.map(|(row, a)| (row.rate - common, a.variance())).collect();
        if is_first || errors.len() <= 5 {
            return;
        }
        let level = self.robust_mean(&errors);
        for new in ahead.iter_mut().filter(|a| a.gap.is_none()) {
            new.state.level = level;
        }
    }

    /// The centre of values with their variances, wild ones weighing less.
    fn robust_mean(&self, values: &[(f64, f64)]) -> f64 {
        let mut sorted: Vec<f64> = values.iter().map(|(value, _)| *value).collect();
        sorted.sort_by(f64::total_cmp);
        let mut centre = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        for _ in 0..ROUNDS {
            let (mut sum, mut weights) = (0.0, 0.0);
            for (value, variance) in values {
                let away = value - centre;
                let weight = self.weight(away * away / variance) / variance;
                sum += weight * value;
                weights += weight;
            }
            centre = sum / weights;
        }
        centre
    }

    /// Squared scale of standardised values: the likeliest under the tails.
    fn squared_scale(&self, squares: &mut [f64]) -> f64 {
        squares.sort_by(f64::total_cmp);
        // The median of a squared t is about one half.
        let mut scale = squares[squares.len() / 2] / 0.5;
        for _ in 0..ROUNDS {
            let sum: f64 = squares.iter().map(|square| self.weight(square / scale) * square).sum();
            scale = sum / crate::units::real(squares.len());
        }
        scale
    }

    /// What a value weighs by its squared distance.
    fn weight(&self, square: f64) -> f64 {
        let degrees = self.tails.degrees();
        (degrees + 1.0) / (degrees + square)
    }

    /// What is known after a row came out `error` off, at `z` scales.
    fn learned(&self, ahead: &Awaited, error: f64, z: f64, row: &Sighting, year: u16) -> Known {
        let known = ahead.state;
        // Never more than a normal would learn.
        let weight = self.weight(z * z).min(1.0) / ahead.variance();
        let level = known.level_variance + known.covariance;
        let luck = known.luck_variance + known.covariance;
        Known {
            year,
            start: row.start.or(known.start),
            lives: row.lives,
            level: known.level + weight * level * error,
            luck: known.luck + weight * luck * error,
            level_variance: known.level_variance - weight * level * level,
            covariance: known.covariance - weight * level * luck,
            luck_variance: known.luck_variance - weight * luck * luck,
        }
    }
}
