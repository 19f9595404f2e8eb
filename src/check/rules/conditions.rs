//! Conditions: what can never be true, what always is, what is said twice. What is so is found out in `conditions`.

pub mod c001;
pub mod c002;
pub mod c003;
