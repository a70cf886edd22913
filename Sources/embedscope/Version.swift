/// The version of the program, as `--version` and every report give it.
enum Version {
  static let current = "0.1.0"
}
