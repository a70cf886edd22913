/// Variables by activity, the greatest first: a binary heap (VSIDS with exponential decay).
struct VariableOrder {
  private var activities: [Double]
  private var heap: [Int32]
  /// The place of a variable in the heap, or -1.
  private var places: [Int32]
  private var increment = 1.0
  private static let decay = 0.95
  private static let greatestActivity = 1e100

  /// All variables, none of them active yet.
  init(variableCount: Int) {
    activities = [Double](repeating: 0, count: variableCount)
    heap = (0..<Int32(variableCount)).map { $0 }
    places = heap
  }

  /// Makes a variable more active.
  mutating func bump(_ variable: Int) {
    activities[variable] += increment
    if activities[variable] > Self.greatestActivity {
      for index in activities.indices { activities[index] /= Self.greatestActivity }
      increment /= Self.greatestActivity
    }
    if places[variable] >= 0 { rise(Int(places[variable])) }
  }

  /// Makes all that happened so far count less.
  mutating func decay() { increment /= Self.decay }

  /// Puts a variable back.
  mutating func insert(_ variable: Int) {
    guard places[variable] < 0 else { return }
    places[variable] = Int32(heap.count)
    heap.append(Int32(variable))
    rise(heap.count - 1)
  }

  /// Takes the most active variable out.
  mutating func popGreatest() -> Int? {
    guard let greatest = heap.first else { return nil }
    places[Int(greatest)] = -1
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      places[Int(last)] = 0
      sink(0)
    }
    return Int(greatest)
  }

  private mutating func rise(_ start: Int) {
    var place = start
    let variable = heap[place]
    let activity = activities[Int(variable)]
    while place > 0 {
      let parent = (place - 1) / 2
      guard activities[Int(heap[parent])] < activity else { break }
      heap[place] = heap[parent]
      places[Int(heap[place])] = Int32(place)
      place = parent
    }
    heap[place] = variable
    places[Int(variable)] = Int32(place)
  }

  private mutating func sink(_ start: Int) {
    var place = start
    let variable = heap[place]
    let activity = activities[Int(variable)]
    while 2 * place + 1 < heap.count {
      var child = 2 * place + 1
      if child + 1 < heap.count,
        activities[Int(heap[child + 1])] > activities[Int(heap[child])]
      {
        child += 1
      }
      guard activities[Int(heap[child])] > activity else { break }
      heap[place] = heap[child]
      places[Int(heap[place])] = Int32(place)
      place = child
    }
    heap[place] = variable
    places[Int(variable)] = Int32(place)
  }
}
