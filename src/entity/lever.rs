//! Levers: what a physician can do more or less of. One list names them; every vector over levers
//! has a field for each.

use std::ops::Index;

macro_rules! levers {
    ($( $(#[doc = $doc:literal])+ $variant:ident $field:ident: $unit:literal, $meaning:literal; )+) => {
        /// Something a physician can do more or less of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Lever { $( $(#[doc = $doc])+ $variant, )+ }

        impl Lever {
            /// Every lever, in the order of reports and of sums over levers.
            pub const ALL: [Lever; LEVERS] = [ $( Lever::$variant, )+ ];

            /// Name, unit and meaning.
            #[must_use]
            pub const fn describe(self) -> (&'static str, &'static str, &'static str) {
                match self { $( Lever::$variant => (stringify!($field), $unit, $meaning), )+ }
            }
        }

        /// One value for each lever.
        ///
        /// ```
        /// use cascade::entity::{Lever, Levers};
        /// let pay = Levers { volume: 40.0, ..Levers::all(0.0) };
        /// assert_eq!(pay[Lever::Volume], 40.0);
        /// assert_eq!(pay.map(|dollars| 2.0 * dollars).volume, 80.0);
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Levers<T = f64> { $( $(#[doc = $doc])+ pub $field: T, )+ }

        /// Number of levers.
        const LEVERS: usize = [ $( $unit, )+ ].len();

        impl<T> Levers<T> {
            /// The values in the order of [`Lever::ALL`].
            #[inline(always)]
            #[must_use]
            pub fn in_order(self) -> [T; LEVERS] {
                [ $( self.$field, )+ ]
            }

            /// The values given in the order of [`Lever::ALL`].
            #[inline(always)]
            #[must_use]
            pub fn of_order(values: [T; LEVERS]) -> Levers<T> {
                let [ $( $field, )+ ] = values;
                Levers { $( $field, )+ }
            }

            /// What a function makes of each value.
            #[inline(always)]
            #[must_use]
            pub fn map<U>(&self, of: impl Fn(&T) -> U) -> Levers<U> {
                Levers { $( $field: of(&self.$field), )+ }
            }

            /// Puts each value into its place.
            pub fn each<U>(&mut self, values: &Levers<U>, put: impl Fn(&mut T, &U)) {
                $( put(&mut self.$field, &values.$field); )+
            }
        }

        impl<T: Copy> Levers<T> {
            /// The same value for every lever.
            #[must_use]
            pub const fn all(value: T) -> Levers<T> {
                Levers { $( $field: value, )+ }
            }
        }

        impl<T> Index<Lever> for Levers<T> {
            type Output = T;

            fn index(&self, lever: Lever) -> &T {
                match lever { $( Lever::$variant => &self.$field, )+ }
            }
        }
    };
}

levers! {
    /// +1 % wRVU at the current panel.
    Volume volume: "+1 % wRVU", "more visits and procedures for the same panel";
    /// −1 % of the cost of care under the physician's influence.
    Stewardship stewardship: "-1 % cost of care", "site, referral, drug, imaging and avoidable-admission choices";
    /// +1 point of the measured quality composite.
    Quality quality: "+1 point", "the measured quality composite";
    /// +1 % risk score.
    Documentation documentation: "+1 % risk score", "coding; moves benchmarks, not true cost";
    /// +1 % panel.
    Access access: "+1 % panel", "more patients cared for";
    /// +1 hour a week of non-clinical work.
    Transformation transformation: "+1 hour/week", "non-clinical work on how care is organised";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_places_and_order_agree() {
        let mut names = Levers::all("");
        names.each(&Levers::all(()), |name, ()| *name = "set");
        assert_eq!(names, Levers::all("set"));
        let places =
            Levers { volume: 0, stewardship: 1, quality: 2, documentation: 3, access: 4, transformation: 5 };
        assert_eq!(Lever::ALL.map(|lever| places[lever]), places.in_order());
        assert_eq!(places.in_order(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(places.map(|place| place * 2).access, 8);
        assert_eq!(Levers::of_order([0, 1, 2, 3, 4, 5]), places);
    }
}
