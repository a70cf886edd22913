import ArgumentParser
import Findings

/// Most multiply-adds of some work, as options take and show it: `4e11`.
struct WorkBudget: Hashable, CustomStringConvertible, ExpressibleByArgument {
  /// A finite number of at least 0.
  let multiplyAdds: Double

  /// A budget that is known to be one.
  init(_ multiplyAdds: Double) { self.multiplyAdds = multiplyAdds }

  /// A budget from its text; nil for anything but a finite number of at least 0.
  init?(argument: String) {
    guard let number = Double(argument), number >= 0, number.isFinite else { return nil }
    multiplyAdds = number
  }

  /// What help says that it is where none is given.
  var defaultValueDescription: String { description }

  /// The shortest text that reads as the same number.
  var description: String {
    let plain = NumberText.shortest(multiplyAdds)
    guard plain.allSatisfy(\.isWholeNumber) else { return plain }
    let zeros = plain.reversed().prefix { $0 == "0" }.count
    return zeros >= 6 && zeros < plain.count ? "\(plain.dropLast(zeros))e\(zeros)" : plain
  }
}
