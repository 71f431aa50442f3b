//! Specialties: what a wRVU is worth in each, what it sets in motion, and what effort costs.

use super::Levers;
use crate::schema::{Field, keywords, optional, parameters};
use crate::units::{Hours, PerWrvu, Quantity, RevenuePerWrvu, UsdPerYear, Wrvu};

keywords! {
    /// The field of medicine, as studies of pay group it.
    pub enum MedicalField {
        /// Family medicine, internal medicine, pediatrics, geriatrics: physicians patients are attributed to.
        PrimaryCare = "primary_care",
        /// Specialties that mostly see and treat without operating.
        Medical = "medical",
        /// Specialties that operate.
        Surgical = "surgical",
        /// Specialties that work in the hospital by the shift.
        HospitalBased = "hospital_based",
    }
}

parameters! {
    /// Hours a year that one unit of each lever costs a full-time physician: the metric of effort.
    pub struct Effort {
        /// For +1 % wRVU.
        volume: Option<Hours> = optional();
        /// For −1 % cost of care under influence.
        stewardship: Option<Hours> = optional();
        /// For +1 point of measured quality.
        quality: Option<Hours> = optional();
        /// For +1 % risk score.
        documentation: Option<Hours> = optional();
        /// For +1 % panel.
        access: Option<Hours> = optional();
        /// For +1 hour a week of non-clinical work.
        transformation: Option<Hours> = optional();
    }
}

impl Effort {
    fn stated(&self) -> Levers<Option<Hours>> {
        Levers {
            volume: self.volume,
            stewardship: self.stewardship,
            quality: self.quality,
            documentation: self.documentation,
            access: self.access,
            transformation: self.transformation,
        }
    }
}

parameters! {
    /// A specialty. Standard ones are built in (`cascade catalogue defaults`); what is stated here
    /// replaces the standard value, and a specialty of one's own states everything but effort,
    /// practice expense and malpractice.
    pub struct SpecialtyTerms {
        /// The field of medicine.
        field: Option<MedicalField> = optional();
        /// Median work RVUs a year per 1.0 clinical FTE.
        median_wrvu: Option<Wrvu> = optional();
        /// Market comp rate: pay per wRVU at the median.
        market_rate: Option<PerWrvu> = optional();
        /// Facility contribution margin that accompanies one wRVU of the physician's own work.
        technical_per_wrvu: Option<RevenuePerWrvu> = optional();
        /// Cost of care set in motion per wRVU by physicians without attributed patients.
        influence_per_wrvu: Option<RevenuePerWrvu> = optional();
        /// Hours that levers cost.
        effort: Option<Effort> = optional();
        /// Cost of running a practice per clinical FTE, where it is not the system's `practice_expense`.
        practice_expense: Option<UsdPerYear> = optional();
        /// Malpractice cover of a clinical FTE.
        malpractice: Option<UsdPerYear> = optional();
    }
}

/// A specialty with every number known.
#[derive(Clone, Debug, PartialEq)]
pub struct Specialty {
    /// Name, as in the roster.
    pub name: String,
    /// The field of medicine.
    pub field: MedicalField,
    /// Median work RVUs a year per 1.0 clinical FTE.
    pub median_wrvu: Wrvu,
    /// Market comp rate.
    pub market_rate: PerWrvu,
    /// Facility contribution margin per wRVU.
    pub technical_per_wrvu: RevenuePerWrvu,
    /// Cost of care set in motion per wRVU.
    pub influence_per_wrvu: RevenuePerWrvu,
    /// Hours a year per lever unit.
    pub effort: Levers,
    /// Its own practice expense per clinical FTE; nothing where it is the system's.
    pub practice_expense: Option<UsdPerYear>,
    /// Malpractice cover of a clinical FTE.
    pub malpractice: UsdPerYear,
}

/// A row of the standard table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standard {
    /// Name, as in the roster.
    pub name: &'static str,
    /// The field of medicine.
    pub field: MedicalField,
    /// Median wRVU per clinical FTE. Survey tables are proprietary: assumption, scaled so that a
    /// mixed group averages the 6,095 wRVU per physician of Kaufman Hall (Q2 2024).
    pub median_wrvu: f64,
    /// Pay per wRVU. Assumption, scaled to the $60.93 per wRVU of Kaufman Hall (Q1 2024) and the
    /// specialty gradient of Doximity 2022.
    pub market_rate: f64,
    /// Hospital net revenue per physician, $ (Merritt Hawkins 2019; 62 responses, weak); where the
    /// survey is silent, its specialist average of 2.446 million.
    pub hospital_revenue: f64,
}

const fn standard(
    name: &'static str,
    field: MedicalField,
    median_wrvu: f64,
    market_rate: f64,
    hospital_revenue: f64,
) -> Standard {
    Standard { name, field, median_wrvu, market_rate, hospital_revenue }
}

/// The standard specialties.
pub const STANDARD: [Standard; 24] = [
    standard("family_medicine", MedicalField::PrimaryCare, 5_000.0, 56.0, 2.11e6),
    standard("internal_medicine", MedicalField::PrimaryCare, 4_900.0, 58.0, 2.133e6),
    standard("pediatrics", MedicalField::PrimaryCare, 5_100.0, 48.0, 2.133e6),
    standard("geriatrics", MedicalField::PrimaryCare, 4_000.0, 63.0, 2.133e6),
    standard("obstetrics_gynecology", MedicalField::Surgical, 6_800.0, 52.0, 2.02e6),
    standard("cardiology", MedicalField::Medical, 8_800.0, 62.0, 3.48e6),
    standard("gastroenterology", MedicalField::Medical, 8_200.0, 63.0, 2.97e6),
    standard("oncology", MedicalField::Medical, 5_600.0, 82.0, 2.446e6),
    standard("neurology", MedicalField::Medical, 5_100.0, 62.0, 2.446e6),
    standard("pulmonology", MedicalField::Medical, 6_300.0, 63.0, 2.446e6),
    standard("endocrinology", MedicalField::Medical, 4_900.0, 55.0, 2.446e6),
    standard("nephrology", MedicalField::Medical, 6_600.0, 53.0, 2.446e6),
    standard("rheumatology", MedicalField::Medical, 5_000.0, 59.0, 2.446e6),
    standard("dermatology", MedicalField::Medical, 7_400.0, 63.0, 2.446e6),
    standard("psychiatry", MedicalField::Medical, 4_200.0, 69.0, 2.446e6),
    standard("general_surgery", MedicalField::Surgical, 7_000.0, 63.0, 2.446e6),
    standard("orthopedics", MedicalField::Surgical, 8_900.0, 70.0, 3.29e6),
    standard("urology", MedicalField::Surgical, 7_900.0, 63.0, 2.446e6),
    standard("otolaryngology", MedicalField::Surgical, 7_300.0, 63.0, 2.446e6),
    standard("ophthalmology", MedicalField::Surgical, 8_700.0, 52.0, 2.446e6),
    standard("neurosurgery", MedicalField::Surgical, 10_200.0, 78.0, 2.446e6),
    standard("hospital_medicine", MedicalField::HospitalBased, 4_300.0, 72.0, 2.446e6),
    standard("emergency_medicine", MedicalField::HospitalBased, 6_400.0, 55.0, 2.446e6),
    standard("anesthesiology", MedicalField::HospitalBased, 7_500.0, 62.0, 2.446e6),
];

/// Part of hospital net revenue that is contribution margin directly generated by the physician:
/// 45 % of downstream net × the 14/52 that Fahey 2006 calls directly generated. Derived.
const DIRECT_MARGIN: f64 = 0.45 * 14.0 / 52.0;

/// Professional revenue per wRVU inside what a wRVU sets in motion (Kaufman Hall Q2 2025).
const PROFESSIONAL_PER_WRVU: f64 = 76.63;

/// Hours of effort per lever unit by field. Assumptions: 1 % of about 1,900 clinical hours for
/// volume; stewardship and quality as panel work in primary care and case by case elsewhere;
/// documentation at about five minutes a week per percent; access as intake visits; transformation
/// at 46 working weeks.
const fn standard_effort(field: MedicalField) -> Levers {
    let (stewardship, quality, documentation, access) = match field {
        MedicalField::PrimaryCare => (24.0, 12.0, 4.0, 15.0),
        MedicalField::Medical => (20.0, 14.0, 4.0, 17.0),
        MedicalField::Surgical => (18.0, 16.0, 3.0, 19.0),
        MedicalField::HospitalBased => (16.0, 16.0, 5.0, 19.0),
    };
    Levers { volume: 19.0, stewardship, quality, documentation, access, transformation: 46.0 }
}

/// Malpractice premium of a clinical FTE, $ a year. Assumptions between published ends: internists paid less than
/// $5,000 in eight states (2014), obstetricians $49,804 in Los Angeles and $226,224 in Miami-Dade (AMA/MLM 2022).
fn standard_malpractice(name: &str, field: MedicalField) -> UsdPerYear {
    UsdPerYear(match (name, field) {
        ("obstetrics_gynecology", _) => 65_000.0,
        (_, MedicalField::PrimaryCare) => 10_000.0,
        (_, MedicalField::Medical | MedicalField::HospitalBased) => 15_000.0,
        (_, MedicalField::Surgical) => 40_000.0,
    })
}

impl Standard {
    /// The standard specialty with every number.
    #[must_use]
    pub fn specialty(&self) -> Specialty {
        Specialty {
            name: self.name.to_owned(),
            field: self.field,
            median_wrvu: Wrvu(self.median_wrvu),
            market_rate: PerWrvu(self.market_rate),
            technical_per_wrvu: RevenuePerWrvu(self.hospital_revenue * DIRECT_MARGIN / self.median_wrvu),
            influence_per_wrvu: RevenuePerWrvu(
                self.hospital_revenue / self.median_wrvu + PROFESSIONAL_PER_WRVU,
            ),
            effort: standard_effort(self.field),
            practice_expense: None,
            malpractice: standard_malpractice(self.name, self.field),
        }
    }
}

impl Specialty {
    /// The specialty of a name: the standard one with stated terms in its place, or one's own.
    ///
    /// # Errors
    ///
    /// The names of parameters that a specialty of one's own still lacks.
    pub fn resolve(name: &str, terms: Option<&SpecialtyTerms>) -> Result<Specialty, Vec<&'static str>> {
        let standard = STANDARD.iter().find(|s| s.name == name).map(Standard::specialty);
        let Some(terms) = terms else {
            return standard.ok_or_else(|| SpecialtyTerms::FIELDS.iter().take(5).map(|f| f.key).collect());
        };
        let mut missing = Vec::new();
        let base = standard.as_ref();
        let mut pick = |stated: Option<f64>, standard: Option<f64>, field: &Field| {
            stated.or(standard).unwrap_or_else(|| {
                missing.push(field.key);
                0.0
            })
        };
        let [_, median, market, technical, influence, ..] = SpecialtyTerms::FIELDS else {
            unreachable!("a specialty has five parameters and more")
        };
        let median_wrvu = pick(terms.median_wrvu.map(Quantity::get), base.map(|b| b.median_wrvu.0), median);
        let market_rate = pick(terms.market_rate.map(Quantity::get), base.map(|b| b.market_rate.0), market);
        let technical_per_wrvu = pick(
            terms.technical_per_wrvu.map(Quantity::get),
            base.map(|b| b.technical_per_wrvu.0),
            technical,
        );
        let influence_per_wrvu = pick(
            terms.influence_per_wrvu.map(Quantity::get),
            base.map(|b| b.influence_per_wrvu.0),
            influence,
        );
        let Some(field) = terms.field.or(base.map(|b| b.field)) else {
            missing.insert(0, "field");
            return Err(missing);
        };
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut effort = base.map_or_else(|| standard_effort(field), |b| b.effort);
        if let Some(stated) = &terms.effort {
            effort.each(&stated.stated(), |hours, stated| *hours = stated.map_or(*hours, Quantity::get));
        }
        Ok(Specialty {
            name: name.to_owned(),
            field,
            median_wrvu: Wrvu(median_wrvu),
            market_rate: PerWrvu(market_rate),
            technical_per_wrvu: RevenuePerWrvu(technical_per_wrvu),
            influence_per_wrvu: RevenuePerWrvu(influence_per_wrvu),
            effort,
            practice_expense: terms.practice_expense,
            malpractice: terms.malpractice.unwrap_or_else(|| standard_malpractice(name, field)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_columns_hand_worked() {
        // Family medicine: 2.11M × 0.45 × 14/52 / 5,000 = 51.13; 2.11M/5,000 + 76.63 = 498.63.
        let fm = STANDARD[0].specialty();
        assert!((fm.technical_per_wrvu.0 - 51.126_9).abs() < 1e-3);
        assert!((fm.influence_per_wrvu.0 - 498.63).abs() < 1e-9);
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = STANDARD.iter().map(|s| s.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STANDARD.len());
    }

    #[test]
    fn an_unknown_specialty_must_say_everything() {
        assert_eq!(
            Specialty::resolve("telehealth", None),
            Err(vec!["field", "median_wrvu", "market_rate", "technical_per_wrvu", "influence_per_wrvu"])
        );
    }
}
