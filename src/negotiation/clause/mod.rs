//! Seven clauses that move money from the system to the payer: how each stands in a contract, and the patch that
//! takes it out or puts it in.
