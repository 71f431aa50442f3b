//! Specialties by the names that exports and surveys give them.

use super::STANDARD;

/// Common names of standard specialties; case, spaces and punctuation do not count. What a subspecialty is paid
/// may lie far from its parent: only names of the same market stand here.
const COMMON: &[(&str, &[&str])] = &[
    (
        "family_medicine",
        &[
            "FM",
            "FP",
            "family practice",
            "family med",
            "family physician",
            "family medicine (without OB)",
            "family medicine (with OB)",
            "primary care - family medicine",
            "general practice",
        ],
    ),
    (
        "internal_medicine",
        &[
            "IM",
            "internal med",
            "int med",
            "general internal medicine",
            "GIM",
            "internal medicine - general",
            "internist",
            "primary care - internal medicine",
        ],
    ),
    (
        "pediatrics",
        &["peds", "pediatric", "paediatrics", "general pediatrics", "pediatrics - general", "pediatrician"],
    ),
    ("geriatrics", &["geriatric medicine", "geriatric"]),
    (
        "obstetrics_gynecology",
        &["OB/GYN", "OB", "obstetrics and gynaecology", "obstetrics/gynecology (general)"],
    ),
    (
        "cardiology",
        &[
            "cards",
            "cardiology - invasive",
            "cardiology - noninvasive",
            "invasive cardiology",
            "noninvasive cardiology",
            "cardiology - general",
            "general cardiology",
            "cardiology - interventional",
            "cardiology - invasive-interventional",
            "interventional cardiology",
            "cardiology - electrophysiology",
            "cardiac electrophysiology",
            "cardiovascular disease",
            "cardiovascular medicine",
        ],
    ),
    ("gastroenterology", &["GI", "gastro"]),
    (
        "oncology",
        &["hematology/oncology", "heme/onc", "hem/onc", "medical oncology", "oncology (medical)", "onc"],
    ),
    ("neurology", &["neuro", "general neurology", "neurology - general"]),
    (
        "pulmonology",
        &[
            "pulmonary",
            "pulm",
            "pulmonary medicine",
            "pulmonary disease",
            "pulmonary/critical care",
            "pulmonary medicine/critical care",
            "pulm/crit",
            "pulmonology/critical care",
        ],
    ),
    ("endocrinology", &["endo", "endocrinology/metabolism", "endocrinology, diabetes and metabolism"]),
    ("nephrology", &["renal", "neph"]),
    ("rheumatology", &["rheum"]),
    ("dermatology", &["derm"]),
    (
        "psychiatry",
        &["psych", "adult psychiatry", "psychiatry - adult", "psychiatry - general", "general psychiatry"],
    ),
    ("general_surgery", &["gen surg", "general surg", "surgery - general"]),
    (
        "orthopedics",
        &[
            "ortho",
            "orthopedic",
            "orthopaedic",
            "orthopaedics",
            "orthopedic surgery",
            "orthopaedic surgery",
            "orthopedic surgery - general",
            "orthopaedic surgery - general",
            "surgery - orthopedic",
        ],
    ),
    ("urology", &["uro", "urologic surgery"]),
    (
        "otolaryngology",
        &["ENT", "otorhinolaryngology", "ear, nose and throat", "otolaryngology - head and neck surgery"],
    ),
    ("ophthalmology", &["ophtho", "ophthalmology - general"]),
    ("neurosurgery", &["neurological surgery", "surgery - neurological", "neurosurg"]),
    (
        "hospital_medicine",
        &[
            "hospitalist",
            "hospitalists",
            "hospital med",
            "hospitalist - internal medicine",
            "internal medicine - hospitalist",
            "hospitalist medicine",
        ],
    ),
    ("emergency_medicine", &["EM", "ER", "ED", "emergency", "emergency med"]),
    ("anesthesiology", &["anesthesia", "anaesthesiology", "anaesthesia", "anesthesiologist", "anes"]),
];

/// Letters of a name, in small letters, without what joins them.
fn letters(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word != "and").collect()
}

/// The standard specialty that a name means: by its own name or by one of those in common use.
///
/// ```
/// use cascade::entity::standard_of;
/// assert_eq!(standard_of("OB/GYN"), Some("obstetrics_gynecology"));
/// assert_eq!(standard_of("Orthopaedic Surgery"), Some("orthopedics"));
/// assert_eq!(standard_of("Foot and Ankle"), None);
/// ```
#[must_use]
pub fn standard_of(name: &str) -> Option<&'static str> {
    let said = letters(name);
    if said.is_empty() {
        return None;
    }
    let own = STANDARD.iter().map(|standard| standard.name).find(|own| letters(own) == said);
    own.or_else(|| {
        let known = |(_, names): &&(&str, &[&str])| names.iter().any(|name| letters(name) == said);
        COMMON.iter().find(known).map(|(standard, _)| *standard)
    })
}

/// The specialty that a name means: one of `known` that differs by case, spaces and punctuation only, or the standard
/// one that it commonly stands for, where `known` has it.
#[must_use]
pub fn specialty_of<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let said = letters(name);
    let alike = known.iter().copied().find(|own| !said.is_empty() && letters(own) == said);
    alike.or_else(|| {
        let standard = standard_of(name)?;
        known.iter().copied().find(|own| *own == standard)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn common_names_mean_one_standard_specialty_each() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (standard, names) in COMMON {
            assert!(STANDARD.iter().any(|known| known.name == *standard), "{standard}");
            for name in names.iter().chain(std::iter::once(standard)) {
                let other = seen.insert(letters(name), standard);
                assert!(other.is_none(), "{name} stands for {standard} and {other:?}");
                assert_eq!(standard_of(name), Some(*standard));
            }
        }
        assert_eq!(COMMON.len(), STANDARD.len());
    }

    #[test]
    fn names_as_exports_write_them() {
        for (name, standard) in [
            ("Family Medicine", Some("family_medicine")),
            ("fm", Some("family_medicine")),
            ("Internal Med", Some("internal_medicine")),
            ("Cardiology: Invasive", Some("cardiology")),
            ("Cardiology – Non-Invasive", Some("cardiology")),
            ("Obstetrics & Gynecology", Some("obstetrics_gynecology")),
            ("HEMATOLOGY / ONCOLOGY", Some("oncology")),
            ("Pediatric Cardiology", None),
            ("Surgery", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(standard_of(name), standard, "{name:?}");
        }
    }
}
