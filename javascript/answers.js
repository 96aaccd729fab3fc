// What a host passes in, and what comes out; written by hand.

// Error values and an argument left out, as COM counts them and WPS passes them.
const ERRORS_BY_NUMBER = new Map([
  [-2146826288, "#NULL!"],
  [-2146826281, "#DIV/0!"],
  [-2146826273, "#VALUE!"],
  [-2146826265, "#REF!"],
  [-2146826259, "#NAME?"],
  [-2146826252, "#NUM!"],
  [-2146826246, "#N/A"],
]);
const MISSING = "-2147352572"; // alone, or in a range

// A cell, or rows of cells: blank is null, an error value its text.
function as_cells(given) {
  if (Array.isArray(given)) return given.map(as_cells);
  if (given === undefined || given === null) return null;
  return ERRORS_BY_NUMBER.has(given) ? ERRORS_BY_NUMBER.get(given) : given;
}

// The arguments in order. Null is a blank cell, or an argument left out where that is allowed.
function as_arguments(name, given) {
  const { least, most } = FUNCTIONS[name];
  if (given.length > most) throw new ExcelError(VALUE, WRONG_COUNT);
  const read = given.map((argument, place) => {
    const omitted = argument === undefined || String(argument) === MISSING || (argument === null && place >= least);
    return omitted ? OMITTED : as_cells(argument);
  });
  const passed = read.slice(0, read.map((argument) => argument !== OMITTED).lastIndexOf(true) + 1);
  if (passed.length < least || passed.slice(0, least).includes(OMITTED)) throw new ExcelError(VALUE, WRONG_COUNT);
  return most < Infinity ? passed : passed.map((argument) => (argument === OMITTED ? null : argument));
}

function computed(name, given) {
  const found = FUNCTIONS[name];
  const read = as_arguments(name, given);
  if (!(found instanceof Rule)) return found.call(...read);
  const names = [...found.call.map((argument) => argument.name), EXACT.name];
  return rule_score(found, new Map(names.map((name, place) => [name, place < read.length ? read[place] : OMITTED])));
}

// { value }, or { error, reason }.
function answered(name, given) {
  try {
    return { value: computed(name, given) };
  } catch (error) {
    if (error instanceof NotFilledInError) return { value: BLANK };
    if (error instanceof ExcelError) return { error: error.name, reason: error.message };
    return { error: VALUE, reason: `函数出了错（${error}）。请把公式和所填的数发给维护人员` };
  }
}
