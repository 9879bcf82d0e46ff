//! The benchmark's limit: the workload written out by hand for its one shape of rows, with nothing to load, nothing to
//! check and nothing to explain. How close an engine that reads its rules at run time comes to it is what is measured.

/// The as-of date, 2026-03-20, in days since 1970-01-01.
const AS_OF: i32 = 20_532;

/// Bands are 0 G, 1 W, 2 C, 3 S; categories 0 A to 3 D.
const CATEGORIES: [([i8; 3], u8); 17] = [
    ([3, 3, -1], 3),
    ([3, -1, 3], 3),
    ([-1, 3, 3], 3),
    ([3, 2, 2], 3),
    ([3, -1, -1], 2),
    ([-1, 3, -1], 2),
    ([-1, -1, 3], 2),
    ([2, 2, -1], 2),
    ([2, -1, 2], 2),
    ([-1, 2, 2], 2),
    ([2, -1, -1], 1),
    ([-1, 2, -1], 1),
    ([-1, -1, 2], 1),
    ([1, 1, -1], 1),
    ([1, -1, 1], 1),
    ([-1, 1, 1], 1),
    ([-1, -1, -1], 0),
];

/// For each triple of bands, the category's rule from 0 in the low five bits and the category above them.
const CATEGORY: [u8; 64] = {
    let mut table = [0; 64];
    let mut at = 0;
    while at < 64 {
        let bands = [(at & 3) as i8, (at >> 2 & 3) as i8, (at >> 4) as i8];
        let mut rule = 0;
        loop {
            let (wanted, category) = CATEGORIES[rule];
            let mut fits = true;
            let mut band = 0;
            while band < 3 {
                fits &= wanted[band] < 0 || wanted[band] == bands[band];
                band += 1;
            }
            if fits {
                table[at] = rule as u8 | category << 5;
                break;
            }
            rule += 1;
        }
        at += 1;
    }
    table
};

/// How many working days lie before a day, from some Monday on.
#[inline]
const fn working_days(day: i32) -> i32 {
    let n = day + 3;
    let rest = n % 7 + 1;
    5 * (n / 7) + if rest < 5 { rest } else { 5 }
}

/// The first day that is not overdue.
const NOT_OVERDUE: i32 = {
    let mut day = AS_OF;
    while working_days(AS_OF) - working_days(day) < 5 {
        day -= 1;
    }
    day + 1
};

/// One row; days as they are, 0 for a blank one; the answer to stage 1 as 0 blank, 1 yes, 2 no.
#[derive(Default, Clone, Copy)]
struct Row {
    attendance: u16,
    lessons: u8,
    absences: u8,
    homework: u8,
    behind: i8,
    incidents: u8,
    suspensions: u8,
    score: u8,
    start: u16,
    progress: u8,
    visits: u8,
    stage1: u16,
    response: u8,
    stage2: u16,
}

/// Bits 0 to 5 the bands, 6 to 10 the category's rule, 11 to 12 the category, 13 to 22 the risk rules, 23 to 25 the
/// escalation rule, rules counted from 0.
#[inline]
fn code(row: Row) -> u32 {
    let not = |holds: bool| u32::from(!holds);
    let is = |holds: bool| u32::from(holds);
    let attendance = not(row.attendance >= 960) + not(row.attendance >= 920) + not(row.attendance >= 850);
    let behaviour = (is(row.incidents >= 2) + is(row.incidents >= 6) + is(row.incidents >= 12))
        .max([0, 2, 3, 3][usize::from(row.suspensions & 3)]);
    let emotional = is(row.score >= 10) + is(row.score >= 20) + is(row.score >= 30);
    let bands = attendance | behaviour << 2 | emotional << 4;
    let category = u32::from(CATEGORY[(bands & 63) as usize]);
    let high = is(row.attendance < 500)
        | is(row.lessons >= 4) << 1
        | is(row.suspensions >= 2) << 2
        | is(category >> 5 == 3) << 3
        | is((row.behind >= 30) & (row.progress >= 42) & (AS_OF - i32::from(row.start) >= 28)) << 4;
    let medium = is((row.absences >= 3) & (row.attendance < 920)) << 5
        | is(row.homework >= 3) << 6
        | is(row.behind >= 15) << 7
        | is((row.visits >= 2) | (row.progress >= 60)) << 8;
    let risk = high | medium;
    let risk = risk | is(risk == 0) << 9;
    let sent1 = row.stage1 != 0;
    let sent2 = row.stage2 != 0;
    let late1 = i32::from(row.stage1) < NOT_OVERDUE;
    let late2 = i32::from(row.stage2) < NOT_OVERDUE;
    let unsent = not(high != 0);
    let sent = if row.response == 1 {
        2
    } else if sent2 {
        3 + not(late2)
    } else {
        5 + not((row.response == 2) | late1)
    };
    let stage = if sent1 { sent } else { unsent };
    bands | category << 6 | risk << 13 | stage << 23
}

/// A code for each row of typed columns.
#[derive(Clone, Copy)]
pub struct Columns<'c> {
    pub attendance: &'c [u16],
    pub start: &'c [u16],
    pub stage1: &'c [u16],
    pub stage2: &'c [u16],
    /// Lessons, absences, homework, behind, incidents, suspensions, score, progress, visits, response.
    pub bytes: [&'c [u8]; 10],
}

pub fn columns(all: Columns, out: &mut [u32]) {
    let n = out.len();
    let [lessons, absences, homework, behind, incidents, suspensions, score, progress, visits, response] =
        all.bytes.map(|column| &column[..n]);
    let (attendance, start, stage1, stage2) =
        (&all.attendance[..n], &all.start[..n], &all.stage1[..n], &all.stage2[..n]);
    for at in 0..n {
        out[at] = code(Row {
            attendance: attendance[at],
            lessons: lessons[at],
            absences: absences[at],
            homework: homework[at],
            behind: behind[at] as i8,
            incidents: incidents[at],
            suspensions: suspensions[at],
            score: score[at],
            start: start[at],
            progress: progress[at],
            visits: visits[at],
            stage1: stage1[at],
            response: response[at],
            stage2: stage2[at],
        });
    }
}

/// Reads cells of the workload's own writing, each with the separator behind it.
struct Cells<'t> {
    text: &'t [u8],
    at: usize,
}

impl Cells<'_> {
    #[inline]
    fn next(&mut self) -> u8 {
        let byte = self.text[self.at];
        self.at += 1;
        byte
    }

    #[inline]
    fn whole(&mut self) -> u16 {
        let mut value = 0;
        loop {
            let byte = self.next();
            if byte < b'0' {
                return value;
            }
            value = value * 10 + u16::from(byte - b'0');
        }
    }

    #[inline]
    fn tenths(&mut self) -> u16 {
        let whole = self.whole();
        let tenth = self.next();
        self.at += 1;
        whole * 10 + u16::from(tenth - b'0')
    }

    #[inline]
    fn signed(&mut self) -> i8 {
        if self.text[self.at] == b'-' {
            self.at += 1;
            -(self.whole() as i8)
        } else {
            self.whole() as i8
        }
    }

    #[inline]
    fn day(&mut self) -> u16 {
        if self.text[self.at] < b'0' {
            self.at += 1;
            return 0;
        }
        let ten = &self.text[self.at..self.at + 10];
        self.at += 11;
        let two = |at: usize| u32::from(ten[at] - b'0') * 10 + u32::from(ten[at + 1] - b'0');
        let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8));
        // Years from March, so that the leap day comes last.
        let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
        (year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469) as u16
    }
}

const HEAD: &[u8] = b"id\tattendance\tbehaviour\temotional\tcategory\trisk\tstage\treasons\n";
const STAGES: [&[u8]; 7] = [b"S1_DUE\t", b"NONE\t", b"CLOSED\t", b"S3_DUE\t", b"S2_WAIT\t", b"S2_DUE\t", b"S1_WAIT\t"];

/// The answers to a table of the workload, as text.
pub fn text(text: &[u8], out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(HEAD);
    let first = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
    let mut cells = Cells { text, at: first };
    while cells.at < text.len() {
        let id = cells.at;
        while cells.next() != b'\t' {}
        let id = &text[id..cells.at];
        let mut row = Row { attendance: cells.tenths(), ..Row::default() };
        row.lessons = cells.whole() as u8;
        row.absences = cells.whole() as u8;
        row.homework = cells.whole() as u8;
        row.behind = cells.signed();
        row.incidents = cells.whole() as u8;
        row.suspensions = cells.whole() as u8;
        row.score = cells.whole() as u8;
        row.start = cells.day();
        row.progress = cells.whole() as u8;
        row.visits = cells.whole() as u8;
        row.stage1 = cells.day();
        row.response = match cells.next() {
            b'\t' => 0,
            b'y' => {
                cells.at += 3;
                1
            }
            _ => {
                cells.at += 2;
                2
            }
        };
        row.stage2 = cells.day();
        write(id, code(row), out);
    }
}

#[inline]
fn write(id: &[u8], code: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(id);
    let band = |shift: u32| b"GWCS"[(code >> shift & 3) as usize];
    let category = b"ABCD"[(code >> 11 & 3) as usize];
    out.extend_from_slice(&[band(0), b'\t', band(2), b'\t', band(4), b'\t', category, b'\t']);
    let risk = code >> 13 & 1023;
    out.extend_from_slice(if risk & 31 != 0 {
        b"High\t"
    } else if risk & 512 == 0 {
        b"Medium\t"
    } else {
        b"Low\t"
    });
    out.extend_from_slice(STAGES[(code >> 23) as usize % 7]);
    // Attendance and emotional rules count from the mildest or the worst band; behaviour and emotional from the worst.
    let rule = |shift: u32| b'4' - (code >> shift & 3) as u8;
    let number = (code >> 6 & 31) as u8 + 1;
    out.extend_from_slice(&[b'A', b'1' + (code & 3) as u8, b' ', b'B', rule(2), b' ', b'M', rule(4), b' ', b'C']);
    out.extend_from_slice(&[b'0' + number / 10, b'0' + number % 10]);
    let mut left = risk;
    while left != 0 {
        let number = left.trailing_zeros() as u8 + 1;
        out.extend_from_slice(&[b' ', b'R', b'0' + number / 10, b'0' + number % 10]);
        left &= left - 1;
    }
    out.extend_from_slice(&[b' ', b'E', b'1' + (code >> 23) as u8, b'\n']);
}

/// The same for a program that hands over memory: wasm exports.
#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::cell::RefCell;

    thread_local! {
        static IN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        static OUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        static CODES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    }

    /// Room for `len` bytes of input.
    #[unsafe(no_mangle)]
    pub extern "C" fn input(len: usize) -> *mut u8 {
        IN.with_borrow_mut(|input| {
            input.resize(len, 0);
            input.as_mut_ptr()
        })
    }

    /// Answers the first `len` bytes of the input; gives how long the output is.
    #[unsafe(no_mangle)]
    pub extern "C" fn run(len: usize) -> usize {
        IN.with_borrow(|input| {
            OUT.with_borrow_mut(|out| {
                super::text(&input[..len], out);
                out.len()
            })
        })
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn output() -> *const u8 {
        OUT.with_borrow(|out| out.as_ptr())
    }

    /// Codes for columns that lie behind each other in the input: four of two bytes a row, then ten of one.
    #[unsafe(no_mangle)]
    pub extern "C" fn columns(rows: usize) -> *const u32 {
        IN.with_borrow(|input| {
            CODES.with_borrow_mut(|codes| {
                codes.resize(rows, 0);
                // The allocator aligns to eight bytes; the assertion holds it to that.
                let (before, wide, _) = unsafe { input[..rows * 8].align_to::<u16>() };
                assert!(before.is_empty());
                let wide: Vec<&[u16]> = wide.chunks(rows).collect();
                let bytes: Vec<&[u8]> = input[rows * 8..rows * 18].chunks(rows).collect();
                let all = super::Columns {
                    attendance: wide[0],
                    start: wide[1],
                    stage1: wide[2],
                    stage2: wide[3],
                    bytes: std::array::from_fn(|at| bytes[at]),
                };
                super::columns(all, codes);
                codes.as_ptr()
            })
        })
    }
}
