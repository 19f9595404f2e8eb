//! Reads the words of a command: lengths of time, days and times, values.

use chrono::{NaiveDate, Weekday};

use crate::calendar::Zone;
use crate::program::{FieldType, Number, Value};
use crate::simulator::script::{Day, Moment};
use crate::time::{Delay, TimeOfDay};

/// `90s`, `1h30m`, `2w`; none when it is no length of time.
pub(super) fn delay(text: &str) -> Option<Delay> {
    let mut delay = Delay::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let unit_at = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let count: u32 = rest[..unit_at].parse().ok()?;
        let unit = rest[unit_at..].chars().next()?;
        if rest[unit_at..].starts_with("ms") {
            delay.millis += u64::from(count);
            rest = &rest[unit_at + 2..];
            continue;
        }
        let seconds = |each: u64| u64::from(count) * each * 1000;
        match unit {
            's' => delay.millis += seconds(1),
            'm' => delay.millis += seconds(60),
            'h' => delay.millis += seconds(3600),
            'd' => delay.days = delay.days.checked_add(count)?,
            'w' => delay.days = delay.days.checked_add(count.checked_mul(7)?)?,
            _ => return None,
        }
        rest = &rest[unit_at + unit.len_utf8()..];
    }
    (!text.is_empty()).then_some(delay)
}

/// `tomorrow 09:00`, `mon 09:00`, `2026-03-03 09:00`, `09:00`; none when it is none of these.
pub(super) fn moment(text: &str, zone: Zone) -> Option<Moment> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (day, time) = match words.as_slice() {
        [time] => (None, time),
        [word, time] => (Some(day(word)?), time),
        _ => return None,
    };
    Some(Moment { day, time: time_of_day(time)?, zone })
}

fn day(word: &str) -> Option<Day> {
    match word {
        "today" => Some(Day::Today),
        "tomorrow" => Some(Day::Tomorrow),
        date if date.contains('-') => date.parse::<NaiveDate>().ok().map(Day::Date),
        name if name.len() == 3 => name.parse::<Weekday>().ok().map(Day::Weekday),
        _ => None,
    }
}

fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || minute.len() != 2 || !is_number(minute) {
        return None;
    }
    TimeOfDay::new(hour.parse().ok()?, minute.parse().ok()?)
}

/// `49.90` is a number, `yes` and `no` are themselves, anything else is a text.
pub(super) fn value(text: &str) -> Value {
    match text {
        "yes" => Value::YesNo(true),
        "no" => Value::YesNo(false),
        text => match Number::parse(text) {
            Some(number) if !text.starts_with('+') => Value::Number(number),
            Some(_) | None => Value::from(text),
        },
    }
}

/// A value for a field of that type; none when the text is none. A date and time is `2026-03-02T09:00:00Z`.
pub(in crate::simulator) fn value_of_type(wanted: FieldType, text: &str) -> Option<Value> {
    match wanted {
        FieldType::Text => Some(Value::from(text)),
        FieldType::Number => Number::parse(text).map(Value::Number),
        FieldType::YesNo => Some(value(text)).filter(|value| matches!(value, Value::YesNo(_))),
        FieldType::Date => text.parse().ok().map(Value::Date),
        FieldType::Instant => {
            let parsed = chrono::DateTime::parse_from_rfc3339(text).ok()?;
            Some(Value::Instant(parsed.with_timezone(&chrono::Utc).into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{delay, moment};
    use crate::calendar::Zone;
    use crate::time::Delay;

    #[test]
    fn lengths_of_time_are_read_and_nothing_else() {
        assert_eq!(delay("1h30m"), Some(Delay { days: 0, millis: 5_400_000 }));
        assert_eq!(delay("1w2d"), Some(Delay::from_days(9)));
        assert_eq!(delay("5m250ms"), Some(Delay { days: 0, millis: 300_250 }));
        for text in ["", "h", "5", "5x", "m5", "99999999999s"] {
            assert_eq!(delay(text), None, "{text}");
        }
    }

    #[test]
    fn days_and_times_are_read_and_nothing_else() {
        for text in ["09:00", "24:00", "tomorrow 09:00", "mon 9:00", "2026-03-03 09:00"] {
            assert!(moment(text, Zone::UTC).is_some(), "{text}");
        }
        for text in ["", "9", "25:00", "yesterday 09:00", "2026-13-01 09:00", "mon tue 09:00"] {
            assert!(moment(text, Zone::UTC).is_none(), "{text}");
        }
    }
}
