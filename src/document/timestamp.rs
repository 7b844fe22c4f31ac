//! Timestamps as go-yaml recognizes them: strings to `kubectl apply -f`, and
//! rewritten by `kubectl apply -k`.

/// A point in time as written: no calendar arithmetic is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timestamp {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// Nanoseconds.
    fraction: u32,
    /// Minutes east of UTC.
    zone: i32,
}

/// Reads one of the four layouts of go-yaml: `2006-1-2T15:4:5.999999999Z07:00`,
/// the same with `t`, `2006-1-2 15:4:5.999999999` and `2006-1-2`.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    if text.find(|c: char| !c.is_ascii_digit()) != Some(4) {
        return None;
    }
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    let month = literal(&mut rest, '-').and_then(|()| number(&mut rest, 2))?;
    let day = literal(&mut rest, '-').and_then(|()| number(&mut rest, 2))?;
    let mut time = Timestamp {
        year,
        month,
        day,
        hour: 0,
        minute: 0,
        second: 0,
        fraction: 0,
        zone: 0,
    };
    if !(1..=12).contains(&month) || !(1..=days(year, month)).contains(&day) {
        return None;
    }
    if rest.is_empty() {
        return Some(time);
    }
    let zoned = match rest.chars().next()? {
        'T' | 't' => true,
        ' ' => false,
        _ => return None,
    };
    rest = rest.get(1..)?;
    clock(&mut rest, &mut time)?;
    if zoned {
        time.zone = zone(&mut rest)?;
    }
    rest.is_empty().then_some(time)
}

impl Timestamp {
    /// How Kustomize writes it.
    pub(super) fn rewritten(&self) -> String {
        use std::fmt::Write as _;

        let (year, month, day) = (self.year, self.month, self.day);
        let (hour, minute, second) = (self.hour, self.minute, self.second);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if self.fraction != 0 {
            let digits = format!("{:09}", self.fraction);
            text.push('.');
            text.push_str(digits.trim_end_matches('0'));
        }
        if self.zone == 0 {
            text.push('Z');
        } else {
            let sign = if self.zone < 0 { '-' } else { '+' };
            let zone = self.zone.abs();
            // Writing to a string cannot fail.
            let _ = write!(text, "{sign}{:02}:{:02}", zone / 60, zone % 60);
        }
        text
    }
}

fn clock(rest: &mut &str, time: &mut Timestamp) -> Option<()> {
    time.hour = number(rest, 2).filter(|hour| *hour < 24)?;
    time.minute = literal(rest, ':').and_then(|()| number(rest, 2).filter(|n| *n < 60))?;
    time.second = literal(rest, ':').and_then(|()| number(rest, 2).filter(|n| *n < 60))?;
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let len = after.bytes().take_while(u8::is_ascii_digit).count();
        if len > 0 {
            let digits = after.get(..len.min(9))?;
            time.fraction = format!("{digits:0<9}").parse().ok()?;
            *rest = after.get(len..)?;
        }
    }
    Some(())
}

fn zone(rest: &mut &str) -> Option<i32> {
    if let Some(after) = rest.strip_prefix('Z') {
        *rest = after;
        return Some(0);
    }
    let sign = match rest.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let hours: i32 = two_digits(rest.get(1..3)?).filter(|hours| *hours <= 24)?;
    let minutes: i32 = two_digits(rest.get(4..6)?).filter(|minutes| *minutes <= 60)?;
    *rest = "";
    Some(sign * (hours * 60 + minutes))
}

fn two_digits(text: &str) -> Option<i32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn number(rest: &mut &str, most: usize) -> Option<u32> {
    let len = rest
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let value = rest.get(..len)?.parse().ok()?;
    *rest = rest.get(len..)?;
    Some(value)
}

fn literal(rest: &mut &str, wanted: char) -> Option<()> {
    *rest = rest.strip_prefix(wanted)?;
    Some(())
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}
