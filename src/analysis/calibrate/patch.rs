//! A fit as a variant.

use super::Calibration;

/// A variant that sets the fitted numbers, to be added to the scenario's text.
#[must_use]
pub fn patch_text(name: &str, scenario: &str, calibration: &Calibration) -> String {
    let (before, after) = calibration.chi_squared;
    let mut text = format!(
        "# Fitted by `cascade calibrate` to {} figures. Add it to {scenario}.\n# Sum of squared residuals {after:.4}, {before:.4} at the start; {} degrees of freedom.\n\n[variant.{name}]\ntitle = \"Calibrated\"\n",
        calibration.residuals.len(),
        calibration.degrees_of_freedom,
    );
    for fitted in calibration.fitted.iter().filter(|fitted| !fitted.informed_by.is_empty()) {
        let (table, key) = fitted.path.rsplit_once('.').unwrap_or(("", &fitted.path));
        let dot = if table.is_empty() { "" } else { "." };
        let error = fitted.standard_error.map_or_else(
            || "the figures do not determine it".to_owned(),
            |se| format!("standard error {se:.6}"),
        );
        let header = format!("\n[variant.{name}{dot}{table}]\n");
        // Numbers of one table follow each other under one header.
        match text.rfind(&header) {
            Some(at) => {
                let after = at + header.len();
                text.insert_str(after, &format!("{key} = {:?} # {error}\n", fitted.value));
            }
            None => text.push_str(&format!("{header}{key} = {:?} # {error}\n", fitted.value)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Fitted;

    #[test]
    fn numbers_of_one_table_share_a_header() {
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
            fitted: vec![fitted("a.b.x", 1.0), fitted("c.z", 0.25), fitted("a.b.y", 3.0)],
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
        assert_eq!(text.matches("[variant.mine.a.b]").count(), 1, "{text}");
        assert!(text.contains("[variant.mine.c]\nz = 0.25 # standard error 0.010000\n"), "{text}");
        assert!(text.contains("y = 3.0") && text.contains("x = 1.0"), "{text}");
    }
}
