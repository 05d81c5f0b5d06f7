// What the finder says of a wrong number: the twin of crmlib/workbook/finding (finder.py, weighing.py, formulas.py), on
// the data of crmlib/workbook/screen/named_edits.py.
(() => {
  const workbook = window.workbook ??= {};
  const SURE = 0.9, LIKELY = 0.5, TOGETHER = 0.8, NEAR = 0.01, DIGITS = 4, STRANGERS = 0.25, CLOSE = 0.02;
  const EXACT_BY_CHANCE = {1: 0.27, 2: 0.27, 3: 0.10}, ROUNDED_BY_CHANCE = {3: 0.16, 4: 0.06}, OTHERWISE = 0.04;
  const COMMA = /,(?=[.,:?])/g;

  const isClose = (a, b, share) => a === b || Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b));

  function meets(number, found, digits) {
    if (!found || !number || !isClose(number, found, NEAR)) return false;
    if (isClose(number, found, 1e-9)) return true;
    const last = 10 ** (Math.floor(Math.log10(Math.min(Math.abs(number), Math.abs(found)))) + 1 - digits);
    return digits >= 3 && Math.abs(number - found) <= last / 2 * (1 + 1e-9);
  }

  // A part's value from the student's numbers; what is known already is not computed again.
  function valueOf(parts, place, numbers, known) {
    if (known.has(place)) return known.get(place);
    const part = parts[place], inner = at => valueOf(parts, at, numbers, known);
    const value = computed(part, numbers, inner), found = Number.isFinite(value) ? value : NaN;
    known.set(place, found);
    return found;
  }

  function computed(part, numbers, inner) {
    if (typeof part === "string") return numbers[part][0];
    if (!Array.isArray(part)) return part ?? NaN;
    const [sign, ...rest] = part;
    if (!["+", "*"].includes(sign)) return Math[sign](inner(rest[0]));
    let found = sign === "+" ? 0 : 1;
    for (let i = 0; i < rest.length; i += 2) {
      if (sign === "+") found += rest[i] * inner(rest[i + 1]); else found *= inner(rest[i]) ** inner(rest[i + 1]);
    }
    return found;
  }

  function withRoundedSteps(set, numbers) {
    return set.rounded.flatMap(([formula, steps]) => [0, 1, 2, 3, 4].flatMap(places => ["toFixed", "toExponential"].map(method => {
      const known = new Map();
      for (const [place, isStep] of steps) {
        const value = valueOf(set.parts, place, numbers, known);
        known.set(place, isStep && Number.isFinite(value) ? workbook.rounded(value, places, method) : value);
      }
      known.delete(formula);
      return valueOf(set.parts, formula, numbers, known);
    })));
  }

  function candidates(set, variant, numbers, right) {
    const known = new Map(), valueAt = place => valueOf(set.parts, place, numbers, known);
    return set.edits.filter(([,,,,, having]) => !having || having.includes(variant))
      .map(([place, alike, weight, sentence, shown]) => ({alike, weight, sentence, shown, found: valueAt(place)}))
      .filter(one => ![one.found, ...one.shown.map(valueAt)].some(value => isClose(value, right, 1e-9)));
  }

  function matches(number, all, digits) {
    const groups = new Map();
    for (const one of all.filter(one => meets(number, one.found, digits))) {
      groups.set(one.alike, [...groups.get(one.alike) ?? [], one]);
    }
    return [...groups.values()].map(group => ({
      ...group.reduce((best, one) => Math.abs(one.weight) > Math.abs(best.weight) ? one : best),
      share: group.reduce((sum, one) => sum + Math.abs(one.weight), 0) / 1000,
      exact: group.some(one => isClose(number, one.found, 1e-9)),
    }));
  }

  function sure(number, all, digits) {
    const found = matches(number, all, digits).filter(one => digits >= DIGITS || one.weight > 0);
    if (!found.length) return [];
    const table = found.some(one => one.exact) ? EXACT_BY_CHANCE : ROUNDED_BY_CHANCE;
    const whole = found.reduce((sum, one) => sum + one.share, (table[digits] ?? OTHERWISE) * STRANGERS / all.length);
    const ranked = found.sort((one, other) => other.share - one.share), shares = ranked.map(one => one.share / whole);
    if (shares[0] >= SURE) return ranked.slice(0, 1);
    return shares[0] >= LIKELY || shares[0] + (shares[1] ?? 0) >= TOGETHER ? ranked.slice(0, 2) : [];
  }

  // A sentence with the student's numbers: «margin», or «?margin» with its phrase where another looks the same.
  function filled(sentence, numbers, phrases) {
    const texts = Object.values(numbers).map(([, text]) => text);
    return sentence.replace(/«(\?)?([^»]+)»/g, (place, told, name) => {
      const text = numbers[name][1], twice = texts.filter(one => one === text).length > 1;
      return told && twice && phrases[name] ? `${text} (${phrases[name]})` : text;
    }).replace(COMMA, "");
  }

  // [slip, sentence] of a number that is neither right nor foreseen; null where nothing is sure enough.
  function named({names, variant, drawn: numbers, answer: right, says}, number) {
    const {set} = names, digits = workbook.digits(number);
    if (!set || (digits < 3 && isClose(number, Number(right.toExponential(digits - 1)), 1e-9))) return null;
    if (digits >= DIGITS && isClose(number, right, CLOSE)
      && withRoundedSteps(set, numbers).some(one => meets(number, one, digits))) return ["early rounding", names.step];
    const all = candidates(set, variant, numbers, right);
    const [one, other] = sure(number, all, digits).map(edit => filled(set.sentences[edit.sentence], numbers, names.phrases));
    if (!one) return null;
    return ["edited", other ? `${says.either} ${one} ${says.or} ${other}` : one];
  }

  workbook.named = named;
})();
