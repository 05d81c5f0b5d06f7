// A student's own numbers: the same hash, place, item and order as `crmlib.workbook` has (kinds/draws.py, kinds/questions.py,
// kinds/choice.py, kinds/order.py). Browsers hash only on https and localhost, so the hashing stands here.
(() => {
  const FULL = 101, BOOK = "book";

  // SHA-256 and SHA-512 (FIPS 180-4) differ in the size of a word, the rounds and how far words are turned.
  const SIZES = {
    256: {bits: 32n, rounds: 64, sums: [[2n, 13n, 22n], [6n, 11n, 25n]], turns: [[7n, 18n, 3n], [17n, 19n, 10n]]},
    512: {bits: 64n, rounds: 80, sums: [[28n, 34n, 39n], [14n, 18n, 41n]], turns: [[1n, 8n, 7n], [19n, 61n, 6n]]},
  };
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 80; n++) if (PRIMES.every(prime => n % prime)) PRIMES.push(n);

  // The first 64 bits behind the point of a root.
  function rootBits(number, power) {
    const whole = BigInt(number) << BigInt(64 * power);
    let low = 0n, high = 1n << 70n;
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if (middle ** BigInt(power) <= whole) low = middle; else high = middle;
    }
    return low & ((1n << 64n) - 1n);
  }
  const STARTS = PRIMES.slice(0, 8).map(prime => rootBits(prime, 2)), ADDED = PRIMES.map(prime => rootBits(prime, 3));

  function sha(size, bytes) {
    const {bits, rounds, sums, turns} = SIZES[size], mask = (1n << bits) - 1n, width = Number(bits) / 8;
    const turned = (word, by) => (word >> by) | (word << (bits - by)) & mask;
    const mixed = (word, [a, b, c]) => turned(word, a) ^ turned(word, b) ^ turned(word, c);
    const spread = (word, [a, b, c]) => turned(word, a) ^ turned(word, b) ^ word >> c;
    const padded = [...bytes, 128], block = 16 * width;
    while (padded.length % block !== block - 8) padded.push(0);
    const length = BigInt(bytes.length * 8);
    for (let i = 7n; i >= 0n; i--) padded.push(Number(length >> 8n * i & 255n));
    let state = STARTS.map(word => word >> 64n - bits);
    for (let at = 0; at < padded.length; at += block) {
      const words = [];
      for (let i = 0; i < rounds; i++) {
        words[i] = i < 16 ? padded.slice(at + i * width, at + (i + 1) * width).reduce((word, byte) => word << 8n | BigInt(byte), 0n)
          : spread(words[i - 2], turns[1]) + words[i - 7] + spread(words[i - 15], turns[0]) + words[i - 16] & mask;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < rounds; i++) {
        const one = h + mixed(e, sums[1]) + (e & f ^ ~e & mask & g) + (ADDED[i] >> 64n - bits) + words[i];
        const two = mixed(a, sums[0]) + (a & b ^ a & c ^ b & c);
        [a, b, c, d, e, f, g, h] = [one + two & mask, a, b, c, d + one & mask, e, f, g];
      }
      state = state.map((word, i) => word + [a, b, c, d, e, f, g, h][i] & mask);
    }
    return state.flatMap(word => Array.from({length: width}, (_, i) => Number(word >> BigInt(8 * (width - 1 - i)) & 255n)));
  }

  const bytesOf = (...seeds) => sha(256, [...new TextEncoder().encode(seeds.join("|"))]);
  const hashed = (...seeds) => bytesOf(...seeds).slice(0, 6).reduce((number, byte) => number * 256 + byte, 0);

  // Python's random.Random of these bytes: the Mersenne Twister, begun by an array.
  function generator(...seeds) {
    const start = bytesOf(...seeds), bytes = [...start, ...sha(512, start)], key = [], words = [19650218];
    for (let i = bytes.length; i > 0; i -= 4) {
      key.push(bytes.slice(i - 4, i).reduce((word, byte) => (word << 8 | byte) >>> 0, 0));
    }
    while (key.length > 1 && !key.at(-1)) key.pop();
    const before = i => words[i - 1] ^ words[i - 1] >>> 30;
    for (let i = 1; i < 624; i++) words[i] = Math.imul(1812433253, before(i)) + i >>> 0;
    let i = 1, j = 0;
    const onward = () => { if (++i >= 624) { words[0] = words[623]; i = 1; } };
    for (let k = 0; k < 624; k++) {
      words[i] = (words[i] ^ Math.imul(before(i), 1664525)) + key[j] + j >>> 0;
      onward();
      j = (j + 1) % key.length;
    }
    for (let k = 0; k < 623; k++) {
      words[i] = (words[i] ^ Math.imul(before(i), 1566083941)) - i >>> 0;
      onward();
    }
    words[0] = 0x80000000;
    let used = 624;
    function word() {
      if (used === 624) {
        for (let n = 0; n < 624; n++) {
          const both = words[n] & 0x80000000 | words[(n + 1) % 624] & 0x7fffffff;
          words[n] = (words[(n + 397) % 624] ^ both >>> 1 ^ (both & 1 ? 0x9908b0df : 0)) >>> 0;
        }
        used = 0;
      }
      let y = words[used++];
      y ^= y >>> 11;
      y ^= y << 7 & 0x9d2c5680;
      y ^= y << 15 & 0xefc60000;
      return (y ^ y >>> 18) >>> 0;
    }
    function below(count) {
      const bits = 32 - Math.clz32(count);
      let drawn = word() >>> 32 - bits;
      while (drawn >= count) drawn = word() >>> 32 - bits;
      return drawn;
    }
    // `random.sample` of all of a few things.
    function sample(things) {
      const pool = [...things];
      return things.map((_, drawn) => {
        const at = below(pool.length - drawn), found = pool[at];
        pool[at] = pool[pool.length - drawn - 1];
        return found;
      });
    }
    return {below, sample};
  }

  const baseOf = id => id.split("@")[0];

  // Question.own: which item of the pool; the book has the first.
  function itemOf(student, id, count) {
    if (count === 1 || student === null) return 0;
    const first = generator("item", student, baseOf(id)).below(count);
    return id === baseOf(id) ? first : (first + 1 + generator("item", student, id).below(count - 1)) % count;
  }

  // Question.position: where in the row of variants; the book's own stands behind the row.
  function placeOf(student, id, slot, count) {
    const base = baseOf(id), who = student ?? BOOK;
    if (!count || (student === null && id === base)) return count;
    let own = hashed(who, base) % count;
    if (count === FULL) {
      const bank = base.split(".")[0];
      own = [0, 1, 2].reduce((sum, power) => sum + hashed(who, bank, power) % FULL * slot ** power, 0) % FULL;
    }
    return id === base || count === 1 ? own : (own + 1 + hashed(who, id) % (count - 1)) % count;
  }

  // `shuffle`, and of an order `Order.shuffled`: the places in the student's order.
  function orderOf(student, id, mixed, count) {
    const places = Array.from({length: count}, (_, place) => place);
    if (!mixed || !count || (student === null && id === baseOf(id))) return places;
    const random = generator("options", student ?? BOOK, id);
    if (mixed === "sampled") return random.sample(places);
    const first = random.below(count);
    return [...places.slice(first), ...places.slice(0, first)];
  }

  // `normal_id` (record/student.py); null for nobody.
  function idOf(typed) {
    const plain = typed.normalize("NFKC").replace(/\p{Cf}/gu, "").split(/\s+/).filter(Boolean).join(" ");
    return plain && plain !== BOOK ? plain : null;
  }

  const workbook = window.workbook ??= {};
  workbook.own = {itemOf, placeOf, orderOf, idOf, hashed, generator};
})();
