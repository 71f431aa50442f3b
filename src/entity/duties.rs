//! What else a roster may say of a physician's work: facts that only some ways of being paid need.

use crate::tile::{Lanes, TILE};

macro_rules! duties {
    ($( $(#[doc = $doc:literal])+ $name:ident: $min:literal to $max:literal, else $default:expr, $said:literal; )+) => {
        /// Facts that only some ways of being paid need, for one physician.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Duties { $( $(#[doc = $doc])+ pub $name: f64, )+ }

        /// [`Duties`] of a tile of physicians.
        #[derive(Clone, Debug)]
        #[expect(missing_docs, reason = "the fields of Duties, lane by lane")]
        pub struct DutiesTile { $( pub $name: Lanes, )+ }

        impl Duties {
            /// Name, smallest and largest value, what silence means, meaning; in order.
            pub const FACTS: &'static [Fact] = &[ $( Fact {
                name: stringify!($name),
                range: ($min, $max),
                default: $said,
                meaning: concat!($($doc,)+).trim_ascii(),
            }, )+ ];

            /// What a physician with this clinical FTE does when nothing is said.
            #[must_use]
            pub fn usual(clinical_fte: f64) -> Duties {
                let of: &[fn(f64) -> f64] = &[ $( $default, )+ ];
                let mut of = of.iter();
                Duties { $( $name: of.next().map_or(0.0, |value| value(clinical_fte)), )+ }
            }

            /// Facts from their values in the order of [`Duties::FACTS`].
            #[must_use]
            pub fn of(values: &[f64]) -> Duties {
                let mut values = values.iter().copied();
                Duties { $( $name: values.next().unwrap_or_default(), )+ }
            }

            /// Nothing said of any: not numbers.
            #[must_use]
            pub const fn unsaid() -> Duties {
                Duties { $( $name: f64::NAN, )+ }
            }

            /// Each fact, or another's where it is not said.
            #[must_use]
            pub fn or(&self, other: &Duties) -> Duties {
                Duties { $( $name: if self.$name.is_nan() { other.$name } else { self.$name }, )+ }
            }

            /// The values in the order of [`Duties::FACTS`].
            #[must_use]
            pub fn values(&self) -> Vec<f64> {
                vec![ $( self.$name, )+ ]
            }

            /// The value of a fact, for reading.
            pub fn slot(&mut self, name: &str) -> Option<&mut f64> {
                match name { $( stringify!($name) => Some(&mut self.$name), )+ _ => None }
            }
        }

        impl DutiesTile {
            /// Nobody.
            pub const EMPTY: DutiesTile = DutiesTile { $( $name: [0.0; TILE], )+ };

            /// One physician's.
            #[inline(always)]
            #[must_use]
            pub fn lane(&self, lane: usize) -> Duties {
                Duties { $( $name: self.$name[lane], )+ }
            }

            /// Replaces one physician's.
            pub fn set(&mut self, lane: usize, duties: &Duties) {
                $( self.$name[lane] = duties.$name; )+
            }
        }

        impl Default for Duties {
            fn default() -> Duties {
                Duties { $( $name: 0.0, )+ }
            }
        }
    };
}

/// A fact's record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Name, as a roster's column.
    pub name: &'static str,
    /// Smallest and largest value.
    pub range: (f64, f64),
    /// What silence means.
    pub default: &'static str,
    /// Meaning.
    pub meaning: &'static str,
}

duties! {
    /// Work RVUs of an average encounter, 0.1 to 50. Between 1.30 (99213) and 1.92 (99214) for office visits.
    wrvu_per_encounter: 0.1 to 50.0, else |_| 1.6, "1.6 (assumption)";
    /// Scheduled hours of shifts in a year at the present FTE, 0 to 8784. Seven days on and seven off are 182 shifts of 12 hours.
    shift_hours: 0.0 to 8784.0, else |clinical_fte: f64| (2184.0 * clinical_fte).round(), "2184 x clinical_fte";
    /// Days of call in a year, 0 to 366.
    call_days: 0.0 to 366.0, else |_| 0.0, "0";
    /// Risk weight of the panel, 0.1 to 10; 1 is the average panel.
    panel_risk: 0.1 to 10.0, else |_| 1.0, "1";
    /// Advanced practice providers supervised, 0 to 50.
    apps_supervised: 0.0 to 50.0, else |_| 0.0, "0";
    /// Episodes of care under a bundle or gainsharing programme in a year, 0 to 100000.
    episodes: 0.0 to 100000.0, else |_| 0.0, "0";
    /// Patient experience score, 0 to 1.
    patient_experience: 0.0 to 1.0, else |_| 0.75, "0.75 (assumption)";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_follows_the_clinical_fte_where_it_should() {
        let half = Duties::usual(0.5);
        assert_eq!((half.shift_hours, half.wrvu_per_encounter, half.call_days), (1092.0, 1.6, 0.0));
        for (value, fact) in half.values().iter().zip(Duties::FACTS) {
            assert!(*value >= fact.range.0 && *value <= fact.range.1, "{}", fact.name);
        }
    }

    #[test]
    fn lanes_keep_their_values() {
        let mut tile = DutiesTile::EMPTY;
        tile.set(3, &Duties { episodes: 12.0, ..Duties::usual(1.0) });
        assert_eq!(tile.lane(3).episodes, 12.0);
        assert_eq!(tile.lane(4), Duties::default());
    }
}
