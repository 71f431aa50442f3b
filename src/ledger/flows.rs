//! Every flow of a performance year: where it comes from, where it goes and what it is for.

use super::nodes::CascadeNode;

/// Makes an enum of flows from their list: `Variant = from => to, purpose;`.
macro_rules! flows {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $( $(#[doc = $doc:literal])+ $variant:ident = $from:ident => $to:ident, $purpose:literal; )+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[doc = $doc])+ $variant, )+ }

        impl $name {
            /// Every flow, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// The accounts that it leads from and to.
            #[must_use]
            pub const fn ends(self) -> (CascadeNode, CascadeNode) {
                match self { $( $name::$variant => (CascadeNode::$from, CascadeNode::$to), )+ }
            }

            /// What it is for; no other flow says the same.
            #[must_use]
            pub const fn purpose(self) -> &'static str {
                match self { $( $name::$variant => $purpose, )+ }
            }

            /// From, to, purpose; an account that ends in a colon is one of each contract.
            #[must_use]
            pub const fn describe(self) -> (&'static str, &'static str, &'static str) {
                let (from, to) = self.ends();
                (from.name(), to.name(), self.purpose())
            }
        }
    };
}

flows! {
    /// A flow that each contract has.
    pub enum ContractFlow {
        /// Professional revenue.
        Professional = Payer => System, "professional revenue";
        /// Care-management fees.
        Fees = Payer => System, "care management fees";
        /// What care cost less than the benchmark.
        Saved = Payer => Savings, "saved: benchmark less spending";
        /// The payer's part of savings.
        PayerKeeps = Savings => Payer, "kept by the payer";
        /// Savings below the minimum savings rate.
        BelowMinimum = Savings => Forfeited, "below the minimum savings rate";
        /// Savings lost to quality.
        Quality = Savings => Forfeited, "quality";
        /// Savings lost to sequestration.
        Sequestration = Savings => Forfeited, "sequestration";
        /// Savings above the cap.
        Cap = Savings => Forfeited, "cap";
        /// Savings earned by the system.
        Earned = Savings => Value, "earned by the system";
        /// What care cost more than the benchmark.
        Lost = Losses => Payer, "lost: spending less benchmark";
        /// The payer's part of losses.
        PayerBears = Payer => Losses, "losses borne by the payer";
        /// Losses owed by the system.
        Owed = System => Losses, "losses owed by the system";
        /// Capitation: paid for each person and month.
        Capitation = Payer => System, "capitation";
        /// Paid for quality or reporting.
        Reward = Payer => Value, "rewards for quality or reporting";
        /// Taken for quality or reporting.
        Penalty = System => Payer, "penalties for quality or reporting";
        /// Taken back of an earlier year after an audit.
        Recovered = System => Payer, "taken back of an earlier year after an audit";
    }
}

flows! {
    /// A flow of the system as a whole.
    pub enum SystemFlow {
        /// Facility margin that accompanies physicians' own work.
        Facility = Facility => System, "facility margin on own work";
        /// Facility margin lost on care avoided (negative when more care is given).
        FacilityLost = System => Facility, "facility margin lost on care avoided";
        /// Value money that pays for programme cost, which leaves the system as such.
        ValueToProgramme = Value => System, "programme cost";
        /// Value money that pays for losses on other contracts, penalties and audits, which leave it as such.
        ValueToLosses = Value => System, "losses on other contracts";
        /// Value money set aside for the reserve.
        ValueToReserve = Value => System, "reserve";
        /// Value money for infrastructure.
        ValueToInfrastructure = Value => Infrastructure, "care management infrastructure";
        /// Value money for redesigned care processes and resources.
        ValueToRedesign = Value => RedesignedCare, "redesigned care processes and resources";
        /// Value money for staff.
        ValueToStaff = Value => Staff, "staff who are not physicians";
        /// Value money that others keep on its way to the physicians' pools.
        ValueToHops = Value => Hops, "kept on the way to physicians";
        /// Value money for physicians' pools.
        ValueToPools = Value => Pools, "physicians' pools";
        /// Value money kept as margin.
        ValueToMargin = Value => System, "kept as margin";
        /// Pool money paid to physicians.
        PoolsPaid = Pools => Physicians, "passed-through savings";
        /// Pool money that nobody was eligible for, or that the cap on pay sent back.
        PoolsReturned = Pools => System, "returned: nobody eligible, or above the cap on pay";
        /// Put into pools of fixed dollars by the system itself.
        PoolsFunded = System => FixedPools, "put into pools of fixed dollars";
        /// Paid to physicians from pools of fixed dollars.
        FundedPaid = FixedPools => Physicians, "pools of fixed dollars";
        /// Of pools of fixed dollars: what nobody was eligible for, or that the cap on pay sent back.
        FundedReturned = FixedPools => System, "returned of fixed dollars: nobody eligible, or above the cap on pay";
        /// Withheld of a group's capitation against a budget for its members' care.
        WithholdHeld = System => Withhold, "withheld against budgets of groups";
        /// Returned of it to physicians, before any cap on pay; it is pay for cost of care.
        WithholdReturned = Withhold => Physicians, "withhold returned by members";
        /// Taken by care that cost more than its budget.
        WithholdKept = Withhold => System, "withhold taken by care above its budget";
        /// Put into the reserve.
        ReserveFilled = Margin => Reserve, "put into the reserve";
        /// Taken from the reserve for losses; part of what is owed.
        LossesFromReserve = Reserve => Margin, "losses paid from the reserve";
        /// Time pay.
        TimePay = System => Physicians, "time pay";
        /// Volume pay.
        VolumePay = System => Physicians, "volume pay";
        /// Quality pay.
        QualityPay = System => Physicians, "quality pay";
        /// Pay for cost of care that comes neither from pools nor from withholds: gainsharing, referral accounts, what
        /// groups keep of their budgets; less what a cap on pay cuts of withholds.
        CostPay = System => Physicians, "pay for cost of care, not from pools";
        /// Panel pay.
        PanelPay = System => Physicians, "panel pay";
        /// Service pay.
        ServicePay = System => Physicians, "service pay";
        /// Value pay repaid by physicians who left soon after earning it.
        PayRepaid = Physicians => System, "value pay repaid on leaving";
        /// Earned, and held back until it vests.
        PayDeferred = Physicians => Deferred, "pay held back until it vests";
        /// Held back in earlier years, vested and paid out.
        PayVested = Deferred => Physicians, "deferred pay vested and paid out";
        /// Held back in earlier years, and lost by physicians who left before it vested.
        PayForfeited = Deferred => System, "deferred pay forfeited on leaving";
        /// Taken home: pay, less what is repaid and held back, with what vests.
        TakenHome = Physicians => Home, "taken home";
        /// Owed for what draws paid beyond what was earned: time pay holds the money.
        DrawsAdvanced = Claims => Draws, "advanced on draws, part of time pay";
        /// Owed no longer, since it was taken from what was earned: volume pay is what is left.
        DrawsRecouped = Draws => Claims, "advances recouped from volume pay";
        /// Advances forgiven.
        DrawsForgiven = Draws => Forgiven, "advances forgiven";
        /// Advances that those who left, or moved to another plan, had not earned.
        DrawsLeft = Draws => Left, "advances left unpaid";
        /// Payroll tax of the employer on pay.
        PayrollTax = System => PayrollTax, "payroll tax of the employer";
        /// Benefits of physicians, retirement plans among them.
        Benefits = System => Benefits, "benefits and retirement of physicians";
        /// Malpractice cover of physicians.
        Malpractice = System => Malpractice, "malpractice cover";
        /// Locum tenens and advanced practice staff in positions that their physicians have left.
        Cover = System => Cover, "cover for positions left empty";
        /// Practice expense without physicians' pay and what employing them costs.
        PracticeExpense = System => Practice, "practice expense";
        /// Reporting of quality measures beyond what practice expense holds (negative when contracts have gone).
        ReportingBurden = System => Reporting, "reporting measures beyond those of the start";
        /// Programme cost, without reporting.
        ProgrammeCost = System => Programme, "programme cost beyond fees";
        /// Cost of reporting under contracts.
        ReportingCost = System => Reporting, "cost of reporting under contracts";
        /// Fees for what secures losses: letters of credit, bonds.
        SecurityFees = System => Security, "fees for letters of credit and bonds that secure losses";
        /// Parked in escrow as security for losses.
        EscrowParked = Margin => Escrow, "parked in escrow as security for losses";
        /// Losses paid from escrow; part of what is owed.
        EscrowDrawn = Escrow => Margin, "losses paid from escrow";
        /// Given back from escrow when the risk is over.
        EscrowReleased = Escrow => Margin, "given back from escrow";
        /// Cost of policies: transparency, redesign.
        PolicyCost = System => Policy, "transparency, redesign, authorisation, honesty";
        /// Cost of replacing physicians who left.
        TurnoverCost = System => Replacement, "replacing physicians who left";
        /// What is left of everything: the system's margin.
        Margin = System => Margin, "what is left of everything";
    }
}

/// An account as [`ContractFlow::describe`] names it, of the contract called so.
#[must_use]
pub fn account_of(account: &str, contract: &str) -> String {
    account.to_owned() + if account.ends_with(':') { contract } else { "" }
}
