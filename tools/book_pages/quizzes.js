// Quizzes: each form tells what `crmlib.workbook` would tell of the same answer. The words are Python's.
(() => {
  const UNITS = /(USD|US|RMB|CNY|euros?|EUR|yuan|dollars?|[¥$€£元块])/gi;
  const CURRENCIES = [/[¥元块]|RMB|CNY|yuan/i, /US ?(?:\$|dollars?)|USD|\$|dollars?|\bUS\b/i, /€|euros?|EUR/i, /£/];
  const OTHER_CURRENCY = (sign, unit) =>
    `The number is right, the currency is not: you wrote ${sign}, and the answer is in ${unit}.`;
  const NO_CURRENCY = sign => `The number is right, but it is no amount of money: leave out ${sign}.`;
  const MULTIPLES = {"%": 0.01, "‰": 0.001, "万": 1e4, "亿": 1e8, "k": 1000,
    "per cent": 0.01, "percent": 0.01, "thousand": 1000, "million": 1e6};
  const BEFORE = /^[=≈~约]\s*/, TO_ONE = /(?<=\d)\s*(x|×|倍|:\s*1|to\s+1)$/i;
  const HUNDREDTHS = /^百分之\s*(.+)$/, POINTS = /(?<=\d)\s*(percentage points?|points?|pp|个?百分点)$/i;
  const IN_CHINESE = {years: "年", months: "个月", weeks: "周", days: "天"};
  const GROUPED = /^[1-9]\d{0,2}(?:[ ,.']\d{3})+$/;

  // Reading a number as people write it: the twin of crmlib/workbook/reading.py.
  function readings(text, unit) {
    if (/\p{No}/u.test(text)) return [];
    let plain = text.normalize("NFKC").replaceAll("−", "-").replaceAll("–", "-").trim().replace(BEFORE, "");
    plain = plain.replace(HUNDREDTHS, "$1%");
    if (unit === "share") plain = plain.replace(POINTS, "%");
    if (unit === "" || unit === "share") plain = plain.replace(TO_ONE, "");
    for (const word of [unit, unit.replace(/s$/, ""), IN_CHINESE[unit]])
      if (word && plain.toLowerCase().endsWith(word.toLowerCase())) {
        plain = plain.slice(0, -word.length).trim();
        break;
      }
    plain = plain.replace(UNITS, "").trim();
    let multiple = 1, word;
    const last = () => Object.keys(MULTIPLES).find(word => plain.toLowerCase().endsWith(word));
    while ((word = last())) {
      multiple *= MULTIPLES[word];
      plain = plain.slice(0, -word.length).trim();
    }
    const sign = plain.startsWith("-") ? -1 : 1, digits = plain.replace(/^[+-]\s*/, "");
    return forms(digits).map(asNumber).filter(Number.isFinite).map(value => sign * value * multiple);
  }

  function forms(digits) {
    const grouped = GROUPED.test(digits);
    if (digits.includes("/")) return [digits];
    if (grouped && !digits.includes(".")) return [digits.replace(/[ ,']/g, ""), digits.replaceAll(",", ".")];
    if (digits.includes(",") && digits.includes(".")) {
      const [thousands, decimal] = digits.lastIndexOf(".") > digits.lastIndexOf(",") ? [",", "."] : [".", ","];
      const whole = digits.slice(0, digits.lastIndexOf(decimal));
      return GROUPED.test(whole) ? [digits.replaceAll(thousands, "").replaceAll(decimal, ".")] : [];
    }
    if (grouped) return [digits, digits.replaceAll(".", "")];
    return [digits.replace(/(?<=\d)[ '](?=\d)/g, "").replaceAll(",", ".")];
  }

  function asNumber(form) {
    if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(\/(\d+\.?\d*|\.\d+))?$/i.test(form)) return NaN;
    const [top, bottom] = form.split("/");
    return bottom === undefined ? Number(top) : Number(top) / Number(bottom);
  }

  // Python's math.isclose and its format "g".
  const agree = (value, target, tolerance) =>
    Math.abs(value - target) <= Math.max(Math.max(tolerance, 1e-9) * Math.max(Math.abs(value), Math.abs(target)), 1e-9);
  function brief(value) {
    if (Math.abs(value) >= 1e6 && Math.abs(value) < 1e15) return Math.round(value).toLocaleString("en-US");
    const power = value === 0 ? 0 : Number(value.toExponential(5).split("e")[1]);
    if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
    const [digits, exponent] = value.toExponential(5).split("e");
    return `${Number(digits)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }

  const MARK = {
    number(item, form) {
      const typed = form.querySelector("input").value;
      if (!typed.trim()) return null;
      const values = readings(typed, item.unit);
      if (!values.length) return ["unreadable", item.says.unreadable];
      const [exact, tolerance, close] = item.tolerances, [from, to] = [...item.between].sort((a, b) => a - b);
      const right = value => agree(value, item.answer, tolerance) || (value >= from && value <= to);
      if (values.some(right)) return inOtherMoney(typed, item.unit) ?? item.right;
      for (const near of [exact, tolerance])
        for (const [wrong, ...words] of item.slips)
          if (values.some(value => agree(value, wrong, near))) return ["slip", ...words];
      const rounded = close && agree(values[0], Number(item.answer.toExponential(1)), 0);
      const near = rounded ? "rounded" : agree(values[0], item.answer, close) && "close";
      return unforeseen(item, values[0], tolerance && near);
    },
    choice(item, form) {
      const chosen = form.querySelector("input:checked");
      return chosen && item.verdicts[chosen.value];
    },
    several(item, form) {
      const chosen = [...form.querySelectorAll("input:checked")];
      return item.verdicts[chosen.reduce((sum, one) => sum + 2 ** one.value, 0)];
    },
    order(item, form) {
      const given = [...form.querySelectorAll("[data-step]")].map(step => Number(step.dataset.step));
      return item.own[given.join(" ")] ?? item.counts[given.filter((step, place) => step === item.right[place]).length];
    },
    match(item, form) {
      const given = [...form.querySelectorAll("select")].map(one => one.value);
      if (given.every(one => one === "")) return null;
      const missing = given.indexOf("");
      if (missing >= 0) return ["unreadable", item.missing[missing]];
      const wrong = given.map((one, row) => row).filter(row => Number(given[row]) !== item.answer[row]);
      if (!wrong.length) return item.right;
      const count = item.counts[given.length - wrong.length];
      const slip = wrong.find(row => item.slips[row][given[row]] !== null);
      if (slip !== undefined) return ["slip", count, item.slips[slip][given[slip]]];
      return ["wrong", count, item.again[wrong[0]]];
    },
  };

  function inOtherMoney(typed, unit) {
    const plain = typed.normalize("NFKC"), money = CURRENCIES.some(words => words.test(unit));
    const others = CURRENCIES.filter(words => !words.test(unit)).map(words => plain.match(words));
    const sign = others.find(found => found)?.[0];
    return sign && ["close", money ? OTHER_CURRENCY(sign, unit) : NO_CURRENCY(sign)];
  }

  function unforeseen(item, value, near) {
    const [low, high] = item.range;
    const outside = item.unit === "share" && value > 1 && value <= 100 ? "share" : "range";
    const name = value < (low ?? -Infinity) || value > (high ?? Infinity) ? outside : near ? near
      : value * item.answer < 0 ? "sign" : value > item.answer ? "large" : "small";
    const text = item.says[name] ?? item.says[{share: "range", rounded: "close"}[name]];
    return [name, text.replace("{value:g}", brief(value))];
  }

  function tell(form, item) {
    const told = form.querySelector(".quiz-told");
    const [stage, ...words] = MARK[item.kind](item, form) ?? ["unreadable", "Answer first."];
    const right = stage === "right";
    told.dataset.stage = right ? "right" : "wrong";
    told.innerHTML = `<b>${right ? "✓" : "✗"}</b> ` +
      words.map(word => typeof word === "number" ? item.words[word] : word).join(" ");
  }

  // The focus stays on the button of the step that moves, so that it can be pressed again.
  function move(button) {
    const step = button.closest("li"), up = button.dataset.move === "up";
    const other = up ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    if (up) other.before(step); else other.after(step);
    button.focus();
    const steps = [...step.parentElement.children], told = button.form.querySelector(".quiz-told");
    told.dataset.stage = "moved";
    told.textContent = `Now at place ${steps.indexOf(step) + 1} of ${steps.length}.`;
  }

  for (const form of document.querySelectorAll(".quiz-question")) {
    form.addEventListener("submit", event => event.preventDefault());
    const known = form.querySelector("script");
    if (!known) continue;
    const bytes = Uint8Array.from(atob(known.textContent), letter => letter.charCodeAt(0));
    const item = JSON.parse(new TextDecoder().decode(bytes));
    form.addEventListener("submit", () => tell(form, item));
    for (const button of form.querySelectorAll("[data-move]")) button.addEventListener("click", () => move(button));
    form.dataset.ready = "";
  }
})();
