//! What every component supplies, and the list that makes an enum of them.

use super::{
    Capitation, CareBudget, Expected, ExpectedTile, GroupPool, Margin, MarginTile, Moves, Needs, Outlook,
    OutlookTile, PayClass, Reckoned, Record, Seen, Statement, StatementTile, Work, WorkTile,
};
use crate::entity::{Label, Labelled};
use crate::terms::Period;
use crate::units::{Cents, PerWrvu};

/// What a plan asks of any component beside what it pays. Never used as `dyn`.
pub(crate) trait Part {
    /// What the catalogue says of it.
    const RECORD: Record;

    /// Whether it acts on what came before instead of adding to it; it then acts on expectations in
    /// [`Formula::act_tile`].
    const ACTS_ON_OTHERS: bool = false;

    /// Whether some of what it pays is volume pay of its own: production, which a draw can advance.
    const PRODUCES: bool = false;

    /// How rules of law see it.
    const SEEN: Seen = Seen::PLAIN;

    /// The same, where it depends on parameters.
    fn seen(&self) -> Seen {
        Self::SEEN
    }

    /// Facts that must be worked out for it.
    const NEEDS: Needs = Needs::NOTHING;

    /// The same, where it depends on parameters.
    fn needs(&self) -> Needs {
        Self::NEEDS
    }

    /// Name of the pool of value-based money it gives a share in.
    fn pool(&self) -> Option<&str> {
        None
    }

    /// What everyone on its plan collects and divides, if it is that.
    fn group(&self) -> Option<&GroupPool> {
        None
    }

    /// Its withhold against a budget of everyone on its plan, if it has one.
    fn pooled_withhold(&self) -> Option<(&Capitation, &CareBudget)> {
        None
    }

    /// Its rates per wRVU, where it pays by the wRVU.
    fn rates_per_wrvu(&mut self) -> Vec<&mut PerWrvu> {
        Vec::new()
    }

    /// What it names of the roster.
    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        Vec::new()
    }

    /// Whether it pays the roster's base salary.
    fn needs_base_salary(&self) -> bool {
        false
    }

    /// What it adds to one's own base, $ a year; nothing where it is no salary.
    fn base(&self, _work: &Work) -> Option<f64> {
        None
    }

    /// Paid non-clinical hours a week: those that transform care, and those taken from clinic.
    fn service_hours(&self) -> (f64, f64) {
        (0.0, 0.0)
    }

    /// Over what it is reckoned.
    fn period(&self) -> Period {
        Period::Year
    }

    /// Whether what it pays depends on earlier years.
    fn carries(&self) -> bool {
        false
    }

    /// Whether what it leaves is a debt, which the next surplus repays.
    fn owes(&self) -> bool {
        false
    }

    /// What of a debt at the end of a year is carried on and what is forgiven.
    fn forgive(&self, _work: &Work, _owed: Cents, _reckoned: &mut Reckoned) {}

    /// Works out what a year leaves for the next; `volume` is the plan's volume pay before it, with
    /// what a guarantee fills in its place.
    fn reckon(&self, _work: &Work, _volume: Cents, _reckoned: &mut Reckoned) {}
}

/// What a component pays: one physician at a time, and a tile at a time with the same cents and the
/// same bits. Never used as `dyn`.
pub(crate) trait Formula: Part {
    /// Adds what a year of work pays.
    fn pay(&self, work: &Work, statement: &mut Statement);

    /// Adds what it is expected to pay.
    fn expect(&self, outlook: &Outlook, expected: &mut Expected);

    /// [`Formula::pay`] for a tile.
    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        for lane in work.lanes() {
            let mut one = statement.lane(lane);
            self.pay(&work.lane(lane), &mut one);
            statement.set(lane, &one);
        }
    }

    /// [`Formula::expect`] for a tile; nothing for a component that acts on others.
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>);

    /// Lets a component that acts on others act on the expectations of a tile.
    #[inline(always)]
    fn act_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        if Self::ACTS_ON_OTHERS {
            for lane in outlook.work.lanes() {
                let mut one = expected.lane(lane);
                self.expect(&outlook.lane(lane), &mut one);
                expected.set(lane, &one);
            }
        }
    }
}

/// A component of one line and one class of pay, which is most of them.
pub(crate) trait OneLine: Part {
    /// What kind of pay it is.
    const CLASS: PayClass;

    /// What it moves with.
    const MOVES: Moves;

    /// What does not depend on the physician.
    type Ready: Copy;

    /// Works that out, once for many physicians.
    fn ready(&self) -> Self::Ready;

    /// Dollars for a full year of this work.
    fn annual(ready: Self::Ready, work: &Work) -> f64;

    /// The same in expectation, with its slopes.
    fn margin(ready: Self::Ready, outlook: &Outlook) -> Margin;
}

/// Adds one line's expectation of a tile. What it writes is an argument of its own, so that it is known
/// to be nothing that is read: vectors need that. (A closure would be compiled apart, without them.)
#[inline(always)]
fn add_line<F: OneLine>(ready: F::Ready, outlook: &OutlookTile<'_>, expected: &mut MarginTile) {
    for lane in outlook.work.lanes() {
        let outlook = outlook.lane(lane);
        expected.add(lane, outlook.work.portion, &F::margin(ready, &outlook), F::MOVES);
    }
}

impl<F: OneLine> Formula for F {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        statement.earn(F::CLASS, work.portion, F::annual(self.ready(), work));
    }

    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        expected.earn(F::CLASS, outlook.work.portion, &F::margin(self.ready(), outlook));
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let ready = self.ready();
        let line = statement.line_mut(F::CLASS);
        for lane in work.lanes() {
            let work = work.lane(lane);
            line[lane] += Cents::round(work.portion * F::annual(ready, &work));
        }
    }

    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        add_line::<F>(self.ready(), outlook, expected.of(F::CLASS));
    }
}

/// Implements [`Formula`] for a component of several lines: its type, the classes of its lines, what
/// they move with. The type supplies `ready()`, whose result supplies `annual(&Work)` and
/// `margin(&Outlook)`, arrays in the order of the classes.
macro_rules! lines {
    ($type:ty, [$($class:ident),+], $moves:expr) => {
        impl $crate::pay::Formula for $type {
            #[inline(always)]
            fn pay(&self, work: &$crate::pay::Work, statement: &mut $crate::pay::Statement) {
                let annual = self.ready().annual(work);
                for (class, dollars) in [$($crate::pay::PayClass::$class),+].into_iter().zip(annual) {
                    statement.earn(class, work.portion, dollars);
                }
            }

            #[inline(always)]
            fn expect(&self, outlook: &$crate::pay::Outlook, expected: &mut $crate::pay::Expected) {
                let margins = self.ready().margin(outlook);
                for (class, margin) in [$($crate::pay::PayClass::$class),+].into_iter().zip(margins) {
                    expected.earn(class, outlook.work.portion, &margin);
                }
            }

            #[inline(always)]
            fn pay_tile(
                &self,
                work: &$crate::pay::WorkTile<'_>,
                statement: &mut $crate::pay::StatementTile,
            ) {
                let ready = self.ready();
                for lane in work.lanes() {
                    let work = work.lane(lane);
                    let annual = ready.annual(&work);
                    for (class, dollars) in [$($crate::pay::PayClass::$class),+].into_iter().zip(annual) {
                        statement.line_mut(class)[lane] += $crate::units::Cents::round(work.portion * dollars);
                    }
                }
            }

            #[inline(always)]
            fn expect_tile(
                &self,
                outlook: &$crate::pay::OutlookTile<'_>,
                expected: &mut $crate::pay::ExpectedTile<'_>,
            ) {
                let ready = self.ready();
                for (line, class) in [$($crate::pay::PayClass::$class),+].into_iter().enumerate() {
                    let mut own = $crate::pay::MarginTile::EMPTY;
                    for lane in outlook.work.lanes() {
                        let outlook = outlook.lane(lane);
                        own.add(lane, outlook.work.portion, &ready.margin(&outlook)[line], $moves);
                    }
                    expected.of(class).add_eights(outlook.work.eights, &own, $moves);
                }
            }
        }
    };
}

/// Makes the enum of components from their list: `Variant: file::Type = "key",`.
macro_rules! components {
    ($( $(#[doc = $doc:literal])+ $variant:ident: $file:ident::$type:ident = $key:literal, )+) => {
        $( pub use $file::$type; )+

        crate::schema::choices! {
            /// The ways to be paid.
            pub enum Component { $( $(#[doc = $doc])+ $variant($type) = $key, )+ }
        }

        /// Whether components of a kind act on what came before instead of adding to it.
        #[must_use]
        pub fn acts_on_others(kind: &str) -> bool {
            [$( ($key, <$type as Part>::ACTS_ON_OTHERS), )+].contains(&(kind, true))
        }

        impl Component {
            /// The record of each component, by key.
            pub const RECORDS: &'static [(&'static str, Record)] =
                &[ $( ($key, <$type as Part>::RECORD), )+ ];

            /// Adds this component to one physician's statement.
            pub fn pay(&self, work: &Work, statement: &mut Statement) {
                match self { $( Component::$variant(c) => c.pay(work, statement), )+ }
            }

            /// Adds this component to the statements of a tile, its periods as one.
            #[inline(always)]
            pub(super) fn pay_whole(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
                match self { $( Component::$variant(c) => c.pay_tile(work, statement), )+ }
            }

            /// [`Component::pay_whole`] for whoever is not in the hot loop: compiled once, for any processor.
            #[inline(never)]
            pub(super) fn pay_apart(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
                self.pay_whole(work, statement);
            }

            /// Adds this component to one physician's expectation.
            pub fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
                match self { $( Component::$variant(c) => c.expect(outlook, expected), )+ }
            }

            /// Adds this component to the expectations of a tile, its periods as one, unless it acts on
            /// others.
            #[inline(always)]
            pub(super) fn expect_whole(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
                match self { $( Component::$variant(c) => c.expect_tile(outlook, expected), )+ }
            }

            /// Whether what it leaves is a debt, which the next surplus repays.
            #[must_use]
            pub(super) fn owes(&self) -> bool {
                match self { $( Component::$variant(c) => Part::owes(c), )+ }
            }

            /// What of a debt at the end of a year is carried on and what is forgiven.
            pub(super) fn forgive(&self, work: &Work, owed: $crate::units::Cents, reckoned: &mut Reckoned) {
                match self { $( Component::$variant(c) => c.forgive(work, owed, reckoned), )+ }
            }

            /// Over what it is reckoned.
            #[must_use]
            pub fn period(&self) -> crate::terms::Period {
                match self { $( Component::$variant(c) => c.period(), )+ }
            }

            /// Lets a component that acts on others act on the expectations of a tile.
            #[inline(always)]
            pub(crate) fn act_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
                match self { $( Component::$variant(c) => c.act_tile(outlook, expected), )+ }
            }

            /// Whether it acts on what came before instead of adding to it.
            #[must_use]
            pub fn acts_on_others(&self) -> bool {
                match self { $( Component::$variant(_) => <$type as Part>::ACTS_ON_OTHERS, )+ }
            }

            /// Whether some of what it pays is volume pay of its own.
            #[must_use]
            pub fn produces(&self) -> bool {
                match self { $( Component::$variant(_) => <$type as Part>::PRODUCES, )+ }
            }

            /// How rules of law see it.
            #[must_use]
            pub fn seen(&self) -> Seen {
                match self { $( Component::$variant(c) => Part::seen(c), )+ }
            }

            /// Facts that must be worked out for it.
            #[must_use]
            pub fn needs(&self) -> Needs {
                match self { $( Component::$variant(c) => Part::needs(c), )+ }
            }

            /// What the catalogue says of it.
            #[must_use]
            pub fn record(&self) -> &'static Record {
                match self { $( Component::$variant(_) => &<$type as Part>::RECORD, )+ }
            }

            /// Name of the pool of value-based money it gives a share in.
            #[must_use]
            pub fn pool(&self) -> Option<&str> {
                match self { $( Component::$variant(c) => c.pool(), )+ }
            }

            /// What everyone on its plan collects and divides, if it is that.
            #[must_use]
            pub fn group(&self) -> Option<&GroupPool> {
                match self { $( Component::$variant(c) => c.group(), )+ }
            }

            /// Its withhold against a budget of everyone on its plan, if it has one.
            #[must_use]
            pub fn pooled_withhold(&self) -> Option<(&Capitation, &CareBudget)> {
                match self { $( Component::$variant(c) => c.pooled_withhold(), )+ }
            }

            /// Its rates per wRVU, where it pays by the wRVU.
            pub fn rates_per_wrvu(&mut self) -> Vec<&mut crate::units::PerWrvu> {
                match self { $( Component::$variant(c) => Part::rates_per_wrvu(c), )+ }
            }

            /// What it names of the roster.
            pub fn labels(&mut self) -> Vec<(crate::entity::Labelled, &mut crate::entity::Label)> {
                match self { $( Component::$variant(c) => Part::labels(c), )+ }
            }

            /// Whether it pays the roster's base salary.
            #[must_use]
            pub fn needs_base_salary(&self) -> bool {
                match self { $( Component::$variant(c) => c.needs_base_salary(), )+ }
            }

            /// What it adds to one's own base, $ a year; nothing where it is no salary.
            #[must_use]
            pub fn base(&self, work: &Work) -> Option<f64> {
                match self { $( Component::$variant(c) => Part::base(c, work), )+ }
            }

            /// Whether what it pays depends on earlier years.
            #[must_use]
            pub fn carries(&self) -> bool {
                match self { $( Component::$variant(c) => Part::carries(c), )+ }
            }

            /// Works out what a year leaves for the next; `volume` is the plan's volume pay before it,
            /// with what a guarantee fills in its place.
            pub fn reckon(&self, work: &Work, volume: crate::units::Cents, reckoned: &mut Reckoned) {
                match self { $( Component::$variant(c) => Part::reckon(c, work, volume, reckoned), )+ }
            }

            /// Paid non-clinical hours a week: those that transform care, and those taken from clinic.
            #[must_use]
            pub fn service_hours(&self) -> (f64, f64) {
                match self { $( Component::$variant(c) => c.service_hours(), )+ }
            }
        }
    };
}

pub(super) use {components, lines};
