//! Reid et al. 2022: what thirty-one physician organisations pay for.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::crew::spread;
use crate::analysis::estimate::{correlation, mean, median};
use crate::engine::{Metric, Pick, Scope, explain_physician};
use crate::entity::{Lever, Levers};
use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};
use crate::study::{NoFiles, Study, StudyFault};

const TEXT: &str = include_str!("../../../scenarios/studies/reid_2022.toml");

/// Organisations of a study.
const ORGANISATIONS: usize = 31;
/// Those with specialists: the abstract's 93.3 % and 56.7 % are 28 and 17 of 30.
const WITH_SPECIALISTS: usize = 30;
/// Studies simulated, whose mean is reported.
const STUDIES: u64 = 64;
/// Studies in which physicians are asked what would raise their pay most.
const ASKED: u64 = 32;

/// How one kind of physician is paid across organisations.
struct Mix {
    plan: &'static str,
    /// Chance of a volume part, and of a performance part.
    included: [f64; 2],
    /// Intended volume share when there is one: alpha, beta, least.
    volume: [f64; 3],
    /// Intended performance share when there is one: alpha, beta, least, most.
    performance: [f64; 4],
    /// Pay that a plan aims at, $ a year.
    pay: f64,
    /// wRVUs that it expects: mean of the cohort's lognormal.
    wrvu: f64,
    /// What can be attained on each lever, in its units: as far as the best tenth of peers are from the middle.
    /// wRVUs and panels by the study's cohorts, `100 (e^(1.2816 sigma) - 1)`; measured quality by the roster's law,
    /// 0.45 + 0.55 beta(8, 4), whose upper tenth begins 9 points above its mean; cost of care by the roster's
    /// styles, 1.2816 x 8 %; risk scores up to the cap of an agreement, 3 %; two hours a week, as stipends buy.
    /// The yardstick is an assumption: leaders were asked, and did not say how far they thought a lever would go.
    attainable: Levers,
}

/// Fits to published mean, median and range (compensation note 3.1).
const MIXES: [Mix; 2] = [
    Mix {
        plan: "primary_care",
        included: [0.839, 0.839],
        volume: [0.590, 0.297, 0.05],
        performance: [1.365, 2.731, 0.01, 0.25],
        pay: 280_000.0,
        wrvu: 5_126.0, // 4,900 e^(0.30²/2)
        attainable: Levers {
            volume: 46.9, // sigma 0.30
            stewardship: 10.3,
            quality: 9.0,
            documentation: 3.0,
            access: 37.8, // sigma 0.25
            transformation: 2.0,
        },
    },
    Mix {
        plan: "specialist",
        included: [0.933, 0.567],
        volume: [0.619, 0.229, 0.025],
        performance: [0.829, 1.849, 0.005, 0.16],
        pay: 530_000.0,
        wrvu: 9_244.0, // 8,600 e^(0.38²/2)
        attainable: Levers {
            volume: 62.7, // sigma 0.38
            stewardship: 10.3,
            quality: 9.0,
            documentation: 3.0,
            access: 0.0, // no panel
            transformation: 2.0,
        },
    },
];

/// Part of a quality bonus that a physician of mean quality earns: (0.45 + 0.55 × 8/12 − 0.65)/0.34.
const EARNED_PART: f64 = 0.490_196;

/// One simulated organisation.
struct Organisation {
    /// Share of its revenue that comes fee-for-service.
    fees: f64,
    /// Volume share of pay, primary care and specialists.
    volume: [f64; 2],
    /// Performance share of pay.
    performance: [f64; 2],
    /// Whether more volume is what raises pay most; of those who were asked.
    volume_pays_most: Option<[bool; 2]>,
}

/// Inclusion, conditional and unconditional shares, correlation, top action; all in percent but the
/// correlation.
pub(super) fn reid(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let base = Study::read("reid_2022.toml", TEXT, &NoFiles)?;
    let studies = options.trials(STUDIES);
    let studies = usize::try_from(studies).unwrap_or(1);
    let all: Vec<Organisation> = spread(studies * ORGANISATIONS, options.threads, |place| {
        organisation(&base, (place / ORGANISATIONS) as u64, (place % ORGANISATIONS) as u64)
    })?;
    let studies: Vec<&[Organisation]> = all.chunks(ORGANISATIONS).collect();
    let mut figures = Vec::new();
    for (kind, names) in NAMES.iter().enumerate() {
        let members = if kind == 0 { all.len() } else { WITH_SPECIALISTS };
        let per_study = |statistic: &dyn Fn(&[Organisation]) -> f64| {
            let values: Vec<f64> =
                studies.iter().map(|study| statistic(&study[..study.len().min(members)])).collect();
            Estimate::mean(&values)
        };
        let volumes = |s: &[Organisation]| s.iter().map(|o| o.volume[kind]).collect::<Vec<f64>>();
        let performances = |s: &[Organisation]| s.iter().map(|o| o.performance[kind]).collect::<Vec<f64>>();
        let [v_in, v_if, v_median, v_all, p_in, p_if, p_all, r, top] = *names;
        figures.push(found(v_in, per_study(&|s| 100.0 * included(&volumes(s)))));
        figures.push(found(v_if, per_study(&|s| 100.0 * mean(&present(&volumes(s))))));
        figures.push(found(v_median, per_study(&|s| 100.0 * median(&present(&volumes(s))))));
        figures.push(found(v_all, per_study(&|s| 100.0 * mean(&volumes(s)))));
        figures.push(found(p_in, per_study(&|s| 100.0 * included(&performances(s)))));
        figures.push(found(p_if, per_study(&|s| 100.0 * mean(&present(&performances(s))))));
        figures.push(found(p_all, per_study(&|s| 100.0 * mean(&performances(s)))));
        let fees = |s: &[Organisation]| s.iter().map(|o| o.fees).collect::<Vec<f64>>();
        figures.push(found(r, per_study(&|s| correlation(&fees(s), &volumes(s)))));
        let asked: Vec<f64> = all
            .iter()
            .filter_map(|o| o.volume_pays_most)
            .map(|pays| if pays[kind] { 100.0 } else { 0.0 })
            .collect();
        figures.push(found(top, Estimate::mean(&asked)));
    }
    Ok(figures)
}

const NAMES: [[&str; 9]; 2] = [
    [
        "pcp_volume_included",
        "pcp_volume_if_included",
        "pcp_volume_median",
        "pcp_volume",
        "pcp_performance_included",
        "pcp_performance_if_included",
        "pcp_performance",
        "pcp_correlation",
        "pcp_top_action",
    ],
    [
        "specialist_volume_included",
        "specialist_volume_if_included",
        "specialist_volume_median",
        "specialist_volume",
        "specialist_performance_included",
        "specialist_performance_if_included",
        "specialist_performance",
        "specialist_correlation",
        "specialist_top_action",
    ],
];

fn present(shares: &[f64]) -> Vec<f64> {
    shares.iter().copied().filter(|share| *share > 0.0).collect()
}

fn included(shares: &[f64]) -> f64 {
    let n: Vec<f64> = shares.iter().map(|share| if *share > 0.0 { 1.0 } else { 0.0 }).collect();
    mean(&n)
}

/// Draws an organisation, runs it, and reads off what it paid for.
fn organisation(base: &Study, study: u64, place: u64) -> Result<Organisation, StudyFault> {
    let seed = base.seed();
    let draws = Draws::open(Seed(seed), Stream::Parameter);
    let key = EntityKey::of(&format!("reid organisation {place}"));
    let uniform = |salt: u64| unit(draws.words(key, study, 0, salt)[0]);
    let mut own = base.clone();
    own.reseed(seed + 1 + study * ORGANISATIONS as u64 + place);
    let fees = uniform(0);
    own.set("contract.fees.revenue_share", fees)?;
    own.set("contract.value.revenue_share", 1.0 - fees)?;
    for (kind, mix) in (1_u64..).zip(&MIXES) {
        let (volume, performance) = intended(mix, |salt| uniform(10 * kind + salt));
        let path = |rest: &str| format!("plan.{}.pay.{rest}", mix.plan);
        own.set(&path("wrvu.tiers.rate"), volume * mix.pay / mix.wrvu)?;
        own.set(&path("quality_bonus.per_fte"), performance * mix.pay / EARNED_PART)?;
        // What rounding leaves of the whole is no negative salary.
        own.set(&path("salary.per_fte"), (1.0 - volume - performance).max(0.0) * mix.pay)?;
    }
    let picks: Vec<Pick> = MIXES
        .iter()
        .flat_map(|mix| {
            [Metric::VolumeBasisShare, Metric::ValueShare]
                .map(|metric| Pick::year(0, 0, Scope::Plan, mix.plan, metric.definition().name))
        })
        .collect();
    let values = own.sample(own.trials(), Some(1), &picks)?;
    let shares: Vec<f64> = values.iter().map(|v| mean(v)).collect();
    let volume_pays_most = (study < ASKED).then(|| top_actions(&own)).transpose()?;
    Ok(Organisation {
        fees,
        volume: [shares[0], shares[2]],
        performance: [shares[1], shares[3]],
        volume_pays_most,
    })
}

/// Intended volume and performance shares of a plan: performance first, volume no more than what
/// that leaves.
fn intended(mix: &Mix, uniform: impl Fn(u64) -> f64) -> (f64, f64) {
    let [alpha, beta, min, max] = mix.performance;
    let law = Distribution::Beta { alpha, beta, min, max };
    let performance = if uniform(1) < mix.included[1] { law.quantile(uniform(2)) } else { 0.0 };
    let [alpha, beta, min] = mix.volume;
    let law = Distribution::Beta { alpha, beta, min, max: 1.0 };
    let volume =
        if uniform(3) < mix.included[0] { law.quantile(uniform(4)).min(1.0 - performance) } else { 0.0 };
    (volume, performance)
}

/// Whether more volume is what raises pay most, in dollars that can be attained, for the first physician on each
/// plan.
fn top_actions(study: &Study) -> Result<[bool; 2], StudyFault> {
    let model = study.model()?;
    let mut answers = [false; 2];
    for (mix, answer) in MIXES.iter().zip(&mut answers) {
        let Some(place) = model.physicians.iter().position(|p| p.plan == mix.plan) else {
            return Err(StudyFault::Invalid(format!("nobody is on plan {}", mix.plan)));
        };
        let story =
            explain_physician(&model, 0, 0, 0, place).map_err(|why| StudyFault::Invalid(why.to_string()))?;
        *answer = volume_is_top(&story.gradients.pay, &mix.attainable);
    }
    Ok(answers)
}

/// Whether volume, more visits of the same patients or more patients, brings more dollars than any other lever:
/// no plan here pays for a panel by itself.
fn volume_is_top(pay: &Levers, attainable: &Levers) -> bool {
    let is_volume = |lever: &Lever| matches!(lever, Lever::Volume | Lever::Access);
    let (volume, other): (Vec<Lever>, Vec<Lever>) = Lever::ALL.into_iter().partition(is_volume);
    let best = |levers: Vec<Lever>| {
        levers.into_iter().map(|lever| pay[lever] * attainable[lever]).fold(0.0, f64::max)
    };
    best(volume) > best(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_decide_and_not_hours() {
        // 47 % more work at $1,500 a percent is $70,350; nine points at $1,800 are $16,200, at $8,000 $72,000.
        let pay = |quality| Levers { volume: 1_500.0, quality, ..Levers::all(0.0) };
        let attainable = &MIXES[0].attainable;
        assert!(volume_is_top(&pay(1_800.0), attainable));
        assert!(!volume_is_top(&pay(8_000.0), attainable));
        // A plan that pays for neither has no such action.
        assert!(!volume_is_top(&Levers::all(0.0), attainable));
        // e^(1.2816 x 0.30) = 1.469, e^(1.2816 x 0.38) = 1.627, e^(1.2816 x 0.25) = 1.378.
        for (sigma, percent) in [(0.30, 46.9), (0.38, 62.7), (0.25, 37.8)] {
            assert!((100.0 * ((1.281_55_f64 * sigma).exp() - 1.0) - percent).abs() < 0.06, "{sigma}");
        }
        let law = Distribution::Beta { alpha: 8.0, beta: 4.0, min: 0.45, max: 1.0 };
        assert!((100.0 * (law.quantile(0.9) - law.mean()) - 9.0).abs() < 0.15, "{}", law.quantile(0.9));
    }

    #[test]
    fn what_a_plan_aims_at_never_exceeds_the_whole() {
        for mix in &MIXES {
            for step in 0..50 {
                let u = (f64::from(step) + 0.5) / 50.0;
                let (volume, performance) = intended(mix, |salt| if salt % 2 == 1 { 0.0 } else { u });
                assert!(volume > 0.0 && performance > 0.0 && volume + performance <= 1.0 + 1e-12);
            }
            assert_eq!(intended(mix, |_| 0.99), (0.0, 0.0), "neither part is included");
        }
        // The mean of the law fitted for primary care: 0.05 + 0.95 × 0.590/0.887 = 0.6819.
        let [alpha, beta, min] = MIXES[0].volume;
        let mean = Distribution::Beta { alpha, beta, min, max: 1.0 }.mean();
        assert!((mean - 0.6819).abs() < 1e-4);
    }
}
