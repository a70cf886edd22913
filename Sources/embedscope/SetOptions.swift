import ArgumentParser

/// How to read an embedding set where its file does not say.
struct SetOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The tensor or member to read.", valueName: "NAME"))
  var tensor: String?

  @Option(help: ArgumentHelp("Identifiers of the rows, one a line.", valueName: "FILE"))
  var ids: String?

  @Option(help: ArgumentHelp("Stored type: f16, bf16, f32, f64, i8, u8.", valueName: "TYPE"))
  var dtype: String?

  @Option(help: ArgumentHelp("File format, where content does not tell.", valueName: "FORMAT"))
  var format: String?

  @Option(help: ArgumentHelp("Components of a vector, for headerless files.", valueName: "N"))
  var dimensions: Int?

  @Option(
    help: ArgumentHelp(
      "Where the vectors are in each JSON value: data[].embedding.", valueName: "PATH"))
  var jsonPath: String?

  @Flag(help: "Read the whole rows of a truncated file.")
  var allowTruncated = false

  mutating func validate() throws {
    if let dimensions, dimensions < 1 {
      throw ValidationError("--dimensions takes a positive number, not \(dimensions).")
    }
  }
}
