//! Local time: zones, opening hours, schedules and public holidays. Nothing else asks the time-zone database.
//!
//! Whether a window is open is read off the clock on the wall; how long something takes is counted in exact
//! time. Both meet in [`next_allowed`], the instant at which a held message goes out.
//!
//! ```
//! use chrono::NaiveDate;
//! use flowc::calendar::{Hours, Zone, next_allowed};
//! use flowc::time::{Days, Stretch, TimeOfDay, Weekly};
//!
//! let paris = Zone::parse("Europe/Paris").unwrap();
//! let office = Weekly {
//!     stretches: vec![Stretch {
//!         days: Days::ALL,
//!         start: TimeOfDay::new(8, 0).unwrap(),
//!         end: TimeOfDay::new(17, 0).unwrap(),
//!     }],
//! };
//! let evening = paris.to_instant(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(21, 0, 0).unwrap());
//! let due = next_allowed(evening, &[Hours::Within(&office, paris)]).unwrap();
//! assert_eq!(due.to_string(), "2026-03-03T07:00:00Z"); // 08:00 the next day in Paris
//! ```

mod country;
mod earth;
mod holidays;
mod hours;
mod local;
mod offsets;
mod schedule;
mod zone;

pub use country::Country;
pub use earth::everywhere;
pub use hours::{HORIZON_DAYS, Hours, next_allowed};
pub use local::Local;
pub use schedule::{DateRange, Opening, Schedule};
pub use zone::Zone;
