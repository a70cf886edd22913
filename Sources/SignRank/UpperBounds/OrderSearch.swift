import EmbeddingSets

/// Simulated annealing on orders with signs: reversals, moves of one line, and negations, on a potential
/// that is dominated by the lines that change sign most often.
struct OrderSearch {
  private let lines: LineBits
  private var order: [Int]
  private var isNegated: [Bool]
  private var changes: [Int]
  private let weights: [Double]
  private var potential = 0.0
  private var random: SplitMix64
  /// Words of bit sets looked at so far: the counted work.
  private(set) var work = 0

  /// A search from an order.
  init(_ lines: LineBits, from start: LineOrder, seed: UInt64) {
    self.lines = lines
    order = start.order
    isNegated = start.isNegated
    changes = start.changes
    random = SplitMix64(seed: seed)
    // a line with one change more weighs twice as much; scaled so that no sum overflows
    let most = lines.count
    weights = (0...most).map { count in
      Self.power(2, max(-900, min(900, count - most / 2)))
    }
    potential = changes.reduce(0) { $0 + weights[$1] }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: base / 2) * 2
  }

  /// Anneals for so many words of work and returns the best order it met.
  mutating func run(work budget: Int, deadline: Deadline) -> LineOrder {
    let end = work + budget
    let start = work
    var best = (potential: potential, order: order, isNegated: isNegated)
    guard lines.count > 2 else { return LineOrder(lines, order: order, isNegated: isNegated) }
    var steps = 0
    while work < end {
      steps += 1
      if steps % 256 == 0 {
        if deadline.isPassed { break }
        // summed anew, because it falls by many powers of two and differences would drown
        potential = changes.reduce(0) { $0 + weights[$1] }
      }
      let share = Double(work - start) / Double(budget)
      // accepts rises of a third of the potential at first and hardly any at the end
      let temperature = 0.3 * (1 - share) * (1 - share) * potential
      propose(temperature: temperature)
      if potential < best.potential { best = (potential, order, isNegated) }
    }
    return LineOrder(lines, order: best.order, isNegated: best.isNegated)
  }

  private mutating func propose(temperature: Double) {
    let count = lines.count
    let kind = Int.random(in: 0..<8, using: &random)
    let i = Int.random(in: 0..<count, using: &random)
    let j = Int.random(in: 0..<count, using: &random)
    switch kind {
    case 0..<3: reverse(min(i, j), max(i, j), temperature)
    case 3..<6: move(i, to: j, temperature)
    case 6: negate(i..<i + 1, temperature)
    default: negate(i..<count, temperature)
    }
  }

  /// Neighbours before and after, as places; nil beyond the ends.
  private typealias Gap = (a: Int, b: Int, turned: Bool)

  private mutating func reverse(_ first: Int, _ last: Int, _ temperature: Double) {
    guard first < last else { return }
    var removed: [Gap] = []
    var added: [Gap] = []
    if first > 0 {
      removed.append(gap(order[first - 1], order[first]))
      added.append(gap(order[first - 1], order[last]))
    }
    if last < order.count - 1 {
      removed.append(gap(order[last], order[last + 1]))
      added.append(gap(order[first], order[last + 1]))
    }
    if accept(removed, added, temperature) { order[first...last].reverse() }
  }

  private mutating func move(_ from: Int, to place: Int, _ temperature: Double) {
    guard from != place else { return }
    var after = order
    after.remove(at: from)
    let line = order[from]
    var removed: [Gap] = []
    var added: [Gap] = []
    if from > 0 { removed.append(gap(order[from - 1], line)) }
    if from < order.count - 1 { removed.append(gap(line, order[from + 1])) }
    if from > 0, from < order.count - 1 { added.append(gap(order[from - 1], order[from + 1])) }
    if place > 0, place < after.count { removed.append(gap(after[place - 1], after[place])) }
    if place > 0 { added.append(gap(after[place - 1], line)) }
    if place < after.count { added.append(gap(line, after[place])) }
    if accept(removed, added, temperature) {
      after.insert(line, at: place)
      order = after
    }
  }

  private mutating func negate(_ places: Range<Int>, _ temperature: Double) {
    var removed: [Gap] = []
    var added: [Gap] = []
    for place in [places.lowerBound, places.upperBound] where place > 0 && place < order.count {
      let gap = gap(order[place - 1], order[place])
      removed.append(gap)
      added.append((gap.a, gap.b, !gap.turned))
    }
    if accept(removed, added, temperature) {
      for place in places { isNegated[order[place]].toggle() }
    }
  }

  private func gap(_ a: Int, _ b: Int) -> Gap { (a, b, isNegated[a] != isNegated[b]) }

  /// Takes a change of gaps on if it lowers the potential, or with the odds of annealing.
  private mutating func accept(
    _ removed: [Gap], _ added: [Gap], _ temperature: Double
  ) -> Bool {
    let effect = effect(removed, added)
    work += 4 * lines.words * (removed.count + added.count) + 4 + 2 * effect.touched
    if effect.rise > 0 {
      let draw = Double(random.next() >> 11) * 0x1p-53
      // exp(-ratio) by the inverse of its series, which needs no logarithm of this platform
      let ratio = temperature > 0 ? effect.rise / temperature : .infinity
      guard draw < 1 / (1 + ratio + ratio * ratio / 2 + ratio * ratio * ratio / 6) else {
        return false
      }
    }
    for (line, delta) in effect.deltas { changes[line] += delta }
    potential += effect.rise
    return true
  }

  /// What a change of gaps would do: to the potential, and to each line that it touches.
  private func effect(
    _ removed: [Gap], _ added: [Gap]
  ) -> (rise: Double, deltas: [(line: Int, delta: Int)], touched: Int) {
    let words = lines.words
    let bits = lines.bits.span
    func bitsOf(_ gap: Gap, _ word: Int) -> UInt64 {
      let mask = word == words - 1 ? lines.lastMask : ~0
      return (bits[gap.a * words + word] ^ bits[gap.b * words + word] ^ (gap.turned ? ~0 : 0))
        & mask
    }
    var rise = 0.0
    var deltas: [(line: Int, delta: Int)] = []
    var touchedCount = 0
    var gone = [UInt64](repeating: 0, count: removed.count)
    var come = [UInt64](repeating: 0, count: added.count)
    for word in 0..<words {
      var touched: UInt64 = 0
      for at in gone.indices {
        gone[at] = bitsOf(removed[at], word)
        touched |= gone[at]
      }
      for at in come.indices {
        come[at] = bitsOf(added[at], word)
        touched |= come[at]
      }
      touchedCount += touched.nonzeroBitCount
      while touched != 0 {
        let bit = UInt64(touched.trailingZeroBitCount)
        touched &= touched - 1
        var delta = 0
        for set in come { delta += Int(set >> bit & 1) }
        for set in gone { delta -= Int(set >> bit & 1) }
        guard delta != 0 else { continue }
        let line = 64 * word + Int(bit)
        rise += weights[changes[line] + delta] - weights[changes[line]]
        deltas.append((line, delta))
      }
    }
    return (rise, deltas, touchedCount)
  }
}

extension LineBits {
  /// An order in which each line is followed by the nearest one that is left, up to sign.
  ///
  /// - Complexity: O(count² × words).
  func nearestNeighbourOrder(from start: Int) -> LineOrder {
    var order = [start]
    var isNegated = [Bool](repeating: false, count: count)
    var rest = Array(0..<count)
    rest.swapAt(start, count - 1)
    rest.removeLast()
    var last = start
    while !rest.isEmpty {
      var best = (at: 0, distance: Int.max, turned: false)
      for at in rest.indices {
        let distance = distance(last, rest[at])
        let folded = min(distance, length - distance)
        if folded < best.distance { best = (at, folded, length - distance < distance) }
      }
      let next = rest[best.at]
      isNegated[next] = isNegated[last] != best.turned
      order.append(next)
      rest.swapAt(best.at, rest.count - 1)
      rest.removeLast()
      last = next
    }
    return LineOrder(self, order: order, isNegated: isNegated)
  }
}
