//! Rosters generated from a few numbers, for systems that have no roster at hand.

use super::{ByContract, Career, Date, Duties, Physician, Renewals, Roster};
use crate::random::{Draws, EntityKey, Seed, Stream, choose, unit};
use crate::schema::{
    Grade, Named, Prior, ReadTable, Spread, empty, number, optional, parameters, prior, required,
};
use crate::units::{Members, Quantity, Ratio, Real, Share, UsdPerYear, Wrvu, Years, sum};

/// What a roster's columns hold at most, so that cohorts are held to the same.
const MOST_PATIENTS: f64 = 20_000.0;
const MOST_WRVUS: f64 = 100_000.0;
const MOST_SALARY: f64 = 1e8;
const MOST_FTE: f64 = 1.5;
const MOST_HOURS: f64 = 8_784.0;

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
        clinical_fte: Spread<Share> = number(1.0).range(1e-3, 1.5).because("full time unless stated");
        /// Total FTE as a multiple of clinical FTE.
        fte_ratio: Spread<Ratio> = number(1.0).range(1.0, 1.5).because("no administrative time unless stated");
        /// Work RVUs a year per 1.0 clinical FTE.
        wrvu: Spread<Wrvu> = required();
        /// Panel per 1.0 clinical FTE, at least the people attributed to the physician.
        panel: Spread<Members> = number(0.0).range(0.0, MOST_PATIENTS).because("no panel unless stated");
        /// Lives attributed under each contract, per 1.0 clinical FTE.
        lives: Named<Spread<Members>> = empty().range(0.0, MOST_PATIENTS);
        /// Payer mix: part of their professional revenue under each contract, nothing under one that is not
        /// named. By lives and panel, as in a roster, when all of it is left out.
        revenue_share: Named<Share> = empty();
        /// Measured quality composite.
        quality: Spread<Share> = prior(Prior::BetaOn(8.0, 4.0, 0.45, 1.0))
            .from(Grade::Derived, "mean .82, sd .07: PY2024 MSSP quality scores (mean 81.9, sd 9.45) less the part that is ACO-level");
        /// Spending of their patients against expected.
        cost_style: Spread<Ratio> = prior(Prior::Truncated(1.0, 0.08, 0.7, 1.4)).range(0.2, 5.0)
            .because("spread of practice style between physicians after risk adjustment");
        /// Social risk of the panel.
        social_risk: Spread<Share> = prior(Prior::Beta(2.0, 6.0)).because("mean .25");
        /// Age in years.
        age: Spread<Years> = prior(Prior::Truncated(49.0, 10.5, 30.0, 74.0)).range(25.0, 90.0)
            .because("close to the age mix of employed US physicians");
        /// Years since hire; of more than 40 only 40 count.
        tenure: Spread<Years> = prior(Prior::Gamma(1.3, 6.0)).range(0.0, 120.0).because("mean 8 years");
        /// Years between renewals of the agreement: a whole number.
        term_years: u64 = number(3.0).range(1.0, 10.0)
            .from(Grade::Published, "1-3 year initial terms with automatic renewal (asnc.org; chellelaw.com)");
        /// Base salary in dollars a year per 1.0 FTE, for plans that pay the roster's.
        base_salary: Option<Spread<UsdPerYear>> = optional().range(0.0, MOST_SALARY);
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
        /// Days of call a year by kind, as in a roster's columns `call_days.<kind>`.
        call: Named<Spread<Real>> = empty().range(0.0, 366.0);
        /// Scores by quality measure, as in a roster's columns `quality.<measure>`.
        measures: Named<Spread<Share>> = empty();
    }
}

/// What is drawn for each physician, by the block of the stream that holds its uniform. The lives
/// under the cohort's contracts are drawn from blocks 100 and up.
#[derive(Clone, Copy)]
enum Trait {
    ClinicalFte = 1,
    FteRatio = 2,
    Wrvu = 3,
    Panel = 4,
    Quality = 5,
    CostStyle = 6,
    SocialRisk = 7,
    Tenure = 8,
    Age = 9,
    BaseSalary = 10,
    WrvuPerEncounter = 11,
    ShiftHours = 12,
    CallDays = 13,
    PanelRisk = 14,
    AppsSupervised = 15,
    Episodes = 16,
    PatientExperience = 17,
    Plan = 18,
    Site = 19,
}

/// The first blocks of days of call by kind, and of scores by measure.
const CALL_DAYS: u64 = 10_000;
const MEASURES: u64 = 20_000;

/// What is drawn for one physician under each name.
fn by_name<Q: Quantity>(
    spreads: &Named<Spread<Q>>,
    traits: &Traits<'_>,
    first: u64,
    round: impl Fn(f64) -> f64,
) -> ByContract {
    let drawn = |(place, (name, spread)): (usize, (&str, &Spread<Q>))| {
        let value = spread.value(traits.uniform(first + place as u64));
        (name.to_owned(), round(value))
    };
    spreads.iter().enumerate().map(drawn).collect()
}

/// The uniforms of one generated physician.
struct Traits<'a> {
    draws: &'a Draws,
    key: EntityKey,
    /// The roster, counted from 0.
    roster: u64,
}

impl Traits<'_> {
    fn uniform(&self, block: u64) -> f64 {
        unit(self.draws.words(self.key, self.roster, 0, block)[0])
    }

    fn of(&self, what: Trait) -> f64 {
        self.uniform(what as u64)
    }

    fn value<Q: Quantity>(&self, what: Trait, spread: &Spread<Q>) -> f64 {
        spread.value(self.of(what))
    }
}

/// One physician's duties: what the cohort states, and the usual for the rest.
fn duties(cohort: &CohortDuties, clinical_fte: f64, traits: &Traits<'_>) -> Duties {
    let usual = Duties::usual(clinical_fte);
    macro_rules! pick {
        ($field:ident, $what:ident) => {
            cohort.$field.as_ref().map_or(usual.$field, |spread| traits.value(Trait::$what, spread))
        };
    }
    let hours =
        cohort.shift_hours.as_ref().map(|spread| traits.value(Trait::ShiftHours, spread) * clinical_fte);
    Duties {
        wrvu_per_encounter: pick!(wrvu_per_encounter, WrvuPerEncounter).clamp(0.1, 50.0),
        shift_hours: hours.unwrap_or(usual.shift_hours).clamp(0.0, 8784.0),
        call_days: pick!(call_days, CallDays).round().clamp(0.0, 366.0),
        panel_risk: pick!(panel_risk, PanelRisk).clamp(0.1, 10.0),
        apps_supervised: pick!(apps_supervised, AppsSupervised).round().clamp(0.0, 50.0),
        episodes: pick!(episodes, Episodes).round().clamp(0.0, 100_000.0),
        patient_experience: pick!(patient_experience, PatientExperience),
    }
}

impl Cohort {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let total: f64 = self.plans.values().map(|s| s.0).sum();
        if (total - 1.0).abs() > 1e-6 {
            table.problem("plans", format!("the shares add up to {}; they must add up to 1", sum(total)));
        }
        let mix: f64 = self.revenue_share.values().map(|share| share.0).sum();
        if mix > 1.0 + 1e-6 {
            let message = format!("the shares add up to {}; of all revenue they are 1 at most", sum(mix));
            table.problem("revenue_share", message);
        }
        self.check_whole(table);
    }

    /// What is stated per FTE, at the most that anybody works, lies where a roster's columns do.
    fn check_whole(&self, table: &mut ReadTable<'_, '_, '_>) {
        let clinical = self.clinical_fte.highest();
        let fte = clinical * self.fte_ratio.highest();
        if fte > MOST_FTE + 1e-9 {
            table.problem("fte_ratio", format!(
                "at the highest clinical_fte of {clinical:.3} the FTE reaches {fte:.3}; one position is at most {MOST_FTE} FTE"
            ));
        }
        for (contract, lives) in
            self.lives.iter().filter(|(_, lives)| clinical * lives.highest() > MOST_PATIENTS)
        {
            table.problem("lives", format!(
                "under {contract} it reaches {:.0} at the highest FTE; a roster holds at most {MOST_PATIENTS} for one physician",
                clinical * lives.highest()
            ));
        }
        let hours = self.duties.shift_hours.as_ref().map_or(0.0, Spread::highest);
        let salary = self.base_salary.as_ref().map_or(0.0, Spread::highest);
        for (key, whole, most) in [
            ("wrvu", clinical * self.wrvu.highest(), MOST_WRVUS),
            ("panel", clinical * self.panel.highest(), MOST_PATIENTS),
            ("base_salary", fte * salary, MOST_SALARY),
            ("duties", clinical * hours, MOST_HOURS),
        ] {
            if whole > most {
                table.problem(key, format!(
                    "for one physician it reaches {whole:.0} at the highest FTE; a roster holds at most {most:.0} for one"
                ));
            }
        }
    }
}

/// Draws a roster from cohorts. Values are rounded to the precision a roster file would have. A panel is at
/// least as large as the lives attributed to it; those of contracts `by_episode` are no people of a panel.
#[must_use]
pub fn generate(cohorts: &Named<Cohort>, by_episode: &[&str], seed: Seed, start_year: u16) -> Roster {
    redraw(cohorts, by_episode, (seed, 0), start_year)
}

/// Draws another roster from cohorts: of one seed there are as many as anybody numbers, each drawn independently under
/// the same identifiers. Number 0 is that of [`generate`].
#[must_use]
pub fn redraw(
    cohorts: &Named<Cohort>,
    by_episode: &[&str],
    (seed, roster): (Seed, u64),
    start_year: u16,
) -> Roster {
    let draws = (Draws::open(seed, Stream::Cohort), roster);
    let mut physicians = Vec::new();
    for (name, cohort) in cohorts.iter() {
        let digits = cohort.count.to_string().len().max(3);
        for place in 1..=cohort.count {
            let id = format!("{name}-{place:0digits$}");
            physicians.push(physician(cohort, id, by_episode, &draws, start_year));
        }
    }
    let number = if roster == 0 { String::new() } else { format!(", roster {}", roster + 1) };
    Roster { physicians, origin: format!("generated from cohorts{number}"), ..Roster::default() }
}

/// One physician of a cohort; `draws` are the stream and the number of the roster.
fn physician(
    cohort: &Cohort,
    id: String,
    by_episode: &[&str],
    (draws, roster): &(Draws, u64),
    start_year: u16,
) -> Physician {
    let key = EntityKey::of(&id);
    let traits = Traits { draws, key, roster: *roster };
    let rounded = |drawn: f64, steps: f64| (drawn * steps).round() / steps;
    // A twentieth or less of a position takes a digit more.
    let share = |drawn: f64| rounded(drawn.min(MOST_FTE), if drawn < 0.05 { 1000.0 } else { 100.0 });
    let clinical_fte = share(traits.value(Trait::ClinicalFte, &cohort.clinical_fte));
    let fte = share(clinical_fte * traits.value(Trait::FteRatio, &cohort.fte_ratio)).max(clinical_fte);
    let lives: Vec<(String, f64)> = cohort
        .lives
        .iter()
        .enumerate()
        .map(|(place, (contract, spread))| {
            let drawn = spread.value(traits.uniform(100 + place as u64));
            (contract.to_owned(), (drawn * clinical_fte).round())
        })
        .collect();
    let people = lives.iter().filter(|(contract, _)| !by_episode.contains(&contract.as_str()));
    let attributed: f64 = people.map(|(_, n)| n).sum();
    let tenure = traits.value(Trait::Tenure, &cohort.tenure);
    let start = Date::month(start_year, 1).index();
    #[expect(clippy::cast_possible_truncation, reason = "at most 1,200 months")]
    let hired = Date::from_index(start - ((tenure * 12.0).round() as i64).clamp(1, 480));
    let term_years = u8::try_from(cohort.term_years).unwrap_or(3);
    let first = Date::from_index(hired.index() + 12 * i64::from(term_years));
    let shares: Vec<f64> = cohort.plans.values().map(|share| share.0).collect();
    let plan = choose(&shares, traits.of(Trait::Plan));
    let site = choose(&vec![1.0; cohort.sites.len()], traits.of(Trait::Site));
    Physician {
        key,
        name: String::new(),
        specialty: cohort.specialty.clone(),
        site: cohort.sites.get(site).cloned().unwrap_or_default(),
        pay_group: String::new(),
        plan: cohort.plans.names().nth(plan).unwrap_or_default().to_owned(),
        fte,
        clinical_fte,
        wrvu: (traits.value(Trait::Wrvu, &cohort.wrvu) * clinical_fte).round(),
        panel: (traits.value(Trait::Panel, &cohort.panel) * clinical_fte).round().max(attributed),
        quality: rounded(traits.value(Trait::Quality, &cohort.quality), 1000.0),
        cost_style: rounded(traits.value(Trait::CostStyle, &cohort.cost_style), 1000.0),
        social_risk: rounded(traits.value(Trait::SocialRisk, &cohort.social_risk), 1000.0),
        age: traits.value(Trait::Age, &cohort.age).round().clamp(25.0, 90.0),
        hired,
        renewals: Renewals { first, term_years },
        base_salary: cohort.base_salary.as_ref().map(|s| (traits.value(Trait::BaseSalary, s) * fte).round()),
        other_pay: 0.0,
        points: Vec::new(),
        duties: duties(&cohort.duties, clinical_fte, &traits),
        lives,
        revenue_share: cohort.revenue_share.iter().map(|(name, part)| (name.to_owned(), part.0)).collect(),
        call_days_by: by_name(&cohort.duties.call, &traits, CALL_DAYS, |days| {
            rounded(days, 1.0).clamp(0.0, 366.0)
        }),
        quality_by: by_name(&cohort.duties.measures, &traits, MEASURES, |score| rounded(score, 1000.0)),
        wrvu_by: Vec::new(),
        // What is drawn is a year's.
        career: Career { months_on_record: Some(12.0), ..Career::default() },
        paid: None,
        paid_by: Vec::new(),
        line: 0,
        person: id.clone(),
        appointment: String::new(),
        id,
    }
}
