// Made by pkg-scripts/generate from the engine's catalogue.

/**
 * Risk rating (Low, Medium, High) for each learner, by the policy Learner at Risk. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Risk rating
 * @example =BAE_RISK($A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_RISK(headings, rows, as_of) {
  return answer_('RISK', [headings, rows, as_of]);
}

/**
 * Escalation stage (None, First risk, Stage 1, Stage 2, Stage 3, Support contract) for each learner, by the policy Learner at Risk. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Escalation stage
 * @example =BAE_STAGE($A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_STAGE(headings, rows, as_of) {
  return answer_('STAGE', [headings, rows, as_of]);
}

/**
 * Next action, Who, Due for each learner, by the policy Learner at Risk. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others. What is due besides is not in it: DUTIES says what.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Next action, Who, Due
 * @example =BAE_NEXT($A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_NEXT(headings, rows, as_of) {
  return answer_('NEXT', [headings, rows, as_of]);
}

/**
 * BAE category (A, B, C, D) for each pupil, by the policy Learning mentoring and the B.A.E. audit. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} BAE category
 * @example =BAE_CATEGORY($A$1:$Z$1, $A$2:$Z$4, $AB$1)
 * @customfunction
 */
function BAE_CATEGORY(headings, rows, as_of) {
  return answer_('CATEGORY', [headings, rows, as_of]);
}

/**
 * Support worker (Learning mentor, Counsellor, Therapist, MAST) for each pupil, by the policy Learning mentoring and the B.A.E. audit. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Support worker
 * @example =BAE_SUPPORT($A$1:$Z$1, $A$2:$Z$4, $AB$1)
 * @customfunction
 */
function BAE_SUPPORT(headings, rows, as_of) {
  return answer_('SUPPORT', [headings, rows, as_of]);
}

/**
 * The score of one measure of an area (Behaviour, Attendance, Emotional, Achievement): 0 is best. `Cannot decide` with the reason where there is none.
 *
 * @param {string} area What the value measures, by its heading; the name of an area where it has one measure only. One of: Behaviour incidents; Suspensions this year; Suspension days this term; Permanent exclusion considered; Attendance %; SDQ total (teacher); Attainment.
 * @param {Array<Array<*>>} value The value or values of that measure, as the tracker holds them.
 * @return {Array<Array<*>>} a number for each cell
 * @example =BAE_BAND("Attendance", A1:A3)
 * @customfunction
 */
function BAE_BAND(area, value) {
  return answer_('BAND', [area, value]);
}

/**
 * Why each row has its answer: the rules that held, and the cells they looked at.
 *
 * @param {string} decision Which answer to explain, by its heading, or a policy for all of its answers. Blank: every answer. One of: Learning mentoring and the B.A.E. audit; BAE category; Support worker; Eligible for a mentor; R.A.F.I.E. stage; Next step (R.A.F.I.E.); Learner at Risk; Risk rating; Escalation stage; Next action; Back on Track 2 self-assessment; Tutorial and review; Review due; Review state; Kept in; Copies allowed; Copies blocked; Must do now; MIR recording; MIR line; Missing; Eligibility.
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Why
 * @example =BAE_WHY("Risk rating", $A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_WHY(decision, headings, rows, as_of) {
  return answer_('WHY', [decision, headings, rows, as_of]);
}

/**
 * What is missing or cannot be read in each row and what was expected, which answers are still possible, and which rows have the same name or number. Blank where all is well.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Check
 * @example =BAE_CHECK($A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_CHECK(headings, rows, as_of) {
  return answer_('CHECK', [headings, rows, as_of]);
}

/**
 * What each row asks for besides its next action, and is not done: who does it, whether it is overdue, the day, the rule. Blank where there is nothing.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Duties
 * @example =BAE_DUTIES($A$1:$AB$1, $A$2:$AB$4, $AD$1)
 * @customfunction
 */
function BAE_DUTIES(headings, rows, as_of) {
  return answer_('DUTIES', [headings, rows, as_of]);
}

/**
 * Criterion state, Evidenced stage, Claimed stage, Unmet for next stage, Action state for each partnership, by the policy Back on Track 2 self-assessment. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Criterion state, Evidenced stage, Claimed stage, Unmet for next stage, Action state
 * @example =BAE_AUDIT($A$1:$K$1, $A$2:$K$126, $M$1)
 * @customfunction
 */
function BAE_AUDIT(headings, rows, as_of) {
  return answer_('AUDIT', [headings, rows, as_of]);
}

/**
 * Review due, Review period, Review state, Kept in, Copies allowed, Copies blocked, Must do now for each learner, by the policy Tutorial and review. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} Review due, Review period, Review state, Kept in, Copies allowed, Copies blocked, Must do now
 * @example =BAE_REVIEW($A$1:$AC$1, $A$2:$AC$4, $AE$1)
 * @customfunction
 */
function BAE_REVIEW(headings, rows, as_of) {
  return answer_('REVIEW', [headings, rows, as_of]);
}

/**
 * MIR line, Own line, Missing for each activity, by the policy MIR recording. `Cannot decide` where a missing or unreadable cell stands in the way: CHECK says which, and WHY which column an answer lacks. An error where the columns of the policy are missing and CHECK is about others.
 *
 * @param {Array<Array<*>>} headings The cells with the headings of the tracker, such as $A$1:$Z$1.
 * @param {Array<Array<*>>} rows The rows below the headings, in the same columns: one row, such as $A2:$Z2, or all of them, such as $A$2:$Z$200.
 * @param {Date} [as_of] The day the answers are for, such as a cell that holds a date. Left out: the day of the calculation, which does not move until something changes. A blank cell is an error: write `$AB$1` where the formula is copied.
 * @return {Array<Array<*>>} MIR line, Own line, Missing
 * @example =BAE_MIR($A$1:$J$1, $A$2:$J$4, $L$1)
 * @customfunction
 */
function BAE_MIR(headings, rows, as_of) {
  return answer_('MIR', [headings, rows, as_of]);
}

/**
 * The day that lies a number of working days after another: weekends, bank holidays and closures do not count.
 *
 * @param {Date|Array<Array<Date>>} date The day, or days, to count from; it is not counted itself.
 * @param {number|Array<Array<number>>} days How many working days later; before it where negative. One number for all dates, or one for each.
 * @param {string} [nation] Whose bank holidays are kept. Blank or left out: what the settings say, else England and Wales. One of: england-and-wales; scotland; northern-ireland.
 * @return {Array<Array<*>>} a date for each cell
 * @example =BAE_DEADLINE(A1, 5)
 * @customfunction
 */
function BAE_DEADLINE(date, days, nation) {
  return answer_('DEADLINE', [date, days, nation]);
}

/**
 * The versions of the engine and the policies that answer in this workbook, and a word that is the same for the same settings.
 *
 * @return {Array<Array<*>>} one cell
 * @example =BAE_VERSION()
 * @customfunction
 */
function BAE_VERSION() {
  return answer_('VERSION', []);
}

/**
 * What a cell holds as a formula receives it: use it to see whether blanks, dates and errors arrive as they should.
 *
 * @param {Array<Array<*>>} cell A cell or range whose content is in doubt.
 * @return {Array<Array<*>>} a text for each cell
 * @example =BAE_DIAGNOSE(A1:D1)
 * @customfunction
 */
function BAE_DIAGNOSE(cell) {
  return answer_('DIAGNOSE', [cell]);
}

function names_() {
  return ['RISK', 'STAGE', 'NEXT', 'CATEGORY', 'SUPPORT', 'BAND', 'WHY', 'CHECK', 'DUTIES', 'AUDIT', 'REVIEW', 'MIR', 'DEADLINE', 'VERSION', 'DIAGNOSE'];
}
