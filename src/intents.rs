//! Stub, replaced by the real one.
pub mod requested {
    //! Stub.
    use crate::time::Delay;
    use chrono::NaiveDateTime;
    #[derive(Debug, Clone, Copy)]
    pub enum Requested {
        In(Delay),
        At(NaiveDateTime),
    }
    pub fn find(_t: &str, _n: NaiveDateTime, _l: Option<&str>) -> Option<Requested> {
        None
    }
}
#[derive(Debug)]
pub struct Recogniser;
pub struct Found;
impl Found {
    pub fn intents(&self) -> impl Iterator<Item = usize> {
        std::iter::empty()
    }
    pub fn is_callback(&self) -> bool {
        false
    }
    pub fn requested(&self) -> Option<requested::Requested> {
        None
    }
}
impl Recogniser {
    pub fn recognise(&self, _t: &str, _n: chrono::NaiveDateTime, _l: Option<&str>) -> Found {
        Found
    }
}
