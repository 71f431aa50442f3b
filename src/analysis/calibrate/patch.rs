//! A fit as a variant.

use super::Calibration;

/// A variant that sets the fitted numbers, to be added to the scenario's text.
#[must_use]
pub fn patch_text(name: &str, scenario: &str, calibration: &Calibration) -> String {
    let (before, after) = calibration.chi_squared;
    let mut text = format!(
        "# Fitted by `cascade calibrate` to {} figures. Add it to {scenario}.\n# Sum of squared residuals {after:.4}, {before:.4} at the start; {} degrees of freedom.\n\n[variant.{name}]\ntitle = \"Calibrated\"\n\n[variant.{name}.set]\n",
        calibration.residuals.len(),
        calibration.degrees_of_freedom,
    );
    for fitted in calibration.fitted.iter().filter(|fitted| !fitted.informed_by.is_empty()) {
        let error = fitted.standard_error.map_or_else(
            || "the figures do not determine it".to_owned(),
            |se| format!("standard error {se:.6}"),
        );
        text.push_str(&format!("{:?} = {:?} # {error}\n", fitted.path, fitted.value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Fitted;

    #[test]
    fn numbers_are_set_by_their_places() {
        let fitted = |path: &str, value: f64| Fitted {
            path: path.into(),
            bounds: (0.0, 1.0),
            start: 0.5,
            value,
            standard_error: Some(0.01),
            informed_by: vec![0],
            at_bound: false,
        };
        let calibration = Calibration {
            fitted: vec![fitted("a.b.x", 1.0), fitted("d.pay.wrvu.rate", 0.25)],
            simulated: vec![],
            residuals: vec![],
            chi_squared: (4.0, 1.0),
            degrees_of_freedom: -3,
            traded: vec![],
            evaluations: 1,
            converged: true,
            searches: 1,
            agreeing: 1,
        };
        let text = patch_text("mine", "s.toml", &calibration);
        let set =
            "[variant.mine.set]\n\"a.b.x\" = 1.0 # standard error 0.010000\n\"d.pay.wrvu.rate\" = 0.25 # ";
        assert!(text.contains(set), "{text}");
    }
}
