//! A moment as a contact named it, before anybody looked at a calendar.

use chrono::Weekday;

/// A moment: some of a day, a time of the day and a stretch from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// `demain`, `Friday`, `le 3 mars`.
    pub day: Option<Day>,
    /// `9h30`, `at 5`.
    pub clock: Option<Clock>,
    /// `le matin`, `tonight`.
    pub part: Option<(Part, Hold)>,
    /// `dans deux heures`.
    pub length: Option<Length>,
    /// `pas avant`, `after`.
    pub bound: Option<Bound>,
    /// `plus tard`, `asap`.
    pub vague: Option<Vague>,
    /// It is a moment only where somebody asks for one: `3/4` alone, `now`.
    pub needs_asking: bool,
    /// It begins with `plutôt` or `maybe`.
    pub rather: bool,
}

/// On which side of the named moment the contact is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `pas avant lundi`, `from Monday`: Monday itself will do.
    From,
    /// `après lundi`, `after Monday`: Tuesday will do.
    After,
    /// `jusqu'à lundi`, `until Monday`.
    Until,
    /// `avant lundi`, `before Monday`.
    Before,
    /// `d'ici lundi`, `by Monday`.
    By,
}

/// Words for "not now" that name nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vague {
    /// `plus tard`, `later`.
    Later,
    /// `dans un moment`, `in a bit`.
    InAWhile,
    /// `dès que possible`, `asap`.
    Soonest,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// `aujourd'hui`.
    Today,
    /// `demain` is 1, `après-demain` is 2.
    InDays(u32),
    /// `lundi prochain`.
    Weekday(Weekday, Which),
    /// `le 3 mars 2027`: day, month, year.
    Date(u32, u32, Option<i32>),
    /// `3/4`: which of the two is the day depends on the country.
    Numeric(u32, u32, Option<i32>),
    /// `le 15`.
    OfMonth(u32),
    /// A place in a week.
    Week(WeekPlace, Which),
    /// `this week`.
    LaterThisWeek,
    /// `ce week-end`, `next weekend`.
    Weekend(Which),
    /// `début mars` is 1, `mi-mars` is 15, `fin mars` is 31.
    Month(u32, u32),
    /// `le mois prochain`.
    NextMonth,
    /// `fin du mois`.
    MonthClose,
}

/// Which of the coming ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// `lundi`: the first to come.
    Coming,
    /// `lundi prochain`, `next Monday`: the first to come, and never today.
    Next,
    /// `lundi de la semaine prochaine`, `Monday next week`: the one of the next calendar week.
    NextWeek,
    /// `lundi en huit` is 1 week behind the first to come, `en quinze` 2.
    Ahead(i64),
}

/// A place in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekPlace {
    /// `la semaine prochaine`, `début de semaine`.
    Start,
    /// `milieu de semaine`.
    Middle,
    /// `fin de semaine`.
    Close,
}

/// A time on the clock and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// How the hour is meant.
    pub hours: Hours,
}

/// How an hour is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// `14:00`, `09h`, `midi`: as it stands.
    Exact,
    /// `9h`, `3 heures`: as it stands, except that nobody calls at three in the morning.
    French,
    /// `half past three`, `5 o'clock`: of the morning or of the afternoon.
    English,
    /// `9:30`, `at 5`, `vers 9`: as the language of the message has it.
    Unsaid,
    /// `5am`.
    Am,
    /// `5pm`.
    Pm,
}

/// A vague time of the day; each one is a line of the table of defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `avant le travail`.
    BeforeWork,
    /// `première heure`.
    EarlyMorning,
    /// `le matin`; also `after breakfast`.
    Morning,
    /// `milieu de matinée`.
    MiddleMorning,
    /// `fin de matinée`; also `before lunch`.
    LateMorning,
    /// `à l'heure du déjeuner`.
    Lunch,
    /// `début d'après-midi`; also `after lunch`.
    EarlyAfternoon,
    /// `l'après-midi`.
    Afternoon,
    /// `milieu d'après-midi`.
    MiddleAfternoon,
    /// `fin d'après-midi`.
    LateAfternoon,
    /// `fin de journée`.
    EndOfDay,
    /// `début de soirée`; also `after work`.
    EarlyEvening,
    /// `le soir`, `tonight`.
    Evening,
    /// `tard le soir`; also `after dinner`.
    LateEvening,
    /// `dans la journée`.
    Daytime,
}

/// How firmly a part of the day is that of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// `le soir`: the next evening.
    Next,
    /// `dans la soirée`: this evening while it lasts, otherwise the next.
    Within,
    /// `ce soir`: this evening or never.
    This,
}

/// A stretch of time from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Length {
    /// Months of the calendar.
    pub months: u32,
    /// Days of the calendar.
    pub days: u32,
    /// Days from Monday to Friday.
    pub work_days: u32,
    /// Exact seconds.
    pub seconds: u64,
}
