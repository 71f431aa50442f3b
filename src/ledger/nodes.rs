//! The accounts that flows lead from and to, and what must hold of each.

use crate::units::words;

words! {
    /// What must hold of an account in every arm, trial and year.
    pub enum AccountKind {
        word: "The word in documents.";
        /// Outside what is accounted for: money comes from there, or ends there, and nothing has to add up.
        Outside = "outside",
        /// Money passes through: what comes in goes out.
        Passes = "passes",
        /// Holds money from one year to the next: what comes in less what goes out is the change of what it holds.
        Holds = "holds",
    }
}

/// Makes an enum of accounts from their list: `Variant = name, kind;`.
macro_rules! nodes {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $( $(#[doc = $doc:literal])+ $variant:ident = $text:literal, $kind:ident; )+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $( $(#[doc = $doc])+ $variant, )+ }

        impl $name {
            /// Every account, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// Its name in files; one that ends in a colon is one of each contract.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( $name::$variant => $text, )+ }
            }

            /// What must hold of it.
            #[must_use]
            pub const fn kind(self) -> AccountKind {
                match self { $( $name::$variant => AccountKind::$kind, )+ }
            }

            /// What it is.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $( $name::$variant => concat!($($doc,)+), )+ }
            }

            /// The identity that it must keep, for a fault.
            pub(super) const fn identity(self) -> &'static str {
                match (self, self.kind()) {
                    $( ($name::$variant, AccountKind::Holds) =>
                        concat!("account `", $text, "`: in - out = change of what it holds"), )+
                    $( ($name::$variant, _) => concat!("account `", $text, "`: in = out"), )+
                }
            }
        }
    };
}

nodes! {
    /// An account that flows lead from or to.
    pub enum CascadeNode {
        /// A payer: pays for care and settles its contract.
        Payer = "payer:", Outside;
        /// What care under a contract cost less than its benchmark, until it is divided.
        Savings = "savings:", Passes;
        /// What care under a contract cost more than its benchmark, until it is made good.
        Losses = "losses:", Passes;
        /// Savings that a gate kept from the system: they stay with the payer.
        Forfeited = "forfeited", Outside;
        /// The system's books of the year.
        System = "system", Passes;
        /// Savings earned and rewards, until the waterfall has used them.
        Value = "value", Passes;
        /// Pools of passed-through savings.
        Pools = "pools", Passes;
        /// Pools of fixed dollars.
        FixedPools = "fixed pools", Passes;
        /// Withheld of groups' capitation until the year's care is known.
        Withhold = "withhold", Passes;
        /// Physicians' pay, from what they earn to what they take home.
        Physicians = "physicians", Passes;
        /// What physicians take home, before their own taxes.
        Home = "home", Outside;
        /// Earned pay that waits to vest.
        Deferred = "deferred", Holds;
        /// What physicians owe on draws: a claim, no money. Pay is counted as it is paid, advances among it.
        Draws = "draws", Holds;
        /// Where claims on draws come from as advances are paid, and where they go as they are recouped.
        Claims = "claims", Outside;
        /// Claims on draws that are given up.
        Forgiven = "forgiven", Outside;
        /// Claims on draws of those who left, or moved to another plan.
        Left = "left", Outside;
        /// What is left of the system's year. The reserve and escrow are filled from it and come back to it.
        Margin = "margin", Outside;
        /// The reserve against losses; it holds `reserve_balance`.
        Reserve = "reserve", Holds;
        /// Parked in escrow as security for losses.
        Escrow = "escrow", Holds;
        /// Those who pay for facility services, without what it costs to render them.
        Facility = "facility", Outside;
        /// Programmes of contracts: care managers, data, tools.
        Programme = "programme", Outside;
        /// Care management infrastructure.
        Infrastructure = "infrastructure", Outside;
        /// Redesigned care processes and resources.
        RedesignedCare = "redesigned care", Outside;
        /// Staff who are not physicians.
        Staff = "staff", Outside;
        /// Those who keep a part of the money on its way to physicians.
        Hops = "hops", Outside;
        /// Employer's payroll tax.
        PayrollTax = "payroll tax", Outside;
        /// Benefits and retirement plans of physicians.
        Benefits = "benefits", Outside;
        /// Insurers of malpractice.
        Malpractice = "malpractice", Outside;
        /// Locum tenens and advanced practice staff in empty positions.
        Cover = "cover", Outside;
        /// Staff, rooms and supplies of practices.
        Practice = "practice", Outside;
        /// Reporting of quality measures.
        Reporting = "reporting", Outside;
        /// Those who secure losses by letters of credit and bonds.
        Security = "security", Outside;
        /// Transparency, redesign, authorisation, honesty.
        Policy = "policy", Outside;
        /// Search, relocation and start of physicians who follow others.
        Replacement = "replacement", Outside;
    }
}

impl CascadeNode {
    /// How many there are.
    pub(super) const COUNT: usize = CascadeNode::ALL.len();
}
