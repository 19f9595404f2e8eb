//! Messages that nobody asked for: what the law wants of them. What is so is found out in `marketing`.

pub mod o001;
