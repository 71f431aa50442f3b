//! Rosters generated from a few numbers, for systems that have no roster at hand.

use super::{Duties, Month, Physician, Renewals, Roster};
use crate::random::{Draws, EntityKey, Seed, Stream, unit};
use crate::schema::{
    Grade, Named, Prior, ReadTable, Spread, empty, number, optional, parameters, prior, required,
};
use crate::units::{Members, Quantity, Ratio, Real, Share, UsdPerYear, Wrvu, Years, sum};
use rand::{RngExt, seq::IndexedRandom};
use rand_distr::{Distribution as _, weighted::WeightedIndex};

parameters! {
    /// A group of physicians who differ around common values. A number is the same for all of
    /// them; a distribution gives each a value of their own.
    pub struct Cohort {
        /// How many physicians.
        count: u64 = required().range(1.0, 100_000.0);
        /// Their specialty.
        specialty: String = required();
        /// Their plans: plan name = share of the cohort.
        plans: Named<Share> = required();
        /// Places of work, one drawn for each physician.
        sites: Vec<String> = empty();
        /// Clinical FTE.
        clinical_fte: Spread<Share> = number(1.0).because("full time unless stated");
        /// Total FTE as a multiple of clinical FTE.
        fte_ratio: Spread<Ratio> = number(1.0).range(1.0, 1.5).because("no administrative time unless stated");
        /// Work RVUs a year per 1.0 clinical FTE.
        wrvu: Spread<Wrvu> = required();
        /// Panel per 1.0 clinical FTE.
        panel: Spread<Members> = number(0.0).because("no panel unless stated");
        /// Lives attributed under each contract, per 1.0 clinical FTE.
        lives: Named<Spread<Members>> = empty();
        /// Measured quality composite.
        quality: Spread<Share> = prior(Prior::BetaOn(8.0, 4.0, 0.45, 1.0))
            .from(Grade::Derived, "mean .82, sd .07: PY2024 MSSP quality scores (mean 81.9, sd 9.45) less the part that is ACO-level");
        /// Spending of their patients against expected.
        cost_style: Spread<Ratio> = prior(Prior::Truncated(1.0, 0.08, 0.7, 1.4))
            .because("spread of practice style between physicians after risk adjustment");
        /// Social risk of the panel.
        social_risk: Spread<Share> = prior(Prior::Beta(2.0, 6.0)).because("mean .25");
        /// Age in years.
        age: Spread<Years> = prior(Prior::Truncated(49.0, 10.5, 30.0, 74.0))
            .because("close to the age mix of employed US physicians");
        /// Years since hire.
        tenure: Spread<Years> = prior(Prior::Gamma(1.3, 6.0)).because("mean 8 years");
        /// Years between renewals of the agreement: a whole number.
        term_years: u64 = number(3.0).range(1.0, 10.0)
            .from(Grade::Published, "1-3 year initial terms with automatic renewal (asnc.org; chellelaw.com)");
        /// Base salary in dollars a year per 1.0 FTE, for plans that pay the roster's.
        base_salary: Option<Spread<UsdPerYear>> = optional();
        /// Facts that only some ways of being paid need.
        duties: CohortDuties = empty();
    }
    check Cohort::check
}

parameters! {
    /// Facts that only some ways of being paid need, as in a roster's columns of these names; the
    /// usual value when left out.
    pub struct CohortDuties {
        /// Work RVUs of an average encounter.
        wrvu_per_encounter: Option<Spread<Ratio>> = optional().range(0.1, 50.0);
        /// Scheduled hours of shifts a year per 1.0 clinical FTE.
        shift_hours: Option<Spread<Real>> = optional().range(0.0, 8784.0);
        /// Days of call a year.
        call_days: Option<Spread<Real>> = optional().range(0.0, 366.0);
        /// Risk weight of the panel; 1 is the average panel.
        panel_risk: Option<Spread<Ratio>> = optional().range(0.1, 10.0);
        /// Advanced practice providers supervised.
        apps_supervised: Option<Spread<Real>> = optional().range(0.0, 50.0);
        /// Episodes of care under a bundle or gainsharing programme a year.
        episodes: Option<Spread<Real>> = optional().range(0.0, 100000.0);
        /// Patient experience score.
        patient_experience: Option<Spread<Share>> = optional();
    }
}

/// One physician's duties: what the cohort states, and the usual for the rest.
fn duties(cohort: &CohortDuties, clinical_fte: f64, trait_of: impl Fn(u64) -> f64) -> Duties {
    let usual = Duties::usual(clinical_fte);
    macro_rules! pick {
        ($field:ident, $salt:literal) => {
            cohort.$field.as_ref().map_or(usual.$field, |spread| clamped(spread, trait_of($salt)))
        };
    }
    let hours = cohort.shift_hours.as_ref().map(|spread| clamped(spread, trait_of(12)) * clinical_fte);
    Duties {
        wrvu_per_encounter: pick!(wrvu_per_encounter, 11).clamp(0.1, 50.0),
        shift_hours: hours.unwrap_or(usual.shift_hours).clamp(0.0, 8784.0),
        call_days: pick!(call_days, 13).round().clamp(0.0, 366.0),
        panel_risk: pick!(panel_risk, 14).clamp(0.1, 10.0),
        apps_supervised: pick!(apps_supervised, 15).round().clamp(0.0, 50.0),
        episodes: pick!(episodes, 16).round().clamp(0.0, 100_000.0),
        patient_experience: pick!(patient_experience, 17),
    }
}

impl Cohort {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let total: f64 = self.plans.values().map(|s| s.0).sum();
        if (total - 1.0).abs() > 1e-6 {
            table.problem("plans", format!("the shares add up to {}; they must add up to 1", sum(total)));
        }
    }
}

/// Draws a roster from cohorts. Values are rounded to the precision a roster file would have.
#[must_use]
pub fn generate(cohorts: &Named<Cohort>, seed: Seed, start_year: u16) -> Roster {
    let draws = Draws::open(seed, Stream::Cohort);
    let mut physicians = Vec::new();
    for (name, cohort) in cohorts.iter() {
        let digits = cohort.count.to_string().len().max(3);
        for place in 1..=cohort.count {
            let id = format!("{name}-{place:0digits$}");
            physicians.push(physician(cohort, id, place, &draws, start_year));
        }
    }
    Roster { physicians, origin: "generated from cohorts".to_owned(), header: Vec::new() }
}

fn physician(cohort: &Cohort, id: String, place: u64, draws: &Draws, start_year: u16) -> Physician {
    let key = EntityKey::of(&id);
    let trait_of = |salt: u64| unit(draws.words(key, 0, 0, salt)[0]);
    let value = |drawn: f64, steps: f64| (drawn * steps).round() / steps;
    macro_rules! draw {
        ($spread:expr, $salt:literal) => {
            clamped(&$spread, trait_of($salt))
        };
    }
    let clinical_fte = value(draw!(cohort.clinical_fte, 1).max(0.05), 100.0);
    let fte = value((clinical_fte * draw!(cohort.fte_ratio, 2)).min(1.5), 100.0);
    let lives: Vec<(String, f64)> = cohort
        .lives
        .iter()
        .enumerate()
        .map(|(i, (contract, spread))| {
            (contract.to_owned(), (clamped(spread, trait_of(100 + i as u64)) * clinical_fte).round())
        })
        .collect();
    let attributed: f64 = lives.iter().map(|(_, n)| n).sum();
    let tenure = draw!(cohort.tenure, 8);
    let start = Month { year: start_year, month: 1 }.index();
    #[expect(clippy::cast_possible_truncation, reason = "at most 1,200 months")]
    let hired = Month::from_index(start - ((tenure * 12.0).round() as i64).clamp(1, 480));
    let term_years = u8::try_from(cohort.term_years).unwrap_or(3);
    let first = Month::from_index(hired.index() + 12 * i64::from(term_years));
    // Where a physician works and on which plan are choices, not quantities: drawn with `rand`.
    let mut generator = draws.generator(EntityKey(key.0 ^ u64::MAX));
    let weights: Vec<f64> = cohort.plans.values().map(|s| s.0).collect();
    let plan = match WeightedIndex::new(&weights) {
        Ok(index) => index.sample(&mut generator),
        Err(_) => generator.random_range(0..weights.len().max(1)),
    };
    let site = cohort.sites.choose(&mut generator).cloned().unwrap_or_default();
    let _ = place;
    Physician {
        key,
        specialty: cohort.specialty.clone(),
        site,
        plan: cohort.plans.names().nth(plan).unwrap_or_default().to_owned(),
        fte,
        clinical_fte,
        wrvu: (draw!(cohort.wrvu, 3) * clinical_fte).round(),
        panel: (draw!(cohort.panel, 4) * clinical_fte).round().max(attributed),
        quality: value(draw!(cohort.quality, 5), 1000.0),
        cost_style: value(draw!(cohort.cost_style, 6), 1000.0),
        social_risk: value(draw!(cohort.social_risk, 7), 1000.0),
        age: draw!(cohort.age, 9).round().clamp(25.0, 90.0),
        hired,
        renewals: Renewals { first, term_years },
        base_salary: cohort.base_salary.as_ref().map(|s| (clamped(s, trait_of(10)) * fte).round()),
        duties: duties(&cohort.duties, clinical_fte, trait_of),
        lives,
        revenue_share: Vec::new(),
        line: 0,
        id,
    }
}

/// A person's value: the quantile of their uniform, kept in the quantity's range.
fn clamped<Q: Quantity>(spread: &Spread<Q>, uniform: f64) -> f64 {
    Spread::<Q>::clamp(spread.distribution.quantile(uniform))
}
