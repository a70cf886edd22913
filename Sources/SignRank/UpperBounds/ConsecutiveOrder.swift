/// Orders in which sets are consecutive: the PQ-tree of Booth and Lueker.
///
/// The tree stands for all orders of 0..<count in which every set so far is consecutive: children of a
/// P-node may be permuted, those of a Q-node only reversed.
///
/// - Source: Booth and Lueker, "Testing for the consecutive ones property, interval graphs, and graph
///   planarity using PQ-tree algorithms", Journal of Computer and System Sciences 13 (1976). This one
///   looks at the whole tree for each set: O(count) a set.
struct ConsecutiveOrder {
  private final class Node {
    var leaf: Int?
    var isRigid: Bool
    var children: [Node]
    var size = 1
    var full = 0

    init(leaf: Int) {
      self.leaf = leaf
      isRigid = false
      children = []
    }

    init(_ children: [Node], isRigid: Bool) {
      self.children = children
      self.isRigid = isRigid
      size = children.reduce(0) { $0 + $1.size }
      full = children.reduce(0) { $0 + $1.full }
    }

    var isFull: Bool { full == size }
    var isEmpty: Bool { full == 0 }
  }

  private var root: Node

  /// All orders.
  init(count: Int) {
    precondition(count > 0, "an order is of something")
    let leaves = (0..<count).map { Node(leaf: $0) }
    root = count == 1 ? leaves[0] : Node(leaves, isRigid: false)
  }

  /// One of the orders that are left.
  var order: [Int] {
    var result: [Int] = []
    Self.collect(root, into: &result)
    return result
  }

  private static func collect(_ node: Node, into result: inout [Int]) {
    if let leaf = node.leaf { result.append(leaf) }
    for child in node.children { collect(child, into: &result) }
  }

  /// Keeps the orders in which a set is consecutive; false if there are none, after which the tree is
  /// of no use.
  mutating func require(_ isMember: [Bool]) -> Bool {
    Self.count(root, isMember)
    guard root.full > 1, !root.isFull else { return true }
    guard let reduced = Self.reduceTop(root) else { return false }
    root = reduced
    return true
  }

  private static func count(_ node: Node, _ isMember: [Bool]) {
    if let leaf = node.leaf {
      node.full = isMember[leaf] ? 1 : 0
      return
    }
    node.full = 0
    for child in node.children {
      count(child, isMember)
      node.full += child.full
    }
  }

  /// A node whose subtree holds all members, made to keep them together somewhere inside.
  private static func reduceTop(_ node: Node) -> Node? {
    if node.isFull { return node }
    if let at = node.children.firstIndex(where: { $0.full == node.full }) {
      guard let child = reduceTop(node.children[at]) else { return nil }
      node.children[at] = child
      return node
    }
    return node.isRigid ? reduceRigidTop(node) : reduceFreeTop(node)
  }

  private static func reduceFreeTop(_ node: Node) -> Node? {
    let empty = node.children.filter(\.isEmpty)
    let full = node.children.filter(\.isFull)
    let partial = node.children.filter { !$0.isEmpty && !$0.isFull }
    guard partial.count <= 2 else { return nil }
    guard let first = partial.first else {
      return Node(empty + group(full), isRigid: false)
    }
    guard var sequence = sequence(first) else { return nil }
    sequence += group(full)
    if partial.count == 2 {
      guard let last = Self.sequence(partial[1]) else { return nil }
      sequence += last.reversed()
    }
    let rigid = Node(sequence, isRigid: true)
    return empty.isEmpty ? rigid : Node(empty + [rigid], isRigid: false)
  }

  private static func reduceRigidTop(_ node: Node) -> Node? {
    guard let first = node.children.firstIndex(where: { !$0.isEmpty }),
      let last = node.children.lastIndex(where: { !$0.isEmpty })
    else { return node }
    var children: [Node] = []
    for (at, child) in node.children.enumerated() {
      if child.isEmpty || child.isFull {
        guard child.isFull || at < first || at > last else { return nil }
        children.append(child)
      } else {
        guard at == first || at == last, let inner = sequence(child) else { return nil }
        children += at == first ? inner : inner.reversed()
      }
    }
    return Node(children, isRigid: true)
  }

  /// The parts of a partial node in a row, those without members first; nil if it cannot be.
  private static func sequence(_ node: Node) -> [Node]? {
    if !node.isRigid {
      let partial = node.children.filter { !$0.isEmpty && !$0.isFull }
      guard partial.count <= 1 else { return nil }
      var parts = group(node.children.filter(\.isEmpty))
      if let middle = partial.first {
        guard let inner = sequence(middle) else { return nil }
        parts += inner
      }
      return parts + group(node.children.filter(\.isFull))
    }
    var children = node.children
    let (first, last) = (children[0], children[children.count - 1])
    // members have to come last: turned around if they can only come first
    if !first.isEmpty && !last.isFull && (last.isEmpty || first.isFull) { children.reverse() }
    var parts: [Node] = []
    var sawMember = false
    for child in children {
      if child.isEmpty {
        guard !sawMember else { return nil }
        parts.append(child)
      } else if child.isFull {
        sawMember = true
        parts.append(child)
      } else {
        guard !sawMember, let inner = sequence(child) else { return nil }
        sawMember = true
        parts += inner
      }
    }
    return parts
  }

  private static func group(_ nodes: [Node]) -> [Node] {
    nodes.count <= 1 ? nodes : [Node(nodes, isRigid: false)]
  }
}
