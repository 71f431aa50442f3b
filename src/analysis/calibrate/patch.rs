//! A fit as variants.

use super::{Calibration, Posterior, Targets};
use crate::scenario::BASELINE;
use crate::study::PlacedNumber;

/// What a patch is to say, beside what was found.
#[derive(Clone, Copy, Debug)]
pub struct PatchFacts<'a> {
    /// Name of the variant; of several, what their names begin with.
    pub name: &'a str,
    /// The scenario, as its user calls it.
    pub scenario: &'a str,
    /// Every number where it stands, in the order of the fit.
    pub placed: &'a [PlacedNumber],
    /// Correlations that arms have already: arm, first path, second path, correlation of normal scores.
    pub correlated: &'a [(String, String, String, f64)],
    /// What is written in place of points, where distributions are asked for.
    pub spread: Option<&'a Posterior>,
}

/// A variant of a patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchVariant {
    /// Its name.
    pub name: String,
    /// The arm that it is but for the fitted numbers.
    pub of: String,
}

/// The variants of a patch: one for each arm that targets are about, or that a number is named in.
#[must_use]
pub fn patch_variants(
    facts: PatchFacts<'_>,
    targets: &Targets,
    (arms, free): (&[&str], &[super::Free]),
) -> Vec<PatchVariant> {
    let by_figures = |arm: &str| targets.figures.iter().any(|figure| arms.get(figure.pick.arm) == Some(&arm));
    let by_name = |arm: &str| {
        free.iter().any(|free| free.path.split_once(':').is_some_and(|(own, _)| own.trim() == arm))
    };
    let is_meant = |arm: &str| by_figures(arm) || by_name(arm) || arm == BASELINE && targets.pay.is_some();
    let has_any = |arm: &str| facts.placed.iter().any(|number| number.arms.iter().any(|own| own == arm));
    let meant: Vec<&str> = arms.iter().copied().filter(|arm| is_meant(arm) && has_any(arm)).collect();
    let name = |arm: &str| match (meant.len(), arm) {
        (1, _) | (_, BASELINE) => facts.name.to_owned(),
        _ => format!("{}_{arm}", facts.name),
    };
    meant.iter().map(|arm| PatchVariant { name: name(arm), of: (*arm).to_owned() }).collect()
}

/// Variants that set the fitted numbers, to be added to the scenario's text: as points, or as distributions with their
/// correlations.
#[must_use]
pub fn patch_text(facts: PatchFacts<'_>, variants: &[PatchVariant], found: &Calibration) -> String {
    let (before, after) = found.chi_squared;
    let mut text = format!(
        "# Fitted by `cascade calibrate` to {} targets. Add it to {}.\n# Sum of squared residuals {after:.4}, {before:.4} at the start; {} degrees of freedom.\n",
        found.groups.iter().map(|group| group.targets).sum::<usize>(),
        facts.scenario,
        found.degrees_of_freedom,
    );
    for variant in variants {
        text += &variant_text(facts, variant, found, variants.len() > 1);
    }
    text
}

fn variant_text(
    facts: PatchFacts<'_>,
    variant: &PatchVariant,
    found: &Calibration,
    of_several: bool,
) -> String {
    let PatchVariant { name, of } = variant;
    let is_own = |place: usize| {
        found.fitted[place].is_informed && facts.placed[place].arms.iter().any(|arm| arm == of)
    };
    let own: Vec<usize> = (0..found.fitted.len()).filter(|place| is_own(*place)).collect();
    let arm = if of_several { format!(", {of}") } else { String::new() };
    let mut text = format!("\n[variant.{name}]\ntitle = \"Calibrated{arm}\"\n");
    if of != BASELINE {
        text += &format!("builds_on = {of:?}\n");
    }
    if let Some(posterior) = facts.spread {
        text += &joined(facts, (of, &own), posterior);
    }
    text += &format!("\n[variant.{name}.set]\n");
    for place in own {
        let fitted = &found.fitted[place];
        let error = fitted.standard_error.map_or_else(
            || "the targets do not determine it".to_owned(),
            |se| format!("standard error {se:.6}"),
        );
        let path = fitted.path.split_once(':').map_or(fitted.path.as_str(), |(_, path)| path.trim());
        text += &match facts.spread {
            Some(posterior) => {
                let number = &posterior.numbers[place];
                let [low, middle, high] = number.quantiles;
                format!(
                    "{path:?} = {} # best fit {:?}; 5, 50 and 95 %: {low:.6}, {middle:.6}, {high:.6}\n",
                    number.marginal.text, fitted.value
                )
            }
            None => format!("{path:?} = {:?} # {error}\n", fitted.value),
        };
    }
    text
}

/// The correlations of a variant: those that its arm has, and those of the numbers that are set.
fn joined(facts: PatchFacts<'_>, (of, own): (&str, &[usize]), posterior: &Posterior) -> String {
    let pair = |first: &str, second: &str, rho: f64| {
        format!("    {{ first = {first:?}, second = {second:?}, rho = {rho:?} }},\n")
    };
    let known = facts.correlated.iter().filter(|(arm, ..)| arm == of);
    let known = known.map(|(_, first, second, rho)| pair(first, second, *rho));
    let path = |place: usize| facts.placed[place].path.as_str();
    let new = posterior.joined.iter().filter(|(a, b, _)| own.contains(a) && own.contains(b));
    let new = new.map(|(a, b, rho)| pair(path(*a), path(*b), *rho));
    let all: String = known.chain(new).collect();
    if all.is_empty() { all } else { format!("correlation = [\n{all}]\n") }
}

#[cfg(test)]
mod tests {
    use super::super::{Free, GroupMet, Marginal, NumberBelieved};
    use super::*;
    use crate::analysis::Fitted;
    use crate::random::Distribution;

    fn fitted(path: &str, value: f64) -> Fitted {
        Fitted {
            path: path.into(),
            bounds: (0.0, 1.0),
            start: 0.5,
            value,
            standard_error: Some(0.01),
            informed_by: vec![0],
            informed_by_pay: false,
            is_informed: true,
            at_bound: false,
        }
    }

    fn calibration(fitted: Vec<Fitted>) -> Calibration {
        Calibration {
            fitted,
            simulated: vec![],
            residuals: vec![],
            chi_squared: (4.0, 1.0),
            degrees_of_freedom: -3,
            traded: vec![],
            evaluations: 1,
            converged: true,
            searches: 1,
            agreeing: 1,
            groups: vec![GroupMet { group: "g".into(), targets: 2, chi_squared: 1.0, worst: 1.0 }],
            pulls: vec![],
            pay: None,
            refused: 0,
        }
    }

    fn placed(path: &str, arms: &[&str]) -> PlacedNumber {
        let arms = arms.iter().map(|arm| (*arm).to_owned()).collect();
        PlacedNumber { path: path.into(), arms, is_whole: false, law: None, moves_with: None }
    }

    #[test]
    fn numbers_are_set_by_their_places() {
        let calibration = calibration(vec![fitted("a.b.x", 1.0), fitted("d.pay.wrvu.rate", 0.25)]);
        let placed = [placed("a.b.x", &["baseline"]), placed("d.pay[0].wrvu.rate", &["baseline"])];
        let facts =
            PatchFacts { name: "mine", scenario: "s.toml", placed: &placed, correlated: &[], spread: None };
        let variants = [PatchVariant { name: "mine".into(), of: "baseline".into() }];
        let text = patch_text(facts, &variants, &calibration);
        let set =
            "[variant.mine.set]\n\"a.b.x\" = 1.0 # standard error 0.010000\n\"d.pay.wrvu.rate\" = 0.25 # ";
        assert!(text.contains(set) && !text.contains("builds_on"), "{text}");
        assert!(text.contains("to 2 targets"), "{text}");
    }

    #[test]
    fn each_arm_that_is_meant_has_a_variant_of_its_own() {
        let free = |path: &str| Free { path: path.into(), low: 0.0, high: 1.0 };
        let free = [free("a.x"), free("new:b.y")];
        let placed = [placed("a.x", &["baseline", "new", "old"]), placed("b.y", &["new"])];
        let number = |path: &str, text: &str| NumberBelieved {
            path: path.into(),
            is_prior_stated: false,
            prior: (0.5, 0.3),
            posterior: (0.2, 0.1),
            quantiles: [0.1, 0.2, 0.3],
            learned: 0.9,
            marginal: Marginal { text: text.into(), law: Distribution::Uniform { min: 0.0, max: 1.0 } },
        };
        let posterior = Posterior {
            numbers: vec![number("a.x", "{ one = 1 }"), number("new:b.y", "{ two = 2 }")],
            correlations: vec![],
            joined: vec![(0, 1, -0.5)],
            draws: vec![],
            effective: 1.0,
            surface_error: 0.0,
            surfaces: 1,
            simulations: 1,
            refused: 0,
        };
        let known = [("new".to_owned(), "c.one".to_owned(), "c.two".to_owned(), 0.3)];
        let facts = PatchFacts {
            name: "mine",
            scenario: "s.toml",
            placed: &placed,
            correlated: &known,
            spread: Some(&posterior),
        };
        let targets =
            Targets { figures: vec![], pay: Some(super::super::PayTarget { people: vec![], error: None }) };
        let variants = patch_variants(facts, &targets, (&["baseline", "old", "new"], &free));
        let told: Vec<(&str, &str)> = variants.iter().map(|v| (v.name.as_str(), v.of.as_str())).collect();
        assert_eq!(told, [("mine", "baseline"), ("mine_new", "new")]);
        let text =
            patch_text(facts, &variants, &calibration(vec![fitted("a.x", 0.2), fitted("new:b.y", 0.3)]));
        let (baseline, new) = text.split_once("[variant.mine_new]").unwrap();
        assert!(baseline.contains("\"a.x\" = { one = 1 }") && !baseline.contains("b.y"), "{text}");
        assert!(!baseline.contains("correlation"), "one number of its own has nobody to move with: {text}");
        let pairs = "builds_on = \"new\"\ncorrelation = [\n    { first = \"c.one\", second = \"c.two\", rho = 0.3 },\n    { first = \"a.x\", second = \"b.y\", rho = -0.5 },\n]\n";
        assert!(new.contains(pairs) && new.contains("\"b.y\" = { two = 2 }"), "{text}");
    }
}
