/// Whether the tests were built without optimisation: heavy ones then run small or not at all.
#if DEBUG
  let isDebugBuild = true
#else
  let isDebugBuild = false
#endif

/// Whether a number is there and within a tolerance of the one wanted.
func isNear(
  _ value: Double?, _ wanted: Double, relative: Double = 1e-12, absolute: Double = 0
) -> Bool {
  value.map { abs($0 - wanted) <= relative * abs(wanted) + absolute } ?? false
}
