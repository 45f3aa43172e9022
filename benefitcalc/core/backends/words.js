// The words of a printed body on numbers, and on ranges of what is not known: as words.py and ranges.py say them.
//
// Amounts are whole fen below 2^53; a product that may be more is worked out in BigInt. What has no upper end is
// Infinity. `numbers` works on numbers; `ranges()` makes the words for one person with unknown facts.

export const NO_LIMIT = 1e12;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function whole(value) {
  if (value > SAFE || value < -SAFE) throw new RangeError("more than a whole number holds exactly");
  return Number(value);
}

function floored(numerator, denominator) {
  const cut = numerator / denominator;
  return numerator % denominator < 0n ? cut - 1n : cut;
}

const ROUNDED = {
  down: (taken, unit) => floored(taken, unit),
  up: (taken, unit) => floored(taken + unit - 1n, unit),
  nearest: (taken, unit) => floored(2n * taken + unit, 2n * unit),
  nearest_even: (taken, unit) => {
    const down = floored(2n * taken + unit - 1n, 2n * unit);
    return down % 2n === 0n ? down : floored(2n * taken + unit, 2n * unit);
  },
};

// The parts of an amount of which a share is taken, each with its rate: a rate is {numerator, denominator}, bands are
// rows of where each begins and its rate.
function bands(rate, amount) {
  if (!Array.isArray(rate)) return [[rate, amount]];
  return rate.map(([start, own], at) => {
    const part = Math.max(amount - start, 0);
    return [own, at + 1 < rate.length ? Math.min(part, rate[at + 1][0] - start) : part];
  });
}

function shareOfNumber(rate, amount, to, way) {
  const parts = bands(rate, amount).filter(([own, part]) => own.numerator !== 0 && part !== 0);
  const endless = parts.find(([, part]) => !Number.isFinite(part));
  if (endless) return endless[1];
  const scale = parts.reduce((product, [own]) => product * BigInt(own.denominator), 1n);
  const taken = parts.reduce(
    (sum, [own, part]) => sum + (BigInt(own.numerator) * BigInt(part) * scale) / BigInt(own.denominator),
    0n,
  );
  return whole(ROUNDED[way](taken, scale * BigInt(to)) * BigInt(to));
}

function times(figure, count) {
  if (figure === 0 || count === 0) return 0;
  return Number.isFinite(count) ? whole(BigInt(figure) * BigInt(count)) : count;
}

// The words that are built from the others, for any reading.
function built(words) {
  const { choose, most, difference } = words;
  return {
    ...words,
    when: (holds, amount) => choose(holds, amount, 0),
    above: (amount, floor) => most(difference(amount, floor), 0),
    all_of: (...each) => each.reduce((held, other) => choose(held, other, 0)),
    any_of: (...each) => each.reduce((held, other) => choose(held, 1, other)),
    is_not: (holds) => choose(holds, 0, 1),
  };
}

export const numbers = built({
  choose: (condition, then, otherwise) => (condition ? +then : +otherwise),
  share: shareOfNumber,
  times,
  least: Math.min,
  most: Math.max,
  sum: (one, other) => one + other,
  difference: (one, other) => one - other,
  is_at_least: (one, other) => +(one >= other),
  is_at_most: (one, other) => +(one <= other),
  is_same: (one, other) => +(+one === +other),
});

// What a value may be in some scenarios: from low to high; the facts with which it rises, and with which it falls, a bit
// each; how it is computed, since two ranges computed alike are one value; and the values with which it rises and never
// faster, so that what it leaves of one rises too.
const certain = (value) => ({ low: value, high: value, rises: 0n, falls: 0n, way: `=${value}`, partsOf: [] });

// A value that differs between scenarios: each range that it has, with the scenarios in which it has it, a bit each.
class Cases {
  constructor() {
    this.found = new Map();
  }

  put(range, lanes) {
    const key = `${range.low} ${range.high} ${range.rises} ${range.falls} ${range.way}`;
    const there = this.found.get(key);
    this.found.set(key, [range, there ? there[1] | lanes : lanes]);
    return this;
  }
}

const EVERY = -1n;
const rangesOf = (value) =>
  value instanceof Cases ? [...value.found.values()] : [[certain(+value), EVERY]];

// The least and the greatest that a value may be.
export function ends(value) {
  const every = rangesOf(value).map(([range]) => range);
  return [Math.min(...every.map((range) => range.low)), Math.max(...every.map((range) => range.high))];
}

// Whether both ends are surely reached: no fact works both ways.
export const isTight = (value) => rangesOf(value).every(([range]) => (range.rises & range.falls) === 0n);

// The words for one person, and what makes unknown facts of them. Names of ways are numbered, so that they
// stay short however long a body is.
export function ranges() {
  const numbered = new Map();
  const way = (...parts) => {
    const key = parts.join(",");
    if (!numbered.has(key)) numbered.set(key, `${numbered.size}`);
    return numbered.get(key);
  };
  const range = (low, high, rises, falls, ...parts) =>
    low < high ? { low, high, rises, falls, way: way(...parts), partsOf: [] } : certain(low);
  const partOf = (own, values) => (own.low < own.high ? { ...own, partsOf: values } : own);
  const itselfAndWhatItIsOf = (one) => [one.way, ...one.partsOf];
  const together = (low, high, one, other, word) => {
    const found = range(low, high, one.rises | other.rises, one.falls | other.falls, word, one.way, other.way);
    if (other.low === other.high) return partOf(found, itselfAndWhatItIsOf(one));
    return one.low === one.high ? partOf(found, itselfAndWhatItIsOf(other)) : found;
  };
  const against = (low, high, one, other, word) =>
    range(low, high, one.rises | other.falls, one.falls | other.rises, word, one.way, other.way);

  const each = (word) => (one, other) => {
    if (!(one instanceof Cases) && !(other instanceof Cases)) return ends(word(certain(+one), certain(+other)))[0];
    const found = new Cases();
    for (const [left, lanes] of rangesOf(one))
      for (const [right, own] of rangesOf(other)) if (lanes & own) found.put(word(left, right), lanes & own);
    return found;
  };
  const plainOr = (plain, word) => {
    const said = each(word);
    return (one, other) => (one instanceof Cases || other instanceof Cases ? said(one, other) : plain(one, other));
  };
  const mapped = (value, rises, isPart, ...parts) => {
    if (!(value instanceof Cases)) return rises(+value);
    const found = new Cases();
    for (const [own, lanes] of rangesOf(value)) {
      const risen = range(rises(own.low), rises(own.high), own.rises, own.falls, ...parts, own.way);
      found.put(isPart ? partOf(risen, itselfAndWhatItIsOf(own)) : risen, lanes);
    }
    return found;
  };

  const sum = (one, other) => together(one.low + other.low, one.high + other.high, one, other, "sum");
  const difference = (one, other) => {
    if (other.partsOf.includes(one.way) && one.high <= NO_LIMIT)
      return range(one.low - other.low, one.high - other.high, one.rises, one.falls, "difference", one.way, other.way);
    if (other.low === other.high) return together(one.low - other.low, one.high - other.low, one, other, "difference");
    return against(one.low - other.high, one.high - other.low, one, other, "difference");
  };
  const isAtLeast = (one, other) => {
    if (one.low >= other.high) return certain(1);
    if (one.high < other.low) return certain(0);
    return against(0, 1, one, other, "is_at_least");
  };
  const isSame = (one, other) => {
    if (one.low === one.high && other.low === other.high && one.low === other.low) return certain(1);
    if (one.high < other.low || other.high < one.low) return certain(0);
    const every = one.rises | one.falls | other.rises | other.falls;
    return range(0, 1, every, every, "is_same", one.way, other.way);
  };
  const isNoLimit = (own) => own.low === own.high && own.low >= NO_LIMIT;
  const lesser = (one, other) => {
    if (one.low >= other.high || isNoLimit(one)) return other;
    if (other.low >= one.high || isNoLimit(other)) return one;
    return together(Math.min(one.low, other.low), Math.min(one.high, other.high), one, other, "least");
  };
  const greater = (one, other) => {
    if (one.high <= other.low) return other;
    if (other.high <= one.low) return one;
    return together(Math.max(one.low, other.low), Math.max(one.high, other.high), one, other, "most");
  };
  const either = (condition) => (then, otherwise) => {
    if (then.way === otherwise.way && then.low === otherwise.low && then.high === otherwise.high) return then;
    let rises = then.rises | otherwise.rises;
    let falls = then.falls | otherwise.falls;
    if (then.high > otherwise.low) [rises, falls] = [rises | condition.rises, falls | condition.falls];
    if (then.low < otherwise.high) [rises, falls] = [rises | condition.falls, falls | condition.rises];
    const [low, high] = [Math.min(then.low, otherwise.low), Math.max(then.high, otherwise.high)];
    return range(low, high, rises, falls, "choose", condition.way, then.way, otherwise.way);
  };
  const choose = (condition, then, otherwise) => {
    if (!(condition instanceof Cases)) return condition ? then : otherwise;
    const found = new Cases();
    for (const [holds, lanes] of rangesOf(condition)) {
      const isSure = holds.low === holds.high;
      const chosen = isSure ? (holds.low ? then : otherwise) : each(either(holds))(asCases(then), otherwise);
      for (const [own, others] of rangesOf(chosen)) if (lanes & others) found.put(own, lanes & others);
    }
    return found;
  };
  const asCases = (value) => (value instanceof Cases ? value : new Cases().put(certain(+value), EVERY));
  // A rate of at most 1, in whole fen: with each fen more the share rises by one at most.
  const isPart = (rate, to) => !Array.isArray(rate) && rate.numerator <= rate.denominator && to === 1;
  const folded = (word) => (...values) => values.reduce(word);

  const words = built({
    choose,
    share: (rate, amount, to, by) =>
      mapped(amount, (of) => shareOfNumber(rate, of, to, by), isPart(rate, to), "share", JSON.stringify(rate), to, by),
    times: (figure, count) => mapped(count, (value) => times(figure, value), false, "times", figure),
    least: folded(plainOr(Math.min, lesser)),
    most: folded(plainOr(Math.max, greater)),
    sum: plainOr(numbers.sum, sum),
    difference: plainOr(numbers.difference, difference),
    is_at_least: plainOr(numbers.is_at_least, isAtLeast),
    is_at_most: plainOr(numbers.is_at_most, (one, other) => isAtLeast(other, one)),
    is_same: plainOr(numbers.is_same, isSame),
  });
  return { words, facts: (given) => unknownFacts(given, range) };
}

// The facts as the words take them: a number is known; a list has the answers that a fact may have, each from its least
// to its greatest, and scenarios are all combinations of them. An end that is null is none.
function unknownFacts(given, range) {
  const unknown = Object.entries(given).filter(([, value]) => Array.isArray(value));
  const count = unknown.reduce((product, [, answers]) => product * answers.length, 1);
  const facts = { ...given };
  let step = 1;
  unknown.forEach(([name, answers], bit) => {
    const found = new Cases();
    answers.forEach(([low, high], at) => {
      let lanes = 0n;
      for (let lane = 0; lane < count; lane += 1)
        if (Math.floor(lane / step) % answers.length === at) lanes |= 1n << BigInt(lane);
      found.put(range(low, high ?? Infinity, 1n << BigInt(bit), 0n, name), lanes);
    });
    facts[name] = found;
    step *= answers.length;
  });
  return facts;
}
